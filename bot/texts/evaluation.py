"""Inputs, opinions, grades and their announcement,
as the leadership and the secretary read them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from fractions import Fraction
from typing import Any

from bot.domain.evaluation import refusals as why
from bot.domain.evaluation.grades import CapWarning, Grade, State
from bot.domain.evaluation.inputs import Input, Kind, Source
from bot.domain.evaluation.opinion import PARTS, Half, Opinion
from bot.domain.evaluation.sheet import Ballot, GradeSheet
from bot.domain.people import Person
from bot.domain.plan import InputRule, Plan
from bot.domain.refusals import Refusal
from bot.domain.words import ACTIVITY, MEETING, OFFICE, PARTY_WORK, REPORT, SUBJECT, UNIT
from bot.texts import dates
from bot.texts.listing import quoted, shortened
from bot.texts.opinions import HALVES
from bot.texts.polls.results import HIDDEN, WITHHELD, counts, decimal

KINDS: dict[str, str] = {
    Kind.EVERYDAY: "平时掌握",
    Kind.FIELDWORK: "调研了解",
    Kind.COMMENT: "领导点评",
    Kind.BALLOT: "现场测评",
}
WORDS = {Kind.EVERYDAY: "平时", Kind.FIELDWORK: "调研", Kind.COMMENT: "点评"}
SOURCES = {Source.CHAT: "日常记录", Source.MEETING: f"{MEETING}上", Source.RELEASE: "测评公布"}
STATES = {
    State.PROPOSED: "待复核",
    State.CONFIRMED: "已确认",
    State.DECLINED: "未确认",
    State.WITHDRAWN: "已被新的记录代替",
}
SHOWN_ENTRIES = 8
LONGEST_TOLD = 60  # characters of an entry, where the whole can be looked up


# --- inputs -------------------------------------------------------------------------------------------------------


_NUMERALS = "零一二三四五六七八九十"


def basis(number: int) -> str:
    """四项依据: how many inputs the plan asks for."""
    if number < 2 or number >= len(_NUMERALS):
        return "依据"
    return f"{_NUMERALS[number]}项依据"


def added(entry: Input, about: str, lacking: Sequence[InputRule], number: int) -> str:
    """`number` inputs are asked for."""
    on_behalf = f"（代录：{entry.author}）" if entry.entered_by else ""
    rest = f"还缺：{titles(lacking)}。" if lacking else f"{basis(number)}已齐。"
    return f"已记下{about}的{kind_of(entry)}，第 {entry.number} 条{on_behalf}。{rest}\n写错了请发送「更正 {entry.number} 新的文字」。"


def entry_preview(name: str, words: str) -> str:
    return f"{name}：{shortened(quoted(words), LONGEST_TOLD)}"


def behalf_preview(author: str) -> list[str]:
    return [f"（{author.rstrip('：')}）"] if author else []


@dataclass(frozen=True)
class Entered:
    """One entry in a leader's name: of which kind, about whom, the words, and who typed them."""

    number: int
    kind: str
    about: str
    text: str
    by: str


def entered_for_you(entries: Sequence[Entered]) -> str:
    by = "、".join(dict.fromkeys(entry.by for entry in entries))
    lines = [
        f"· 第 {entry.number} 条，{entry.about}，{entry.kind}：{shortened(quoted(entry.text), LONGEST_TOLD)}"
        for entry in entries[:SHOWN_ENTRIES]
    ]
    if len(entries) > SHOWN_ENTRIES:
        lines.append(f"· 另有 {len(entries) - SHOWN_ENTRIES} 条，见「依据 姓名」")
    return "\n".join(
        [f"{by}代您记下：", *lines, "与您的意思不符，请发送「更正 编号 您的文字」，以您改的为准。"]
    )


def kind_of(entry: Input) -> str:
    """What the plan calls it; what an earlier plan had keeps its own name."""
    return entry.title or KINDS.get(entry.kind, entry.kind)


def corrected(entry: Input) -> str:
    return f"已用第 {entry.number} 条更正第 {entry.corrects} 条，原来的文字仍保留备查。"


