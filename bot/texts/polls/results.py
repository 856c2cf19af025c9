"""The numbers of polls as they are previewed and released: at length where that fits into one message, else briefly."""

from collections.abc import Sequence
from fractions import Fraction

from bot.domain.polls.form import Item
from bot.domain.polls.results import Result
from bot.texts.listing import LINES, fits

WITHHELD = {
    "too_few": "参加人数较少，为保护个人选择，不公布票数分布。",
    "subtraction": "与此前对同一对象的测评对照，可能看出个人选择，因此不公布票数分布。",
    "recognisable": "票数过于集中，公布后可能看出个人选择，因此不公布票数分布。",
}
HIDDEN = "作答的人较少，为保护个人选择，不公布。"
NO_GRADE = "得分供综合评定参考，不等于考核等次。"


def pages(head: str, results: Sequence[Result]) -> list[str]:
    """Everything in messages of at most LINES lines; in the brief form a step that nobody chose is not named."""
    full = "\n".join([head, *(line for one in results for line in _at_length(one))])
    if fits(full):
        return [full]
    lines = [line for one in results for line in _briefly(one)]
    room = LINES - 2
    return [
        "\n".join([head, *lines[at : at + room], NO_GRADE]) for at in range(0, len(lines), room)
    ]


def released(results: Sequence[Result]) -> list[str]:
    return pages("现场测评结果", results)


def counts(told: dict[str, int], between: str = "，") -> str:
    return between.join(f"{step} {number}" for step, number in told.items())


def decimal(value: Fraction, decimals: int) -> str:
    """The exact decimal text of an already rounded value."""
    whole, rest = divmod(value * 10**decimals, 10**decimals)
    return f"{whole}.{int(rest):0{decimals}}" if decimals else f"{whole}"


def _at_length(told: Result) -> list[str]:
    paper = f"，另有纸质票 {told.paper} 张" if told.paper else ""
    head = f"{told.terms.title}：应参加 {told.eligible} 人，参加 {told.voted} 人{paper}。"
    if told.withheld:
        return [head, WITHHELD[told.withheld]]
    return [
        head,
        *(line for subject in told.terms.form.subjects for line in _subject(told, subject.person)),
    ]


def _subject(told: Result, person: int) -> list[str]:
    items = _items(told, person)
    lines = [f"【{items[0].subject.title}】"] if len(told.terms.form.subjects) > 1 else []
    for item, average in zip(items, _averages(told, person), strict=True):
        lines.append(f"{item.row}（{average}）" if average and len(items) > 1 else item.row)
        if told.hides(item.position):
            lines.append(f"　{HIDDEN}")
        lines += [
            f"　{name} 类：{counts(table)}" for name, table in told.table(item.position).items()
        ]
    total = _total(told, person)
    return [*lines, f"加权得分 {total}，供综合评定参考，不等于考核等次。"] if total else lines


def _briefly(told: Result) -> list[str]:
    """`name（voted/eligible 人）score：A 好 4、较好 1；B …`, a line for each row where the form has several."""
    if told.withheld:
        return [f"{told.terms.title}（{told.voted}/{told.eligible} 人）：{WITHHELD[told.withheld]}"]
    return [
        line
        for subject in told.terms.form.subjects
        for line in _brief_subject(told, subject.person)
    ]


def _brief_subject(told: Result, person: int) -> list[str]:
    items = _items(told, person)
    paper = f"，纸质票 {told.paper} 张" if told.paper else ""
    head = (
        f"{items[0].subject.title}（{told.voted}/{told.eligible} 人{paper}）{_total(told, person)}"
    )
    if len(items) == 1:
        return [f"{head}：{_brief_counts(told, items[0])}"]
    averages = _averages(told, person)
    rows = [
        f"　{item.row} {average}：{_brief_counts(told, item)}"
        for item, average in zip(items, averages, strict=True)
    ]
    return [head, *rows]


def _brief_counts(told: Result, item: Item) -> str:
    if told.hides(item.position):
        return HIDDEN
    tables = told.table(item.position)
    return "；".join(f"{name} {counts(_chosen(table), '、')}" for name, table in tables.items())


def _chosen(table: dict[str, int]) -> dict[str, int]:
    return {step: number for step, number in table.items() if number} or table


def _items(told: Result, person: int) -> list[Item]:
    return [item for item in told.terms.form.items if item.subject.person == person]


def _total(told: Result, person: int) -> str:
    total = next(one for one in told.scores if one.person == person).total
    return "" if total is None else decimal(total, told.terms.decimals)


def _averages(told: Result, person: int) -> list[str]:
    """Of each row; empty where a row has none."""
    rows = next(one for one in told.scores if one.person == person).rows
    return ["" if row is None else decimal(row, told.terms.decimals) for row in rows]
