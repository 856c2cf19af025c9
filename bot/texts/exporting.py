"""Words of the artefacts: titles, columns, headings; and what is said when they are handed over."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from fractions import Fraction
from typing import Literal, TypeVar

from bot.domain.evaluation.sheet import GradeSheet, Told
from bot.domain.polls.form import Item
from bot.domain.polls.results import Result
from bot.domain.polls.tally import Group, mean, round_half_up, weight_of
from bot.domain.polls.terms import Terms
from bot.domain.words import (
    ACTIVITY,
    HOUSE,
    MEETING,
    OFFICE,
    PARTY_WORK,
    REPORT,
    SPEECH,
    SUBJECT,
    UNIT,
)
from bot.texts import dates
from bot.texts.evaluation import share
from bot.texts.papers import full_date
from bot.texts.polls.results import WITHHELD, decimal, small_classes

Cell = TypeVar("Cell")


def opinion_title(year: int, name: str) -> str:
    return f"{name}同志{year}年度{PARTY_WORK}{ACTIVITY}综合评价意见"


def opinion_preamble(unit: str, year: int, branch: str, name: str) -> str:
    return f"综合平时掌握、调研了解和{MEETING}上领导点评、现场测评等情况，对{unit}{branch}{OFFICE}{name}同志{year}年度{PARTY_WORK}工作提出如下评价意见："


SOURCES_HEADING = "依据"


SOURCE_COLUMNS = ("句", "来源")


GRADE_HEADING = "考核等次"


def sheet_title(year: int, name: str) -> str:
    return f"{name}同志{year}年度{ACTIVITY}等次表"


SHEET_HEADINGS = {
    "basics": "基本情况",
    "inputs": "四项依据",
    "ballot": "现场测评",
    "opinion": "评价意见",
    "grades": "考核等次",
    "told": "反馈情况",
}
INPUT_COLUMNS = ("编号", "依据", "内容", "作者、时间、来源")
SENTENCE_COLUMNS = ("部分", "句子和来源")
HISTORY_COLUMNS = ("次", "等次", "会议日期", "记录", "复核人", "状态和理由")


HIDDEN = "不公布"  # an item that few enough answered to be recognised


NO_ARCHIVE = "这不是能读的归档文件，请用导出目录里的 archive.json"
ARCHIVE_DAMAGED = "归档文件不完整或被改动过，请用导出目录里的 archive.json"


def archive_too_late(year: int, running: int) -> str:
    return f"归档是 {year} 年度的，要读入的应当是 {running} 年度以前的归档"


def archive_known(year: int) -> str:
    return f"{year} 年度已经有记录，没有重复读入"


def replaced_report(version: int, name: str) -> str:
    return f"第 {version} 版《{name}》"


def basics(unit: str, branch: str, name: str, report: str) -> tuple[tuple[str, str], ...]:
    return (("单位", unit), (UNIT, branch), (OFFICE, name), (REPORT, report))


def ballot_columns(steps: Sequence[str]) -> tuple[str, ...]:
    return ("项目", "票类", "权重", *steps, "平均分")


def ballot_rows(result: Result, person: int) -> tuple[tuple[str, ...], ...]:
    """Counts per item and group with the group's average, as the score is made of them."""
    terms = result.terms
    return tuple(
        (
            item.row,
            f"{group.name} 类",
            share(weight_of(terms, group)),
            *in_columns(terms.form.all_steps, item.steps, _cells(group, item)),
            _average(mean(terms, item, group.counts[item.position])),
        )
        for item in terms.form.items
        if item.subject.person == person
        for group in result.groups
    )


def _cells(group: Group, item: Item) -> list[str]:
    if item.position in group.hidden:
        return [HIDDEN] * len(item.steps)
    return [str(number) for number in item.folded(group.counts[item.position])]


def in_columns(
    columns: Sequence[str], steps: Sequence[str], cells: Sequence[Cell]
) -> tuple[Cell | Literal[""], ...]:
    """The cells of a row under the steps that they belong to; empty where the row has no such."""
    by_step = dict(zip(steps, cells, strict=True))
    return tuple(by_step.get(column, "") for column in columns)


def _average(value: Fraction | None) -> str:
    """To four decimals, without zeros at the end."""
    rounded = round_half_up(value, 4)
    return "" if rounded is None else decimal(rounded, 4).rstrip("0").rstrip(".")