def evidence_usage(titles: Sequence[str]) -> str:
    return f"记依据 姓名 名称 文字，名称是{'、'.join(titles)}"


def titles(rules: Sequence[InputRule]) -> str:
    return "、".join(rule.title for rule in rules)


def entry_line(entry: Input, zone: tzinfo) -> str:
    """One entry for the leadership: number, kind, words, who, when, from where."""
    number = f"{entry.number}. " if entry.number else ""
    after = f"（已由第 {entry.corrected_by} 条更正）" if entry.corrected_by else ""
    return f"{number}{kind_of(entry)}：{quoted(entry.text)}{after}（{signed(entry, zone)}）"


def signed(entry: Input, zone: tzinfo) -> str:
    by = f"{entry.author}，{entry.entered_by}代录" if entry.entered_by else entry.author
    source = "" if entry.source is Source.CHAT else f"，{SOURCES[entry.source]}"
    return f"{by}，{dates.moment(entry.at, zone)}{source}"


def source_of(entry: Input, zone: tzinfo) -> str:
    return f"{kind_of(entry)}第 {entry.number} 条（{signed(entry, zone)}）"


def inputs(sheet: GradeSheet, zone: tzinfo, lacking: Sequence[InputRule]) -> str:
    entries = [entry for entry in sheet.inputs if entry.stands]
    name = basis(len(sheet.input_rules))
    lines = [f"{sheet.name}（{sheet.branch}）的{name}"]
    lines += [entry_line(entry, zone) for entry in entries[:SHOWN_ENTRIES]]
    if len(entries) > SHOWN_ENTRIES:
        lines.append(f"另有 {len(entries) - SHOWN_ENTRIES} 条，见「等次表 {sheet.name}」。")
    if lacking:
        lines.append(f"还缺：{titles(lacking)}。")
    else:
        lines.append(f"{name}已齐，等次由党组织研究确定。")
    return "\n".join(lines)


def ballot_line(ballot: Ballot, person: int) -> str:
    return "；".join(ballot_lines(ballot, person))


def ballot_lines(ballot: Ballot, person: int) -> list[str]:
    """The released numbers about one secretary."""
    result = ballot.result
    head = f"应参加 {result.eligible} 人，参加 {result.voted} 人"
    if result.withheld:
        return [head, WITHHELD[result.withheld]]
    lines = [head]
    items = [item for item in result.terms.form.items if item.subject.person == person]
    for item in items:
        for name, table in result.table(item.position).items():
            lines.append(f"{item.row} {name} 类：{counts(table)}")
    lines += [f"{item.row}：{HIDDEN}" for item in items if result.hides(item.position)]
    score = ballot_score(ballot, person)
    if score:
        lines.append(f"加权得分 {score}")
    return lines


def ballots_lines(sheet: GradeSheet) -> list[str]:
    """The released numbers of all ballots; of several each begins with its name."""
    if len(sheet.ballots) == 1:
        return ballot_lines(sheet.ballots[0], sheet.person)
    return [f"{ballot.title}：{ballot_line(ballot, sheet.person)}" for ballot in sheet.ballots]


def ballot_score(ballot: Ballot, person: int) -> str:
    [total] = [score.total for score in ballot.result.scores if score.person == person]
    return "" if total is None else decimal(total, ballot.result.terms.decimals)


def report_line(version: int, name: str, characters: int, verdict: str) -> str:
    checked = "检查提示已处理" if verdict == "pass" else "检查提示尚有需修改处"
    return f"{REPORT}第 {version} 版《{name}》，字数 {characters}，{checked}"


NO_REPORT = f"没有收到{REPORT}"


# --- grades -------------------------------------------------------------------------------------------------------


GRADE_TITLE = "请确认考核等次"


def grade_question(asker: str, lines: Sequence[str], warnings: Sequence[str]) -> str:
    return "\n".join([f"{asker}记录了党组织的决定，请对照会议记录确认：", *lines, *warnings])


def grade_line(name: str, grade: Grade) -> str:
    day = f"{dates.day(grade.committee_day)}会议"
    if not grade.day_said:
        day += "（没有写日期，按记录当天）"
    reason = f"，理由：{grade.reason}" if grade.reason else ""
    return f"{name}：{grade.grade}（{day}{reason}）"


