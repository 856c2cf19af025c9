"""Opinions as the leadership reads and edits them (S32):
numbered sentences, each with its source.
"""

from collections.abc import Sequence

from bot.domain.evaluation.opinion import PARTS, Half, Opinion
from bot.domain.words import REPORT
from bot.texts.listing import LINES, fits, listed, shortened

HALVES = {
    Half.ACHIEVED: "肯定成绩",
    Half.LACKING: "指出问题",
    Half.DIRECTION: "明确方向",
    Half.UNSORTED: "待归类",
    Half.NOTED: "只作参考",
}
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
SHOWN_UNSORTED = 3
BRIEF = 28  # characters of a sentence of an opinion that is too long for one message


def by_hand(name: str) -> str:
    return f"{name}修改"


def in_word(name: str) -> str:
    return f"{name}在 Word 文件中修改"


def own_words(version: int) -> str:
    return f"{REPORT}第 {version} 版，本人查摆"


LEDGER_SOURCE = "整改台账"


def ledger_source(number: int) -> str:
    return f"{LEDGER_SOURCE}第{number}条"


def last_years_done(problems: Sequence[str]) -> str:
    return f"上年度查摆的{'、'.join(problems)}等问题已整改到位"


def item_due(problem: str) -> str:
    return f"{problem}的整改已到期，尚未办结"


def own_problems(heads: Sequence[str], *, beside: bool) -> str:
    """What he found himself; `beside` what others have said before."""
    also = "还" if beside else ""
    return f"结合本人查摆，{also}存在{'、'.join(heads)}等问题"


def own_measure(measure: str, *, is_first: bool) -> str:
    lead = "对照本人整改承诺，" if is_first else ""
    return f"{lead}{measure}"


def opinion(name: str, number: int, written: Opinion) -> str:
    """For the leadership: numbered, each sentence with its source.

    Where that is too long, the file beside it has the rest.
    """
    head = f"{name}的评价意见（第 {number} 稿）"
    how = "修改请发：改 2 文字；删 3；加 问题 文字。也可以改好附上的 Word 文件直接发回。"
    if written.of(Half.UNSORTED):
        how = _to_sort(written) + how
    full: list[str] = []
    brief: list[str] = []
    for half in PARTS:
        heading = _half(written, half)
        full.append(heading)
        full += [f"{n}. {sentence.text}〔{sentence.source}〕" for n, sentence in written.of(half)]
        brief += [heading, *_first_of(written, half)]
    text = "\n".join([head, *full, how])
    if fits(text):
        return text
    return "\n".join([f"{head}，共 {len(written.sentences)} 句，全文见附件", *brief, how])


def _to_sort(written: Opinion) -> str:
    """Asked of the person: the program does not guess what is praise and what is not."""
    sentences = written.of(Half.UNSORTED)
    first, _ = sentences[0]
    shown = "".join(
        f"{number}. {shortened(sentence.text, BRIEF)}"
        for number, sentence in sentences[:SHOWN_UNSORTED]
    )
    more = f"等 {len(sentences)} 句" if len(sentences) > SHOWN_UNSORTED else ""
    return (
        f"【待归类】{shown}{more}——是成绩、问题还是建议？请发「归 {first} 成绩」「归 {first} 问题」"
        f"或「归 {first} 建议」，没有归类的不写进评价意见。"
    )


def _half(written: Opinion, half: Half) -> str:
    heading = f"【{HALVES[half]}】"
    return heading if written.of(half) else f"{heading}（还没有）"


def _first_of(written: Opinion, half: Half) -> list[str]:
    """As many lines as each half has room for."""
    room = (LINES - 3) // len(PARTS) - 1
    sentences = written.of(half)
    lines = [
        f"{number}. {shortened(sentence.text, BRIEF)}〔{sentence.source}〕"
        for number, sentence in sentences[:room]
    ]
    if len(sentences) > room:
        lines[-1] += f"（另有 {len(sentences) - room} 句）"
    return lines


def opinion_changed(name: str, number: int, written: Opinion) -> str:
    sentences = [
        f"{n}. {HALVES[sentence.half]}：{shortened(sentence.text, BRIEF)}"
        for n, sentence in enumerate(written.sentences, 1)
    ]
    lines = [f"{name}的评价意见已更新为第 {number} 稿：", *listed(sentences, LINES - 2)]
    if written.empty_halves:
        lines.append(f"还需补充：{'、'.join(HALVES[half] for half in written.empty_halves)}。")
    return "\n".join(lines)


def opinion_line(name: str, opinion: Opinion) -> str:
    """How an opinion stands: how many sentences each part has, the empty ones named."""
    counts = [f"{HALVES[half]}{len(opinion.of(half))}句" for half in PARTS]
    unsorted = len(opinion.of(Half.UNSORTED))
    if unsorted:
        counts.append(f"{HALVES[Half.UNSORTED]}{unsorted}句")
    return f"{name}：{'，'.join(counts)}"


def all_opinions(lines: Sequence[str]) -> str:
    end = "都在附件里，在 Word 里改好发回来就行；单独看一位请发「意见 姓名」。"
    return "\n".join([*listed(lines, LINES - 1), end])


def all_changed(lines: Sequence[str]) -> str:
    return "\n".join(["已按 Word 文件更新：", *listed(lines, LINES - 1)])
