"""Opinions as the leadership reads and edits them (S32): numbered sentences, each with its source."""

from bot.domain.evaluation.opinion import Half, Opinion
from bot.texts.listing import LINES, fits, listed, shortened

HALVES = {Half.ACHIEVED: "肯定成绩", Half.LACKING: "指出问题", Half.DIRECTION: "明确方向"}
HALF_WORDS = {
    "成绩": Half.ACHIEVED,
    "成效": Half.ACHIEVED,
    "肯定": Half.ACHIEVED,
    "问题": Half.LACKING,
    "不足": Half.LACKING,
    "方向": Half.DIRECTION,
    "建议": Half.DIRECTION,
    "要求": Half.DIRECTION,
}
BRIEF = 28  # characters of a sentence of an opinion that is too long for one message


def by_hand(name: str) -> str:
    return f"{name}修改"


def in_word(name: str) -> str:
    return f"{name}在 Word 文件中修改"


def report_source(version: int) -> str:
    return f"述职报告第 {version} 版"


def handed_in(characters: int) -> str:
    return f"按要求完成述职报告（字数 {characters}）"


def report_finding(message: str) -> str:
    return f"述职报告仍需完善：{message}"


def own_words(version: int) -> str:
    return f"述职报告第 {version} 版，本人查摆"


def ledger_source() -> str:
    return "整改台账"


def items_closed(number: int) -> str:
    return f"已完成整改并销号 {number} 条"


def item_due(problem: str) -> str:
    return f"整改事项「{problem}」已到期，尚未销号"


def opinion(name: str, number: int, made: Opinion) -> str:
    """For the leadership: numbered, each sentence with its source; where that is too long, the file beside it has the rest."""
    head = f"{name}的评价意见（第 {number} 稿）"
    how = "修改请发：改 2 文字；删 3；加 问题 文字。也可以改好附上的 Word 文件直接发回。"
    full = [f"{n}. {one.text}〔{one.source}〕" for n, one in enumerate(made.sentences, 1)]
    lines = [line for half in Half for line in (_half(made, half), *(full[n - 1] for n, _ in made.of(half)))]
    text = "\n".join([head, *lines, how])
    if fits(text):
        return text
    brief = [line for half in Half for line in (_half(made, half), *_first_of(made, half))]
    return "\n".join([f"{head}，共 {len(full)} 句，全文见附件", *brief, how])


def _half(made: Opinion, half: Half) -> str:
    return f"【{HALVES[half]}】" + ("" if made.of(half) else "（还没有）")


def _first_of(made: Opinion, half: Half) -> list[str]:
    """As many lines as each half has room for."""
    room = (LINES - 2) // len(Half) - 1
    found = made.of(half)
    lines = [f"{n}. {shortened(one.text, BRIEF)}〔{one.source}〕" for n, one in found[:room]]
    if len(found) > room:
        lines[-1] += f"（另有 {len(found) - room} 句）"
    return lines


def opinion_changed(name: str, number: int, made: Opinion) -> str:
    empty = made.empty_halves
    warning = [f"还需补充：{'、'.join(HALVES[half] for half in empty)}。"] if empty else []
    lines = [f"{n}. {HALVES[one.half]}：{shortened(one.text, BRIEF)}" for n, one in enumerate(made.sentences, 1)]
    head = f"{name}的评价意见已更新为第 {number} 稿："
    return "\n".join([head, *listed(lines, LINES - 2), *warning])