GRADES_TITLE = "请核对考核等次"
GRADES_ASKED = "已记录，确认后生效。"
GRADES_USAGE = "等次：好 姓名、姓名；其余较好。12月29日党总支会议研究"


def grades_preview(
    lines: Sequence[str], warnings: Sequence[str], left: Sequence[str], *, day_said: bool
) -> str:
    """What would be noted, one a line, and whom it leaves out."""
    head = f"按会议记录录入{len(lines)}位，请核对："
    rest = [*warnings, *left]
    if not day_said:
        rest.append("没有写会议日期，按今天记录；不对请取消，写上日期再发一次。")
    return "\n".join([head, *lines, *rest])


def not_graded(name: str, why: str) -> str:
    return f"不在其中：{name}（{why.splitlines()[0].rstrip('。')}）"


def grade_proposed(name: str, grade: Grade, warnings: Sequence[str]) -> str:
    lines = [f"已记录，等另一位同志确认：{grade_line(name, grade)}", *warnings]
    if not grade.day_said:
        lines.append(
            f"会议不是今天的话，请重发并写上日期，例如：定等 {name} {grade.grade} 12月28日"
        )
    return "\n".join(lines)


def cap_warning(warning: CapWarning, plan: Plan) -> str:
    best = plan.grade_steps[0]
    if warning.cap == "max_best":
        rule = f"「{best}」不超过 {share(warning.share)}（向下取整，最多 {warning.most} 人）"
    else:
        rule = f"「{best}」以下不少于 {share(warning.share)}（向上取整，「{best}」最多 {warning.most} 人）"
    if warning.group:
        rule = f"{warning.group}{rule}"
    return f"请注意：{rule}，现在是 {warning.have} 人，需有 {warning.change} 人改为其他等次。"


def share(value: Fraction) -> str:
    percent = value * 100
    if percent.denominator == 1:
        return f"{int(percent)}%"
    return f"{value.numerator}/{value.denominator}"


def confirm_done(confirmed: Sequence[tuple[str, str]]) -> str:
    return f"已确认考核等次：{_grades(confirmed)}。"


def _grades(confirmed: Sequence[tuple[str, str]]) -> str:
    return "，".join(f"{name}：{grade}" for name, grade in confirmed)


CONFIRM_DECLINED = "好的，没有确认，原来的记录不变。"


def grades_confirmed(confirmed: Sequence[tuple[str, str]], by: str) -> str:
    whom = "全部" if len(confirmed) > 1 else confirmed[0][0]
    return f"{by}已确认考核等次：{_grades(confirmed)}。需要向本人反馈时请发送「送达 {whom}」。"


def grade_declined(name: str, by: str) -> str:
    return f"{by}没有确认{name}的考核等次，请核对后再发送「定等」。"


def history_line(grade: Grade, zone: tzinfo) -> str:
    occasion = "会议" if grade.day_said else "记录"
    facts = [
        f"{dates.day(grade.committee_day)}{occasion}",
        f"{grade.set_by}记录",
        STATES[grade.state],
    ]
    if grade.decided_at:
        facts.append(f"{grade.decided_by} {dates.moment(grade.decided_at, zone)}")
    if grade.reason:
        facts.append(f"理由：{grade.reason}")
    return f"{grade.grade}（{'，'.join(facts)}）"


def sheet_ready(name: str) -> str:
    return f"{name}的考核等次表，每个数字都注明了来源。"


# --- telling the secretary ------------------------------------------------------------------------------------------


TELL_TITLE = f"请确认向{OFFICE}反馈"


def tell_question(asker: str, sheets: Sequence[GradeSheet]) -> str:
    lines = []
    for sheet in sheets:
        if sheet.grade and sheet.opinion:
            sentences = len(sheet.opinion.sentences)
            lines.append(f"· {sheet.name}：{sheet.grade.grade}，评价意见 {sentences} 句")
        elif sheet.grade:
            lines.append(f"· {sheet.name}：{sheet.grade.grade}")
    what = _what_is_told(all(sheet.with_opinion for sheet in sheets))
    return "\n".join([f"{asker}请您确认，向{OFFICE}本人反馈{what}：", *lines])


