"""Opinions as the leadership reads and edits them (S32):
numbered sentences, each with its source.
"""

from collections.abc import Sequence

from bot.domain.evaluation.observations import Remark
from bot.domain.evaluation.opinion import PARTS, Half, Opinion
from bot.domain.evaluation.returned import Change
from bot.domain.patterns import pattern
from bot.domain.words import REPORT
from bot.texts.listing import LINES, fits, listed, quoted, shortened

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
    "优点": Half.ACHIEVED,
    "亮点": Half.ACHIEVED,
    "问题": Half.LACKING,
    "不足": Half.LACKING,
    "短板": Half.LACKING,
    "缺点": Half.LACKING,
    "方向": Half.DIRECTION,
    "建议": Half.DIRECTION,
    "希望": Half.DIRECTION,
    "要求": Half.DIRECTION,
}
ADDING = {Half.ACHIEVED: "成绩", Half.LACKING: "问题", Half.DIRECTION: "建议"}
SAYING = {Half.ACHIEVED: "优点", Half.LACKING: "不足"}
LEADERS_NAMED = 3  # any one of them can say what is lacking
TOLD_OR_ADVISED = pattern("调研|建议|希望|望|要|请|今后|下一?步")
# Verbs whose subject is whoever went there.
BY_THE_VISITOR = pattern("[问听看查走翻]|列席|参加|座谈|随机|现场|实地|和[^，]{1,10}(?:座谈|谈)")
TELLING, DEED = 6, 40  # characters from which on a deed tells something, and at most
BRIEF = 28  # characters of a sentence of an opinion that is too long for one message


def by_hand(name: str) -> str:
    return f"{name}修改"


def in_word(name: str) -> str:
    return f"{name}在 Word 文件中修改"


def own_words(version: int) -> str:
    return f"{REPORT}第 {version} 版，本人查摆"


def seen_on_a_visit(text: str) -> str:
    """Returns what somebody saw or heard there, with the occasion, unless the words tell it or
    advise something.
    """
    if TOLD_OR_ADVISED.match(text):
        return text
    if BY_THE_VISITOR.match(text):
        return f"调研时{text}"
    return f"调研了解到，{text}"


LEDGER_SOURCE = "整改台账"


def ledger_source(number: int) -> str:
    return f"{LEDGER_SOURCE}第{number}条"


def last_years_done(problems: Sequence[tuple[str, str]]) -> str:
    """Returns each problem with what was done about it, where its owner told that."""
    matters = []
    for problem, deed in problems:
        words = shortened(quoted(deed).rstrip("。"), DEED)
        if len(words) >= TELLING:
            matters.append(f"{problem}（{words}）")
        else:
            matters.append(problem)
    return f"上年度查摆的{'、'.join(matters)}等问题已整改到位"


def item_came_back(problem: str) -> str:
    return f"{problem}的问题整改后又有反弹，需要继续下功夫"


def item_due(problem: str) -> str:
    # The state and the day, no reproach (S37).
    return f"{problem}的整改已到期，尚未办结"


def own_problems(heads: Sequence[str], *, beside: bool) -> str:
    """Returns what he found himself; `beside` what others have said before."""
    also = ""
    if beside:
        also = "还"
    return f"结合本人查摆，{also}存在{'、'.join(heads)}等问题"


def own_measure(measure: str, *, is_first: bool) -> str:
    if is_first:
        return f"对照本人整改承诺，{measure}"
    return measure


def opinion(name: str, number: int, written: Opinion, notes: Sequence[str]) -> str:
    """For the leadership: every sentence by its number, and where it comes from.

    Where that is too long the sources are in the file beside it alone; no sentence is left out.
    `notes` tell what is missing.
    """
    head = f"{name}的评价意见（第{number}稿）"
    how = "修改请发，例如：改 2 带头讲党课；删 3；加 问题 谈心谈话还不够经常。也可以改好附上的 Word 文件直接发回。"
    if written.of(Half.UNSORTED):
        how = _to_sort(written) + how
    with_sources: list[str] = []
    for half in PARTS:
        with_sources.append(_half(written, half))
        with_sources += [
            f"{n}. {sentence.text}〔{sentence.source}〕" for n, sentence in written.of(half)
        ]
    text = "\n".join([head, *with_sources, *notes, how])
    if fits(text):
        return text
    brief = [_half(written, half) + numbered(written, half) for half in PARTS]
    return "\n".join([f"{head}，来源见附件", *brief, *notes, how])


def numbered(written: Opinion, half: Half) -> str:
    return "".join(f"{n}. {sentence.text}" for n, sentence in written.of(half))