def ballot_replay(result: Result, person: int) -> list[tuple[str, str]]:
    """The way from the averages to the score, in pairs of label and value."""
    terms = result.terms
    score = next(one for one in result.scores if one.person == person)
    items = [item for item in terms.form.items if item.subject.person == person]
    points = "；".join(dict.fromkeys(_points(terms, item) for item in items))
    lines = [
        ("计分", f"{points}；各票类平均分按权重加权，保留 {terms.decimals} 位小数（四舍五入）")
    ]
    for item, value in zip(items, score.rows, strict=True):
        if value is None:
            continue
        shown = decimal(value, terms.decimals)
        small = result.hides_classes(item.position)
        if small:
            lines.append(
                (item.row, f"{shown}。{small_classes(small)}人数较少的票类按权重计入，得分取整。")
            )
        else:
            lines.append((item.row, f"{_terms_of(result, item)} = {shown}"))
    if score.total is not None:
        lines.append(
            ("加权得分", f"{decimal(score.total, terms.decimals)}，供综合评定参考，不等于考核等次")
        )
    return lines


def _points(terms: Terms, item: Item) -> str:
    """What each step of a row counts, or that marks are given."""
    if item.full is not None:
        dropped = "，去掉一个最高分和一个最低分" if terms.drop_extremes else ""
        return f"{item.row}打分，满分 {item.full}{dropped}"
    values = zip(item.steps, terms.values(item), strict=True)
    return "、".join(
        f"{step} {_average(value)}" if value is not None else f"{step}不计分"
        for step, value in values
    )


def _terms_of(result: Result, item: Item) -> str:
    terms = result.terms
    known = [
        (weight_of(terms, group), value)
        for group in result.groups
        if (value := mean(terms, item, group.counts[item.position])) is not None
    ]
    whole = sum((weight for weight, _ in known), Fraction(0))
    if not whole:
        return f"（{' + '.join(_average(value) for _, value in known)}）÷ {len(known)}"
    summed = " + ".join(f"{_average(value)}×{share(weight)}" for weight, value in known)
    return f"（{summed}）÷ {share(whole)}"


def turnout(eligible: int, voted: int, paper: int) -> tuple[tuple[str, str], ...]:
    more = f"，另有纸质票 {paper} 张" if paper else ""
    return (("参加情况", f"应参加 {eligible} 人，参加 {voted} 人{more}"),)


def withheld(reason: str) -> tuple[str, str]:
    return ("票数", WITHHELD[reason])


def see_ballot(code: str) -> str:
    return f"编号 {code}，见第三部分"


def corrected_by(number: int) -> str:
    return f"（已由第 {number} 条更正）"


NO_BALLOT = "测评结果还没有公布。"
NOT_YET = "还没有。"


def caps(total: int, best: int | None, below: int | None, step: str) -> tuple[str, str]:
    lines = [f"全{HOUSE}{OFFICE} {total} 人"]
    if best is not None:
        lines.append(f"「{step}」最多 {best} 人（向下取整）")
    if below is not None:
        lines.append(f"「{step}」以下至少 {below} 人（向上取整）")
    return ("比例", "，".join(lines) + "。等次由党组织研究确定，不由得分换算")


def versions(rules: str, digest: str) -> list[tuple[str, str]]:
    rows = [("规则版本", rules)]
    if digest:
        rows.append(("结果校验码", digest))
    return rows


def rule_versions(plan: int, counting: int | None) -> str:
    counted = f"，计票规则第 {counting} 版" if counting is not None else ""
    return f"本年度方案第 {plan} 版{counted}"


def notice_title(year: int) -> str:
    return f"关于{year}年度{PARTY_WORK}{REPORT}的公示"


def told_rows(told: Told | None, zone: tzinfo) -> list[tuple[str, str]]:
    if told is None:
        return [("反馈", "还没有")]
    read = dates.moment(told.read_at, zone) if told.read_at else "还没有"
    rows = [
        ("反馈", f"{dates.moment(told.told_at, zone)}向本人反馈，异议期到{dates.day(told.until)}"),
        ("阅知", read),
    ]
    if told.objected_at:
        rows.append(("异议", f"{dates.moment(told.objected_at, zone)}：{told.objection}"))
    return rows


# --- publicity ------------------------------------------------------------------------------------------------------

REPORT_COLUMNS = ("序号", UNIT, OFFICE)


def notice_preamble(unit: str, year: int, scope: str) -> str:
    return (
        f"根据{year}年度{PARTY_WORK}{ACTIVITY}工作方案，现将{unit}各{SUBJECT}的{REPORT}予以公示，"
        f"公示范围为{scope}，接受党员群众监督。"
    )


def notice_period(first: date, last: date, workdays: int) -> str:
    return f"{full_date(first)}至{full_date(last)}（{workdays}个工作日，不含发布当天）。"


def notice_period_planned(workdays: int) -> str:
    return f"自发布次日起{workdays}个工作日。"


NOTICE_READING = (
    f"查看报告：打开与“述职助手”的对话，发送“公示”看目录，发送“公示”和{UNIT}名称看报告原文。"
)


def notice_feedback(contact: str) -> str:
    more = f"，也可以直接联系{contact}" if contact else ""
    return (
        "反映意见：在同一对话里写明意见，开头写“反馈”；不愿署名的，开头写“匿名反馈”，"
        f"不记录是谁{more}。意见由党组织研究。请实事求是，写明具体事实。"
    )


