"""Inputs, opinions, grades and their announcement,
as the leadership and the secretary read them.
"""

from collections.abc import Sequence
from datetime import date, tzinfo
from fractions import Fraction

from bot.domain.evaluation.grades import CapWarning, Grade, State
from bot.domain.evaluation.opinion import PARTS, Opinion
from bot.domain.evaluation.sheet import Ballot, GradeSheet
from bot.domain.people import Person
from bot.domain.plan import InputRule, Plan
from bot.domain.words import ACTIVITY, OFFICE, PARTY_WORK, REPORT, UNIT, year_title
from bot.texts import dates
from bot.texts.evaluation.inputs import KINDS as KINDS
from bot.texts.evaluation.inputs import SHOWN_ENTRIES as SHOWN_ENTRIES
from bot.texts.evaluation.inputs import SOURCES as SOURCES
from bot.texts.evaluation.inputs import WORDS as WORDS
from bot.texts.evaluation.inputs import Entered as Entered
from bot.texts.evaluation.inputs import added as added
from bot.texts.evaluation.inputs import basis as basis
from bot.texts.evaluation.inputs import behalf_preview as behalf_preview
from bot.texts.evaluation.inputs import corrected as corrected
from bot.texts.evaluation.inputs import entered_for_you as entered_for_you
from bot.texts.evaluation.inputs import entry_line as entry_line
from bot.texts.evaluation.inputs import entry_preview as entry_preview
from bot.texts.evaluation.inputs import evidence_usage as evidence_usage
from bot.texts.evaluation.inputs import inputs as inputs
from bot.texts.evaluation.inputs import kind_of as kind_of
from bot.texts.evaluation.inputs import signed as signed
from bot.texts.evaluation.inputs import source_of as source_of
from bot.texts.evaluation.inputs import titles as titles
from bot.texts.evaluation.refusals import REFUSALS as REFUSALS
from bot.texts.listing import LINES, in_brackets, listed, quoted
from bot.texts.opinions import HALVES
from bot.texts.polls.results import HIDDEN, WITHHELD, counts, decimal, left_out

STATES = {
    State.PROPOSED: "待复核",
    State.CONFIRMED: "已确认",
    State.DECLINED: "未确认",
    State.WITHDRAWN: "已被新的记录代替",
}


def ballot_line(ballot: Ballot, person: int) -> str:
    return "；".join(ballot_lines(ballot, person))


def ballot_lines(ballot: Ballot, person: int) -> list[str]:
    """Returns the released numbers about one secretary."""
    result = ballot.result
    eligible, voted = result.turnout_of(person)
    head = f"发出{eligible}份，收回{voted}份"
    if result.withheld:
        return [head, WITHHELD[result.withheld]]
    lines = [head]
    items = result.terms.form.items_about(person)
    for item in items:
        for name, table in result.table(item.position).items():
            lines.append(f"{item.row} {name}票：{counts(table)}")
    lines += [f"{item.row}：{HIDDEN}" for item in items if result.hides(item.position)]
    lines += left_out([result])
    score = ballot_score(ballot, person)
    if score:
        lines.append(f"加权得分 {score}")
    return lines


def ballots_lines(sheet: GradeSheet) -> list[str]:
    """Returns the released numbers of all ballots; of several each begins with its name."""
    if len(sheet.ballots) == 1:
        return ballot_lines(sheet.ballots[0], sheet.person)
    return [f"{ballot.title}：{ballot_line(ballot, sheet.person)}" for ballot in sheet.ballots]


def ballot_score(ballot: Ballot, person: int) -> str:
    total = ballot.result.score_of(person).total
    if total is None:
        return ""
    return decimal(total, ballot.result.terms.decimals)


def report_line(version: int, name: str, verdict: str) -> str:
    checked = "检查提示尚有需修改处"
    if verdict == "pass":
        checked = "检查提示已处理"
    return f"{REPORT}第 {version} 版《{name}》，{checked}"


NO_REPORT = f"没有收到{REPORT}"


# --- grades -------------------------------------------------------------------------------------------------------


GRADE_TITLE = "请确认考核等次"


def grade_question(asker: str, lines: Sequence[str], warnings: Sequence[str]) -> str:
    return "\n".join([f"{asker}记录了党组织的决定，请对照会议记录确认：", *lines, *warnings])


def grade_line(name: str, grade: Grade) -> str:
    facts = f"{dates.day(grade.committee_day)}会议"
    # A grade has its day (S33); that nobody said it belongs to the record.
    if not grade.day_said:
        facts += "（没有写日期，按记录当天）"
    if grade.reason:
        facts += f"，理由：{grade.reason}"
    if grade.before == grade.grade:
        facts = f"维持原来的等次；{facts}"
    elif grade.before:
        facts = f"原为{grade.before}；{facts}"
    return f"{name}：{grade.grade}（{facts}）"


GRADES_TITLE = "请核对考核等次"
GRADES_ASKED = "已记录，确认后生效。"
GRADES_USAGE = "等次：好 张三、李四；其余较好。12月29日党总支会议研究"


def grades_preview(
    lines: Sequence[str], warnings: Sequence[str], left: Sequence[str], *, day_said: bool
) -> str:
    """Returns what would be noted, one a line, and whom it leaves out."""
    head = f"按会议记录录入{len(lines)}位，请核对："
    rest = [*warnings, *left]
    if not day_said:
        rest.append("没有写会议日期，按今天记录；不对请取消，写上日期再发一次。")
    return "\n".join([head, *lines, *rest])


