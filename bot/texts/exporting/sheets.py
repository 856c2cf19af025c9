"""Words of the grade sheet: what led to one secretary's grade."""

from collections.abc import Sequence
from datetime import tzinfo
from fractions import Fraction
from typing import Literal, TypeVar

from bot.domain.evaluation.sheet import Told
from bot.domain.polls.form import Item
from bot.domain.polls.results import Result
from bot.domain.polls.tally import Group, mean, round_half_up, weight_of
from bot.domain.polls.terms import Terms
from bot.domain.words import ACTIVITY, HOUSE, OFFICE, REPORT, UNIT, year_title
from bot.texts import dates
from bot.texts.evaluation import share
from bot.texts.polls.results import WITHHELD, decimal, left_out, small_classes

Cell = TypeVar("Cell")


GRADE_HEADING = "考核等次"


def sheet_title(year: int, name: str) -> str:
    return f"{name}同志{year_title(year)}{ACTIVITY}等次表"


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
            f"{group.name}票",
            share(weight_of(terms, group)),
            *in_columns(terms.form.all_steps, item.steps, _cells(group, item)),
            _average(mean(terms, item, group.counts[item.position])),
        )
        for item in terms.form.items_about(person)
        for group in result.groups
    )


def _cells(group: Group, item: Item) -> list[str]:
    if item.position in group.hidden:
        return [HIDDEN] * len(item.steps)
    return [str(number) for number in item.folded(group.counts[item.position])]


def in_columns(
    columns: Sequence[str], steps: Sequence[str], cells: Sequence[Cell]
) -> tuple[Cell | Literal[""], ...]:
    """Returns the cells of a row under the steps that they belong to; empty where the row has no
    such.
    """
    by_step = dict(zip(steps, cells, strict=True))
    return tuple(by_step.get(column, "") for column in columns)


def _average(value: Fraction | None) -> str:
    """Returns a value to four decimals, without zeros at the end."""
    rounded = round_half_up(value, 4)
    if rounded is None:
        return ""
    return decimal(rounded, 4).rstrip("0").rstrip(".")


def ballot_replay(result: Result, person: int) -> list[tuple[str, str]]:
    """Returns the way from the averages to the score, in pairs of label and value."""
    terms = result.terms
    score, items = result.score_of(person), terms.form.items_about(person)
    points = "；".join(dict.fromkeys(_points(terms, item) for item in items))
    lines = [
        ("计分", f"{points}；各票类平均分按权重加权，保留 {terms.decimals} 位小数（四舍五入）")
    ]
    for item, value in zip(items, score.rows, strict=True):
        if value is None:
            continue
        shown = decimal(value, terms.decimals)
        small = result.hides_classes(item.position)
        # The terms of the sum would tell the counts that are hidden (decision 0024).
        if small:
            lines.append(
                (item.row, f"{shown}。{small_classes(small)}人数较少的票类按权重计入，得分取整。")
            )
        else:
            lines.append((item.row, f"{_terms_of(result, item)} = {shown}"))
    # No formula computes a grade (S31), and nobody shall take the score for one.
    if score.total is not None:
        lines.append(
            ("加权得分", f"{decimal(score.total, terms.decimals)}，供综合评定参考，不等于考核等次")
        )
    return lines


def _points(terms: Terms, item: Item) -> str:
    """Returns what each step of a row counts, or that marks are given."""
    if item.full is not None:
        marks = f"{item.row}打分，满分 {item.full}"
        if terms.drop_extremes:
            marks += "，去掉一个最高分和一个最低分"
        return marks
    points = []
    for step, value in zip(item.steps, terms.values(item), strict=True):
        if value is None:
            points.append(f"{step}不计分")
        else:
            points.append(f"{step} {_average(value)}")
    return "、".join(points)


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
    ballots = f"发出{eligible}份，收回{voted}份"
    if paper:
        ballots += f"，另有纸质票{paper}份"
    return (("参加情况", ballots),)


def sums(result: Result) -> tuple[tuple[str, str], ...]:
    return tuple(("说明", line) for line in left_out([result]))


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
        lines.append(f"“{step}”最多 {best} 人（向下取整）")
    if below is not None:
        lines.append(f"“{step}”以下至少 {below} 人（向上取整）")
    # No formula computes a grade (S31).
    return ("比例", "，".join(lines) + "。等次由党组织研究确定，不由得分换算")


def versions(rules: str, digest: str) -> list[tuple[str, str]]:
    rows = [("规则版本", rules)]
    if digest:
        rows.append(("结果校验码", digest))
    return rows


def rule_versions(plan: int, counting: int | None) -> str:
    versions = f"本年度方案第 {plan} 版"
    if counting is not None:
        versions += f"，计票规则第 {counting} 版"
    return versions


def told_rows(told: Told | None, zone: tzinfo) -> list[tuple[str, str]]:
    if told is None:
        return [("反馈", "还没有")]
    read = "还没有"
    if told.read_at:
        read = dates.moment(told.read_at, zone)
    rows = [
        (
            "反馈",
            f"{dates.moment(told.told_at, zone)}向本人反馈，不同意见可提到{dates.day(told.until)}",
        ),
        ("阅知", read),
    ]
    if told.objected_at:
        rows.append(("不同意见", f"{dates.moment(told.objected_at, zone)}：{told.objection}"))
    return rows


def sheet_name(name: str, ending: str) -> str:
    return f"{name}考核等次表.{ending}"