def _what_is_told(with_opinion: bool) -> str:  # noqa: FBT001 - the one question about a result
    return "考核等次和评价意见" if with_opinion else "考核等次"


def tell_asked(names: Sequence[str], left: Sequence[str]) -> str:
    rest = f"\n还不能反馈或已经反馈过：{'、'.join(left)}。" if left else ""
    return f"已请另一位同志确认，确认后在单聊里向{'、'.join(names)}反馈。{rest}"


def told(names: Sequence[str], until: date, *, with_opinion: bool) -> str:
    what = _what_is_told(with_opinion)
    return f"已向{'、'.join(names)}反馈{what}，异议期到{dates.day(until)}。"


def tell_done(names: Sequence[str]) -> str:
    return f"已向{'、'.join(names)}反馈。"


def not_told(by: str) -> str:
    return f"{by}没有确认反馈考核结果，请沟通后再办。"


TELL_DECLINED = "好的，没有反馈。"


def result(sheet: GradeSheet, *, contact: str, until: date) -> str:
    """What the secretary reads: the opinion without its sources, and the grade."""
    assert sheet.grade is not None
    opinion = sheet.opinion or Opinion()
    lines = [f"{sheet.name}同志，您好。现将{sheet.year}年度{PARTY_WORK}{ACTIVITY}结果反馈给您："]
    for half in PARTS:
        sentences = [sentence.text for _, sentence in opinion.of(half)]
        if sentences:
            lines.append(f"【{HALVES[half]}】{''.join(sentences)}")
    lines.append(f"【考核等次】{sheet.grade.grade}")
    help_line = f"需要沟通请联系{contact}。" if contact else ""
    lines.append(f"如有不同意见，{dates.day(until)}当天及以前都可以发送「异议 文字」。{help_line}")
    return "\n".join(lines)


UNDER_REVIEW = "您的考核结果正在重新研究，确定后会反馈给您。"
RESULT_TITLE = "考核结果反馈"


def receipt_text(until: date) -> str:
    return f"请阅后点「阅知」。阅知不代表没有意见，{dates.day(until)}当天及以前都可以发送「异议 文字」。"


READ_BUTTON = "阅知"
READ_DONE = "已记下您的阅知，谢谢。"
OBJECTION_TAKEN = "已收到您的意见，会请党组织重新研究，并把结果告诉您。"


def objection_notice(person: Person, text: str) -> str:
    return f"{person.title}对考核结果提出意见：{quoted(text)}\n等次表已重新打开，研究后请再发送「定等 {person.title} 等次 理由」。"


# --- status -------------------------------------------------------------------------------------------------------


def inputs_status(complete: int, total: int, number: int) -> str:
    return f"{basis(number)}：{complete}/{total} 位{OFFICE}已齐"


def inputs_of(lacking: Sequence[InputRule], number: int) -> str:
    if lacking:
        return f"{basis(number)}：还缺{titles(lacking)}"
    return f"{basis(number)}已齐"


def grade_of(grade: str, state: str) -> str:
    """`state` of the newest decision, which may still wait for a second person."""
    line = f"等次：{grade or '还没有'}"
    if state == State.CONFIRMED:
        return line
    return f"{line}（新的记录{STATES[State(state)]}）"


def grades_status(confirmed: int, total: int, waiting: int, objections: int) -> str:
    details: list[str] = []
    if waiting:
        details.append(f"待确认 {waiting}")
    if objections:
        details.append(f"有异议待研究 {objections}")
    line = f"等次：已确认 {confirmed}/{total}"
    return f"{line}（{'，'.join(details)}）" if details else line


# --- refusals -----------------------------------------------------------------------------------------------------


