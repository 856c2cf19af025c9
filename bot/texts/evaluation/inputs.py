"""What people wrote of a secretary, as the leadership reads it."""

from collections.abc import Sequence
from datetime import tzinfo

from bot.domain.evaluation.inputs import Input, Kind, Source
from bot.domain.evaluation.observations import Remark
from bot.domain.evaluation.opinion import Half
from bot.domain.evaluation.sheet import GradeSheet
from bot.domain.plan import InputRule
from bot.domain.values import dataclass
from bot.domain.words import MEETING
from bot.texts import dates
from bot.texts.listing import quoted, shortened

KINDS: dict[str, str] = {
    Kind.EVERYDAY: "平时掌握",
    Kind.FIELDWORK: "调研了解",
    Kind.COMMENT: "领导点评",
    Kind.BALLOT: "现场测评",
}
WORDS = {Kind.EVERYDAY: "平时", Kind.FIELDWORK: "调研", Kind.COMMENT: "点评"}
SOURCES = {Source.CHAT: "日常记录", Source.MEETING: f"{MEETING}上", Source.RELEASE: "测评公布"}
PART_WORDS = {Half.ACHIEVED: "成绩", Half.LACKING: "不足", Half.DIRECTION: "建议"}
SHOWN_ENTRIES = 8  # the others stand on the grade sheet
LONGEST_PREVIEW = 300  # characters of an entry that is to be confirmed
LONGEST_TOLD = 60  # characters of an entry, where the whole can be looked up
_NUMERALS = "零一两三四五六七八九十"  # as things are counted


def basis(number: int) -> str:
    """Says how many inputs the plan asks for: 四项依据."""
    if number < 2 or number >= len(_NUMERALS):
        return "依据"
    return f"{_NUMERALS[number]}项依据"


def added(entry: Input, about: str, lacking: Sequence[InputRule], number: int) -> str:
    """Says that an input is stored and what is lacking; `number` are asked for in all.

    What goes to which part of the opinion is said in full.
    """
    on_behalf = ""
    if entry.entered_by:
        # What was entered for somebody is marked so (rule of conduct 9).
        on_behalf = f"（代录：{entry.author}）"
    rest = f"{basis(number)}已齐。"
    if lacking:
        rest = f"还缺：{titles(lacking)}。"
    return "\n".join(
        [
            f"已记下{about}的{kind_of(entry)}，第 {entry.number} 条{on_behalf}。{rest}",
            *parts(entry.remarks),
            f"写错了请发送“更正 {entry.number}”，后面写上改好的文字。",
        ]
    )


def parts(remarks: Sequence[Remark]) -> list[str]:
    """Returns a line for each part that something is said of: 「成绩：…」."""
    lines = []
    for half, word in PART_WORDS.items():
        own = [quoted(remark.text) for remark in remarks if remark.half is half]
        if own:
            lines.append(f"{word}：{''.join(own)}")
    return lines


def entry_preview(name: str, words: str) -> str:
    return f"{name}：{shortened(quoted(words), LONGEST_PREVIEW)}"


def behalf_preview(author: str) -> list[str]:
    if not author:
        return []
    return [f"（{author.rstrip('：')}）"]


@dataclass(frozen=True)
class Entered:
    """One entry in a leader's name: of which kind, about whom, the words, and who typed them."""

    number: int
    kind: str
    about: str
    text: str
    by: str


def entered_for_you(entries: Sequence[Entered]) -> str:
    # Words in his name are shown to him, for the last word on them is his (rule of conduct 9).
    by = "、".join(dict.fromkeys(entry.by for entry in entries))
    lines = [
        f"· 第 {entry.number} 条，{entry.about}，{entry.kind}：{shortened(quoted(entry.text), LONGEST_TOLD)}"
        for entry in entries[:SHOWN_ENTRIES]
    ]
    if len(entries) > SHOWN_ENTRIES:
        lines.append(f"· 另有 {len(entries) - SHOWN_ENTRIES} 条，发“依据”加姓名查看")
    return "\n".join(
        [
            f"{by}代您记下：",
            *lines,
            "与您的意思不符，请发送“更正”、编号和您的文字，以您改的为准。",
        ]
    )


def kind_of(entry: Input) -> str:
    """Returns what the plan calls it; what an earlier plan had keeps its own name."""
    return entry.title or KINDS.get(entry.kind, entry.kind)


def corrected(entry: Input) -> str:
    return f"已用第 {entry.number} 条更正第 {entry.corrects} 条，原来的文字仍保留备查。"


def evidence_usage(titles: Sequence[str]) -> str:
    """Says how to say it; a plan without inputs of its own has nothing to choose from."""
    if not titles:
        return "记依据 张三 未发现问题"
    return f"记依据 张三 {titles[0]} 未发现问题；可以记的有{'、'.join(titles)}"


def titles(rules: Sequence[InputRule]) -> str:
    return "、".join(rule.title for rule in rules)


def entry_line(entry: Input, zone: tzinfo) -> str:
    """Returns one entry for the leadership: number, kind, words, who, when, from where."""
    line = f"{kind_of(entry)}：{quoted(entry.text)}"
    if entry.number:
        line = f"{entry.number}. {line}"
    if entry.corrected_by:
        line += f"（已由第 {entry.corrected_by} 条更正）"
    return f"{line}（{signed(entry, zone)}）"


def signed(entry: Input, zone: tzinfo) -> str:
    facts = [entry.author]
    if entry.entered_by:
        facts.append(f"{entry.entered_by}代录")
    facts.append(dates.moment(entry.at, zone))
    if entry.source is not Source.CHAT:
        facts.append(SOURCES[entry.source])
    return "，".join(facts)


def source_of(entry: Input, zone: tzinfo) -> str:
    return f"{kind_of(entry)}第 {entry.number} 条（{signed(entry, zone)}）"


def inputs(sheet: GradeSheet, zone: tzinfo, lacking: Sequence[InputRule]) -> str:
    entries = [entry for entry in sheet.inputs if entry.stands]
    name = basis(len(sheet.required_rules))
    lines = [f"{sheet.name}（{sheet.branch}）的{name}"]
    lines += [entry_line(entry, zone) for entry in entries[:SHOWN_ENTRIES]]
    if len(entries) > SHOWN_ENTRIES:
        lines.append(f"另有 {len(entries) - SHOWN_ENTRIES} 条，见“等次表 {sheet.name}”。")
    if lacking:
        lines.append(f"还缺：{titles(lacking)}。")
    else:
        # That all is there leads to no grade by itself (rule of conduct 8).
        lines.append(f"{name}已齐，等次由党组织研究确定。")
    return "\n".join(lines)