NOTICE_HEADINGS = ("一、公示内容", "二、公示时间", "三、查看报告和反映意见的办法")


# --- the archive ----------------------------------------------------------------------------------------------------

FOLDERS = {
    "opinions": "评价意见",
    "sheets": "考核等次表",
    "branches": f"{UNIT}年度党建依据",
    "reports": REPORT,
    "publicity": "公示",
    "charts": "图表",
}


def workbook_name(unit: str, year: int) -> str:
    return f"{unit}{year}年度{ACTIVITY}汇总.xlsx"


def archive_name(unit: str, year: int) -> str:
    return f"{unit}{year}年度{ACTIVITY}归档.zip"


def exported(files: int, *, without_own: bool = False) -> str:
    own = "您本人的依据、意见和等次也不在其中，由其他班子成员导出。" if without_own else ""
    return f"已导出 {files} 个文件：汇总表、等次表等全部可以归档的材料，附校验清单 manifest.json。未公布的测评不在其中。{own}"


def branch_title(year: int, branch: str) -> str:
    return f"{branch}{year}年度党建工作评价依据"


def branch_preamble(unit: str, year: int, branch: str, name: str) -> str:
    return f"按照方案，{OFFICE}{ACTIVITY}结果作为评价所在{UNIT}年度党建工作情况的重要依据。现将{unit}{branch}（{OFFICE}{name}）{year}年度有关情况汇总如下。"


def whose_part(name: str) -> str:
    """The line in a file of several opinions that says whose the next one is."""
    return f"【{name}】"


def opinions_title(year: int) -> str:
    return f"{year}年度综合评价意见汇编"


def opinions_name(year: int) -> str:
    return f"评价意见{year}.docx"


def working_copy(name: str) -> str:
    return f"{name}评价意见.docx"


def sheet_name(name: str, ending: str) -> str:
    return f"{name}考核等次表.{ending}"


def notice_name(year: int) -> str:
    return f"{year}年度{REPORT}公示.docx"


def chart_title(year: int) -> str:
    return f"{year}年度{SPEECH}评议现场测评结果"


ROW_REPORT, ROW_BALLOT, ROW_ITEMS = REPORT, "现场测评", "整改落实"
BASIS_COLUMNS = ("项目", "情况")


def items(number: int, closed: int) -> str:
    return f"整改事项 {number} 条，已核验销号 {closed} 条" if number else "没有整改事项"


OPINION_HEADING = "评价意见"


def branch_versions(sheet: GradeSheet) -> str:
    counting = sheet.ballot.result.terms.rule_version if sheet.ballot else None
    return f"{rule_versions(sheet.plan_version, counting)}，截至{sheet.as_of:%Y-%m-%d %H:%M}。"


# --- the workbook -----------------------------------------------------------------------------------------------------

SHEETS = ("总览", "四项依据", "现场测评", "等次记录", "公示", "公示反馈")
OVERVIEW = (
    UNIT,
    OFFICE,
    "报告版本",
    "字数",
    "检查结果",
    "四项依据还缺",
    "测评应参加",
    "测评参加",
    "加权得分",
    "等次",
    "会议日期",
    "等次状态",
    "反馈时间",
    "阅知时间",
    "异议",
    "整改条数",
    "已销号",
)
INPUTS = (
    "编号",
    UNIT,
    OFFICE,
    "依据",
    "内容",
    "作者",
    "代录人",
    "时间",
    "来源",
    "更正第几条",
    "已被第几条更正",
)
BALLOTS = (
    "测评编号",
    UNIT,
    OFFICE,
    "项目",
    "票类",
    "权重",
    "参加票数",
    "平均分",
    "项目得分",
)
GRADES = (
    UNIT,
    OFFICE,
    "次",
    "等次",
    "会议日期",
    "日期是否写明",
    "理由",
    "记录人",
    "记录时间",
    "复核人",
    "确认时间",
    "状态",
)
PUBLICITY = (
    UNIT,
    OFFICE,
    "报告版本",
    "文件",
    "字数",
    "SHA-256",
    "公示开始",
    "公示结束",
    "更正前",
    "更正原因",
)
FEEDBACK = (UNIT, "内容", "署名", "时间")
VERDICTS = {"pass": "通过", "revise": "有需修改处"}


def yes_or_no(said: bool) -> str:  # noqa: FBT001 - the one fact that the word depends on
    return "是" if said else "否，按记录当天"


UNNAMED = "匿名"


def sheet_notes(unit: str, year: int, as_of: datetime, rules: str) -> tuple[str, ...]:
    return (f"{unit}{year}年度，截至 {as_of:%Y-%m-%d %H:%M}，{rules}",)


WITHHELD_CELL = "按保密规则不公布分布"


def chart_part(number: int) -> str:
    return f"现场测评结果{number}.png"


LEDGER_TITLE = "整改台账"