def _to_sort(written: Opinion) -> str:
    """Asks to what part sentences belong that an earlier version has without one."""
    sentences = written.of(Half.UNSORTED)
    first, _ = sentences[0]
    # A part is said, never guessed (decision 0035).
    return (
        f"【待归类】{numbered(written, Half.UNSORTED)}——是成绩、问题还是建议？请发“归 {first} 成绩”"
        f"“归 {first} 问题”或“归 {first} 建议”，没有归类的不写进评价意见。"
    )


def _half(written: Opinion, half: Half) -> str:
    heading = f"【{HALVES[half]}】"
    if not written.of(half):
        heading += "（还没有）"
    return heading


def unsaid(name: str, halves: Sequence[Half], leaders: Sequence[str]) -> str:
    """Returns what no leader has said yet, and who could say it."""
    parts = "、".join(HALVES[half] for half in halves)
    words = "、".join(f"平时 {name} {SAYING[half]}：…" for half in halves)
    who = "、".join(leaders[:LEADERS_NAMED]) or "班子成员"
    return f"“{parts}”还没有班子成员的话，可请{who}说一句（{words}）。"


def without_direction(sentences: Sequence[str]) -> str:
    quotes = "".join(f"“{sentence.rstrip('。')}”" for sentence in sentences)
    return f"还没有写到怎么改：{quotes}，可以补一句（加 建议 …）。"


def unsorted_left(number: int) -> str:
    return f"有{number}句还没有说明是成绩还是问题，点一下卡片就写进来。"


def added_since(name: str, remarks: Sequence[Remark]) -> str:
    """Returns what was entered after somebody had begun to edit, and how it gets into the opinion."""
    words = "；".join(f"加 {ADDING[remark.half]} {remark.text.rstrip('。')}" for remark in remarks)
    said = "".join(remark.text for remark in remarks)
    return f"定稿后又记下：{said}要写进来请发：{words}。全部重写请发：意见 {name} 重拟（手改的会丢失）。"


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
    """Returns what an opinion lacks; empty where it lacks nothing."""
    lacking = [f"{HALVES[half]}没有内容" for half in opinion.empty_halves]
    lacking += [
        f"{HALVES[half]}还没有班子成员的话"
        for half in opinion.unsaid_halves
        if half not in opinion.empty_halves
    ]
    if not lacking:
        return ""
    return f"{name}：{'，'.join(lacking)}"


def all_opinions(number: int, lines: Sequence[str], notes: Sequence[str]) -> str:
    head = f"{number}位书记的评价意见都在附件里，每人一页，在 Word 里改好发回来就行。"
    return "\n".join([head, *listed(lines, LINES - 3), *notes, "单独看一位，例如：意见 张三"])


RETURNED_TITLE = "请核对评价意见的修改"
SAVE, LEAVE = "全部采用", "不采用"
LEFT = "好的，没有改动。"
SAME = "和现在的稿子一样，没有改动。"


def saved(names: Sequence[str]) -> str:
    return f"已采用{'、'.join(names)}的修改。"


def change(change: Change) -> str:
    """Returns one sentence that is not as it was, in full."""
    part = HALVES[change.half]
    if change.moved_from is not None:
        return f"· “{change.after}”由{HALVES[change.moved_from]}移到{part}"
    if not change.after:
        return f"· {part}：删去“{change.before}”"
    if not change.before:
        return f"· {part}：增加“{change.after}”"
    return f"· {part}：“{change.before}”改为“{change.after}”"


def part_missing(name: str, halves: Sequence[Half]) -> str:
    parts = "、".join(f"“{HALVES[half]}”" for half in halves)
    return (
        f"{name}这一页找不到{parts}的开头，这一部分会成为空白；不是要删去的话，请写上开头再发一次。"
    )


def older(name: str) -> str:
    return f"{name}的意见在这份文件发出以后又改过，采用以后以文件为准。"


def unchanged(names: Sequence[str]) -> str:
    return f"没有改动：{'、'.join(names)}。"


def absent(names: Sequence[str]) -> str:
    return f"文件里没有{'、'.join(names)}的一页，原来的意见不变。"


def unknown_name(name: str, meant: str) -> str:
    hint = "请核对姓名。"
    if meant:
        hint = f"如果是{meant}，请把姓名改回来再发一次。"
    return f"“{name}”不在名单里，这一页没有读取；{hint}"


def unclear(names: Sequence[str]) -> str:
    return f"{'、'.join(names)}的一页分不出三个部分，没有读取；请保留每段开头的“肯定成绩”“指出问题”“明确方向”。"


TRACKED = "文件里有修订标记，按接受全部修订以后的文字读取。"


def in_pieces(lines: Sequence[str]) -> list[str]:
    """Returns the lines as messages that a phone shows without scrolling; none is left out."""
    size = LINES - 1
    return ["\n".join(lines[at : at + size]) for at in range(0, len(lines), size)]
