"""Asking what a sentence about a secretary is: 成绩, 问题 or 建议."""

from collections.abc import Sequence

from bot.domain.evaluation.opinion import Half
from bot.texts.listing import quoted, shortened

TITLE = "这句话是成绩、问题还是建议？"
# What is none of the three stays a note: no sentence is pressed into a part (decision 0035).
CHOICES = {
    Half.ACHIEVED: "成绩",
    Half.LACKING: "问题",
    Half.DIRECTION: "建议",
    Half.NOTED: "都不是",
}
ROW = 12  # characters of a sentence that name its row on a card
NONE_SORTED = "这几句已经有同志说明过了，没有改动。"


def line(about: str, sentence: str) -> str:
    return f"{about}：{quoted(sentence)}"


def question(lines: Sequence[str], *, left: int) -> str:
    if len(lines) == 1 and not left:
        return lines[0]
    numbered = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
    if left:
        numbered.append(f"选好后接着问其余{left}句。")
    return "\n".join(numbered)


def row(number: int, sentence: str) -> str:
    return f"{number}. {shortened(sentence.rstrip('。'), ROW)}"


def sorted_as(halves: Sequence[Half]) -> str:
    """Says where the sentences of a card went, in its order."""
    if not halves:
        return NONE_SORTED
    return f"已记下：{'、'.join(CHOICES[half] for half in halves)}。"
