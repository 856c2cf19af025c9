"""The numbers of polls as they are previewed and released:
at length where that fits into one message, else briefly.
"""

from collections.abc import Sequence
from fractions import Fraction

from bot.domain.polls.form import Item
from bot.domain.polls.results import Result
from bot.texts.listing import LINES, fits, in_brackets

WITHHELD = {
    "too_few": "参加人数较少，为保护个人选择，不公布票数分布。",
    "subtraction": "与此前对同一对象的测评对照，可能看出个人选择，因此不公布票数分布。",
    "recognisable": "票数过于集中，公布后可能看出个人选择，因此不公布票数分布。",
}
HIDDEN = "作答的人较少，为保护个人选择，不公布。"
LEFT_OUT = "每位的票数合计会比收回的份数少：不评自己的、没有选的不在其中。"
# No formula computes a grade (S31).
NO_GRADE = "得分供综合评定参考，不等于考核等次。"


def pages(head: str, results: Sequence[Result], *, scores: bool = True) -> list[str]:
    """Returns everything in messages of at most LINES lines.

    In the brief form a step that nobody chose is not named.
    """
    full = [head]
    brief: list[Sequence[str]] = []
    for result in results:
        full += _at_length(result, scores=scores)
        brief += _briefly(result, scores=scores)
    if fits("\n".join(full)):
        return ["\n".join(full)]
    note = left_out(results)
    last = note
    if scores:
        last = [*note, NO_GRADE]
    room = LINES - 1 - len(last)
    return ["\n".join([head, *lines, *last]) for lines in _packed(brief, room)]


def _packed(blocks: Sequence[Sequence[str]], room: int) -> list[list[str]]:
    """Returns the lines of each message: who does not fit on one whole stands on the next."""
    packed: list[list[str]] = []
    for block in blocks:
        # A subject of more rows than a message has room for is split all the same.
        for at in range(0, len(block), room):
            lines = block[at : at + room]
            if not packed or len(packed[-1]) + len(lines) > room:
                packed.append([])
            packed[-1] += lines
    return packed


def released(results: Sequence[Result], *, scores: bool) -> list[str]:
    return pages("现场测评结果", results, scores=scores)


def of_one(results: Sequence[Result], person: int, *, scores: bool) -> str:
    """Returns the numbers of one subject."""
    lines = ["现场测评结果"]
    for result in results:
        lines.append(_turnout(result))
        if result.withheld:
            lines.append(WITHHELD[result.withheld])
        else:
            lines += _subject(result, person, scores=scores)
    return "\n".join(lines)


def left_out(results: Sequence[Result]) -> list[str]:
    """Says why a row does not sum up to the sheets that came back; no line where all do."""
    if any(result.leaves_out for result in results):
        return [LEFT_OUT]
    return []


def small_classes(names: Sequence[str]) -> str:
    """Says of which classes the counts are shown to nobody, though they count in the score."""
    return f"{'、'.join(names)}票人数或作答较少，票数不公布。"


def counts(table: dict[str, int], between: str = "，") -> str:
    return between.join(f"{step} {number}" for step, number in table.items())


def decimal(value: Fraction, decimals: int) -> str:
    """Returns the exact decimal text of an already rounded value."""
    whole, rest = divmod(value * 10**decimals, 10**decimals)
    if not decimals:
        return f"{whole}"
    return f"{whole}.{int(rest):0{decimals}}"


def _turnout(result: Result) -> str:
    turnout = f"{result.terms.title}：发出{result.eligible}份，收回{result.voted}份"
    if result.terms.round_title:
        turnout = f"{result.terms.round_title}，{turnout}"
    if result.paper:
        turnout += f"，另有纸质票{result.paper}份"
    # On the same line: a line more would leave less room for the figures.
    return "".join([f"{turnout}。", *left_out([result])])


def _at_length(result: Result, *, scores: bool) -> list[str]:
    lines = [_turnout(result)]
    if result.withheld:
        return [*lines, WITHHELD[result.withheld]]
    for subject in result.terms.form.subjects:
        lines += _subject(result, subject.person, scores=scores)
    return lines


def _subject(result: Result, person: int, *, scores: bool) -> list[str]:
    items = result.terms.form.items_about(person)
    lines: list[str] = []
    if len(result.terms.form.subjects) > 1:
        lines.append(f"【{items[0].subject.title}】{_own_turnout(result, person)}")
    for item, average in zip(items, _averages(result, person, scores=scores), strict=True):
        row = item.row
        if len(items) > 1:
            row += in_brackets(average)
        lines.append(row)
        if result.hides(item.position):
            lines.append(f"　{HIDDEN}")
        for name, table in result.table(item.position).items():
            lines.append(f"　{name}票：{counts(table)}")
        hidden = result.hides_classes(item.position)
        if hidden and not result.hides(item.position):
            lines.append(f"　{small_classes(hidden)}")
    total = _total(result, person, scores=scores)
    if total:
        lines.append(f"加权得分 {total}，供综合评定参考，不等于考核等次。")
    return lines


def _own_turnout(result: Result, person: int) -> str:
    """Says the turnout of this subject; empty where all who vote rate all."""
    eligible, voted = result.turnout_of(person)
    if (eligible, voted) == (result.eligible, result.voted):
        return ""
    return f"发出{eligible}份，收回{voted}份"


def _briefly(result: Result, *, scores: bool) -> list[list[str]]:
    """Returns `name（收回voted/eligible份）score：A 好 4、较好 1；B …` for each subject.

    There is a line for each row where the form has several.
    """
    if result.withheld:
        title = f"{result.terms.title}（收回{result.voted}/{result.eligible}份）"
        return [[f"{title}：{WITHHELD[result.withheld]}"]]
    blocks = [
        _brief_subject(result, subject.person, scores=scores)
        for subject in result.terms.form.subjects
    ]
    if result.terms.round_title:
        blocks[0].insert(0, f"【{result.terms.round_title}】")
    return blocks


def _brief_subject(result: Result, person: int, *, scores: bool) -> list[str]:
    items = result.terms.form.items_about(person)
    eligible, voted = result.turnout_of(person)
    turnout = f"收回{voted}/{eligible}份"
    if result.paper:
        turnout += f"，另有纸质票{result.paper}份"
    head = f"{items[0].subject.title}（{turnout}）{_total(result, person, scores=scores)}"
    if len(items) == 1:
        return [f"{head}：{_brief_counts(result, items[0])}"]
    averages = _averages(result, person, scores=scores)
    rows = [
        f"　{item.row} {average}：{_brief_counts(result, item)}"
        for item, average in zip(items, averages, strict=True)
    ]
    return [head, *rows]


def _brief_counts(result: Result, item: Item) -> str:
    """Says the counts; a step that nobody chose is not named, unless nobody chose any."""
    if result.hides(item.position):
        return HIDDEN
    tables: list[str] = []
    for name, table in result.table(item.position).items():
        chosen = {step: number for step, number in table.items() if number}
        tables.append(f"{name} {counts(chosen or table, '、')}")
    return "；".join(tables)


def _total(result: Result, person: int, *, scores: bool) -> str:
    """Returns the total; empty where there is none, or it is not to be told."""
    if not scores:
        return ""
    return _rounded(result.score_of(person).total, result)


def _averages(result: Result, person: int, *, scores: bool) -> list[str]:
    """Returns that of each row; empty where a row has none, or they are not to be told."""
    rows = result.score_of(person).rows
    if not scores:
        return [""] * len(rows)
    return [_rounded(row, result) for row in rows]


def _rounded(value: Fraction | None, result: Result) -> str:
    if value is None:
        return ""
    return decimal(value, result.terms.decimals)