def _missing(refusal: why.InputsMissing) -> str:
    name = basis(refusal.number)
    lines = [f"{refusal.name}还不能定等，{name}缺：{titles(refusal.missing)}。"]
    words = []
    for rule in refusal.missing:
        if rule.id in WORDS:
            words.append(f"「{WORDS[Kind(rule.id)]} {refusal.name} 文字」")
        elif not rule.is_ballot:
            words.append(f"「记依据 {refusal.name} {rule.title} 文字」")
    if words:
        lines.append(f"可由{'、'.join(refusal.leaders) or '班子成员'}发送{'、'.join(words)}补上。")
    if any(rule.is_ballot for rule in refusal.missing):
        lines.append(
            f"测评结果由{'、'.join(refusal.organisers) or '组织员'}发送「公布」、另一位同志确认后自动计入。"
        )
    return "\n".join(lines)


def _no_sentence(refusal: why.SentenceUnknown) -> str:
    rest = f"共 {refusal.last} 句。" if refusal.last else "现在还是空的。"
    return f"这份意见没有第 {refusal.number} 句，{rest}"


def _halves_empty(refusal: why.HalvesEmpty) -> str:
    empty = "、".join(HALVES[Half(half)] for half in refusal.halves) or "全部内容"
    return f"{refusal.name}的评价意见还缺{empty}。请先发送「意见 {refusal.name}」，再用「加 成绩 文字」「加 问题 文字」补上。"


def _late(refusal: why.ObjectionLate) -> str:
    way = f"联系{refusal.contact}" if refusal.contact else "与班子成员沟通"
    return f"异议期到{dates.day(refusal.until)}，已经结束。仍有意见请直接{way}。"


REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    why.NotRated: lambda refusal: (
        f"{refusal.name}不是{SUBJECT}，不在考核范围内。请写一位{OFFICE}的姓名或{UNIT}。"
    ),
    why.NoSpeaker: lambda _: f"现在没有正在测评的{OFFICE}，请写上姓名：点评 姓名 文字",
    why.WhoseWords: lambda refusal: (
        f"代录请写明是哪位同志的意见，例如：{refusal.word} 王某 代李某：文字"
    ),
    why.EntryUnknown: lambda refusal: (
        f"没有您可以更正的第 {refusal.number} 条，请先发送「依据 姓名」查看编号。"
    ),
    why.EntryCorrected: lambda refusal: (
        f"第 {refusal.number} 条已由第 {refusal.by} 条更正，请更正第 {refusal.by} 条。"
    ),
    why.NothingSaid: lambda refusal: f"还缺少内容，请这样写：{refusal.usage}",
    why.NoOpinionOpen: lambda _: "请先发送「意见 姓名」打开一份评价意见，再修改。",
    why.SentenceUnknown: _no_sentence,
    why.HalfUnknown: lambda _: "请写明加到哪一部分：加 成绩 文字、加 问题 文字、加 方向 文字",
    why.HalvesEmpty: _halves_empty,
    why.WhoseOpinion: lambda _: (
        f"没有看出是哪位{OFFICE}的评价意见，请保留文件标题里的姓名再发一次。"
    ),
    why.GradeUnknown: lambda refusal: (
        f"等次请从这些里选：{' '.join(refusal.scale)}。例如：定等 姓名 {refusal.scale[0]}"
    ),
    why.InputsMissing: _missing,
    why.MeetingAhead: lambda refusal: (
        f"{dates.day(refusal.day)}还没有到，请在会议研究以后再记录等次。"
    ),
    why.SameGrade: lambda refusal: (
        f"{refusal.name}的考核等次已经是「{refusal.grade}」，没有重复记录。"
    ),
    why.ReasonNeeded: lambda refusal: (
        f"{refusal.name}的考核等次已确认为「{refusal.before}」，更改请写明理由：定等 {refusal.name} 等次 理由"
    ),
    why.NotGraded: lambda refusal: f"{refusal.name}的考核等次还没有确认，暂时不能反馈。",
    why.ResultWaits: lambda refusal: f"{refusal.name}的这次结果已经反馈过了。",
    why.NothingTold: lambda _: (
        "还没有向您反馈考核结果，反馈以后可以发「我的结果」查看。对公示的意见请发送「反馈 文字」。"
    ),
    why.ObjectionLate: _late,
}