def changed_unnamed(names: Sequence[str]) -> str:
    """Warns that 「其余」 would change what was confirmed of somebody who was not named."""
    listed = "、".join(names)
    return f"请注意：{listed}的等次已经确认，这次没有点名，按“其余”会改变；不该改的请取消，写明姓名再发一次。"


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
        rule = f"“{best}”不超过 {share(warning.share)}（向下取整，最多 {warning.most} 人）"
    else:
        rule = (
            f"“{best}”以下不少于 {share(warning.share)}（向上取整，“{best}”最多 {warning.most} 人）"
        )
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
    whom = "全部"
    if len(confirmed) == 1:
        [(whom, _)] = confirmed
    return f"{by}已确认考核等次：{_grades(confirmed)}。需要向本人反馈时请发送“反馈结果 {whom}”。"


def grade_declined(name: str, by: str) -> str:
    return f"{by}没有确认{name}的考核等次，请核对后再发送“定等”。"


def history_line(grade: Grade, zone: tzinfo) -> str:
    occasion = "记录"
    if grade.day_said:
        occasion = "会议"
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
            lines.append(f"· {sheet.name}：{sheet.grade.grade}，附评价意见")
        elif sheet.grade:
            lines.append(f"· {sheet.name}：{sheet.grade.grade}")
    what = _what_is_told(all(sheet.with_opinion for sheet in sheets))
    return "\n".join([f"{asker}请您确认，向{OFFICE}本人反馈{what}：", *lines])


def _what_is_told(with_opinion: bool) -> str:  # noqa: FBT001 - the one question about a result
    if with_opinion:
        return "考核等次和评价意见"
    return "考核等次"


def tell_asked(names: Sequence[str], left: Sequence[str]) -> str:
    rest = ""
    if left:
        rest = f"\n还不能反馈或已经反馈过：{'、'.join(left)}。"
    return f"已请另一位同志确认，确认后在私聊里向{'、'.join(names)}反馈。{rest}"


def told(names: Sequence[str], until: date, *, with_opinion: bool) -> str:
    what = _what_is_told(with_opinion)
    return f"已向{'、'.join(names)}反馈{what}，{dates.day(until)}前（含当日）可以提出不同意见。"


def tell_done(names: Sequence[str]) -> str:
    return f"已向{'、'.join(names)}反馈。"


def not_told(by: str) -> str:
    return f"{by}没有确认反馈考核结果，请沟通后再办。"


TELL_DECLINED = "好的，没有反馈。"


def result(sheet: GradeSheet, *, contact: str, until: date, feedback: int = 0) -> str:
    """Returns what the secretary reads: the opinion without its sources, the grade, and how much
    was said about his branch.
    """
    assert sheet.grade is not None
    opinion = sheet.opinion or Opinion()
    lines = [
        f"{sheet.name}同志，您好。现将{year_title(sheet.year)}{PARTY_WORK}{ACTIVITY}结果反馈给您："
    ]
    for half in PARTS:
        sentences = [sentence.text for _, sentence in opinion.of(half)]
        if sentences:
            lines.append(f"【{HALVES[half]}】{''.join(sentences)}")
    lines.append(f"【考核等次】{sheet.grade.grade}")
    if feedback:
        lines.append(f"公示期间收到与您{UNIT}有关的反馈 {feedback} 条，由党组织研究后与您沟通。")
    last = how_to_object(until)
    if contact:
        last += f"需要沟通请联系{contact}。"
    lines.append(last)
    return "\n".join(lines)


def how_to_object(until: date) -> str:
    return f"如有不同意见，请在{dates.day(until)}前（含当日）回复我，开头写“不同意见”四个字，后面写理由。"


UNDER_REVIEW = "您的考核结果正在重新研究，确定后会反馈给您。"
RESULT_TITLE = "考核结果反馈"


def receipt_text(until: date) -> str:
    # So that nobody takes the tap for consent.
    return f"请阅后点“阅知”。阅知不代表没有意见。{how_to_object(until)}"


READ_BUTTON = "阅知"
READ_DONE = "已记下您的阅知，谢谢。"
OBJECTION_TAKEN = "已收到您的意见，会请党组织重新研究，并把结果告诉您。"


def objection_notice(person: Person, text: str) -> str:
    return f"{person.title}对考核结果提出意见：{quoted(text)}\n等次表已重新打开，研究后请再发送“定等 {person.title}”，后面写等次和理由。"


# --- status -------------------------------------------------------------------------------------------------------


def inputs_status(complete: int, total: int, number: int) -> str:
    return f"{basis(number)}：{complete}/{total} 位{OFFICE}已齐"


def inputs_of(lacking: Sequence[InputRule], number: int) -> str:
    if lacking:
        return f"{basis(number)}：还缺{titles(lacking)}"
    return f"{basis(number)}已齐"


def grade_of(grade: str, state: str) -> str:
    """Says the grade; `state` is that of the newest decision, which may still wait."""
    line = f"等次：{grade or '还没有'}"
    if state == State.CONFIRMED:
        return line
    return f"{line}（新的记录{STATES[State(state)]}）"


def standing(
    name: str, lacking: Sequence[InputRule], number: int, grade: str, state: str | None
) -> str:
    """Says of one what is missing, and the grade once there is a decision."""
    parts = [inputs_of(lacking, number)]
    if state:
        parts.append(grade_of(grade, state))
    return f"{name}：{'；'.join(parts)}"


def standings(lines: Sequence[str], number: int, *, without_own: bool) -> str:
    rest = listed(lines, LINES - 2)
    if without_own:
        rest.append("（您本人的不在其中。）")
    return "\n".join([f"各位的{basis(number)}和等次：", *rest])


def grades_status(confirmed: int, total: int, waiting: int, objections: int) -> str:
    details: list[str] = []
    if waiting:
        details.append(f"待确认 {waiting}")
    if objections:
        details.append(f"有不同意见待研究 {objections}")
    return f"等次：已确认 {confirmed}/{total}{in_brackets('，'.join(details))}"
