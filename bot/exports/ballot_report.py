"""《现场测评统计表》 for the leadership: a Word file, and the same figures as a picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.polls.form import Item
from bot.domain.polls.results import Result
from bot.domain.words import Words, filled
from bot.exports.charts.ballot_table import BallotTable, TableRow, table_picture
from bot.exports.charts.frame import Caption
from bot.exports.documents import (
    SHEET,
    Block,
    Heading,
    OfficialDocument,
    Table,
    Text,
    official_document,
)
from bot.texts.polls import report as texts


@dataclass(frozen=True)
class CountedPoll:
    """A counted poll with its sheets, those on paper among them."""

    code: str
    result: Result
    terms_digest: str
    handed_out: int
    returned: int
    spoilt: int


@dataclass(frozen=True)
class BallotReport:
    year: int
    unit: str
    signature: str
    as_of: datetime
    polls: tuple[CountedPoll, ...]
    words: Words
    upper_unit: str = ""  # whom the table goes up to


def report_document(report: BallotReport) -> bytes:
    """The same report gives the same bytes."""
    blocks: list[Block] = []
    for poll in report.polls:
        blocks += _blocks(poll)
    blocks += [Text(note) for note in texts.notes([poll.result for poll in report.polls])]
    blocks.append(Text(texts.SIGNED))
    return official_document(
        OfficialDocument(
            title=texts.title(report.year),
            blocks=tuple(blocks),
            addressee=report.upper_unit,
            signature=report.signature,
            dated=report.as_of.date(),
            layout=SHEET,
            words=report.words,
        )
    )


def report_picture(report: BallotReport) -> bytes:
    """The sums of all classes whose counts may be shown, and the score, a line for each row."""
    results = [poll.result for poll in report.polls]
    steps = tuple(dict.fromkeys(step for one in results for step in one.terms.form.all_steps))
    turnout = [texts.turnout(poll.handed_out, poll.returned, poll.spoilt) for poll in report.polls]
    caption = Caption(
        texts.title(report.year),
        report.unit,
        report.as_of,
        (*dict.fromkeys(turnout), *texts.notes(results)),
    )
    rows = tuple(row for result in results for row in _picture_rows(result, steps))
    caption = filled(caption, report.words)
    return table_picture(BallotTable(caption, texts.SUBJECT, (*steps, texts.SCORE), rows))


def _blocks(poll: CountedPoll) -> Iterator[Block]:
    result = poll.result
    yield Text(texts.turnout(poll.handed_out, poll.returned, poll.spoilt))
    yield Text(texts.rules(poll.code, poll.terms_digest))
    if result.withheld:
        yield Text(texts.withheld(result))
        return
    several_rows = len(result.terms.form.rows) > 1
    for group in result.groups:
        yield Heading(texts.category(group), 2)
        columns = [texts.SUBJECT, *([texts.ROW] if several_rows else [])]
        rows = []
        for item in result.terms.form.items:
            counts = _counts(result, group.name, item)
            rows.append((item.subject.title, *([item.row] if several_rows else []), *counts))
        yield Table((*columns, *result.terms.form.all_steps), tuple(rows))
    yield Heading(texts.SCORES, 2)
    people = [subject.person for subject in result.terms.form.subjects]
    scores = tuple((texts.name_of(result, one), texts.score(result, one)) for one in people)
    yield Table((texts.SUBJECT, texts.SCORE), scores)


def _counts(result: Result, group: str, item: Item) -> Sequence[str]:
    """How many chose each step; a dash where that is not shown, or the row has no such step."""
    table = result.table(item.position).get(group)
    steps = result.terms.form.all_steps
    if table is None:
        return [texts.NOTHING] * len(steps)
    return [str(table.get(step, texts.NOTHING)) for step in steps]


def _picture_rows(result: Result, steps: Sequence[str]) -> Iterator[TableRow]:
    several_rows = len(result.terms.form.rows) > 1
    for item in result.terms.form.items:
        tables = list(result.table(item.position).values())
        cells = []
        for step in steps:
            numbers = [table[step] for table in tables if step in table]
            cells.append(str(sum(numbers)) if numbers else texts.NOTHING)
        is_first = item.row == result.terms.form.rows[0]
        score = texts.score(result, item.subject.person) if is_first else ""
        label = item.subject.title
        if several_rows:
            label = f"{label} {item.row}"
        yield TableRow(label, (*cells, score))
