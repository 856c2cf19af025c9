"""《现场测评统计表》 for the leadership: a Word file, and the same figures as a picture."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain.polls.results import Result
from bot.domain.values import dataclass
from bot.domain.words import Words, filled
from bot.exports.charts.ballot_table import BallotTable, TableRow, table_picture
from bot.exports.charts.frame import Caption
from bot.exports.documents import (
    SHEET,
    Beside,
    Block,
    Heading,
    OfficialDocument,
    Table,
    Text,
    official_document,
)
from bot.exports.documents.lengths import points
from bot.texts.polls import report as texts

LAYOUT = replace(
    SHEET, table=points(9.5), gap=points(3)
)  # eight people and three classes on one page


@dataclass(frozen=True)
class CountedPoll:
    """A counted poll with its sheets, those on paper among them. `terms_digest` is of its rules."""

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
    dated: date
    upper_unit: str = ""  # whom the table goes up to


def report_document(report: BallotReport) -> bytes:
    """Returns the .docx file: the sums of all classes and the scores, then each class.

    The same report gives the same bytes.
    """
    blocks: list[Block] = []
    for poll in report.polls:
        result = poll.result
        blocks.append(Text(texts.turnout(poll.handed_out, poll.returned, poll.spoilt)))
        if result.withheld:
            blocks.append(Text(texts.withheld(result)))
        else:
            steps = result.terms.form.all_steps
            rows = [(row.label, *row.cells) for row in _summed_rows(result, steps)]
            table = Table((texts.SUBJECT, *steps, texts.SCORE), tuple(rows))
            blocks += [Heading(texts.SUMS, 2), table]
        blocks += _classes(poll, [group.name for group in poll.result.groups])
    blocks += [Text(texts.rules(poll.code, poll.terms_digest)) for poll in report.polls]
    return _document(report, texts.title(report.year), blocks)


def class_documents(report: BallotReport) -> Iterator[tuple[str, bytes]]:
    """A table of its own for each class of which something may be shown: its name and the file."""
    names = dict.fromkeys(group.name for poll in report.polls for group in poll.result.groups)
    for name in names:
        blocks = [block for poll in report.polls for block in _classes(poll, [name])]
        if blocks:
            yield name, _document(report, texts.class_title(report.year, name), blocks)


def _document(report: BallotReport, title: str, blocks: Sequence[Block]) -> bytes:
    notes = texts.notes([poll.result for poll in report.polls])
    return official_document(
        OfficialDocument(
            title=title,
            blocks=(*blocks, *(Text(note) for note in notes), Beside(texts.SIGNED)),
            addressee=report.upper_unit,
            signature=report.signature,
            dated=report.dated,
            layout=LAYOUT,
            words=report.words,
        )
    )


def report_picture(report: BallotReport) -> bytes:
    """The sums of all classes whose counts may be shown, and the score, a line for each row."""
    results = [poll.result for poll in report.polls]
    steps = tuple(dict.fromkeys(step for result in results for step in result.terms.form.all_steps))
    turnout = [texts.turnout(poll.handed_out, poll.returned, poll.spoilt) for poll in report.polls]
    caption = Caption(
        texts.title(report.year),
        report.unit,
        report.as_of,
        (*dict.fromkeys(turnout), *texts.notes(results)),
    )
    rows = tuple(row for result in results for row in _summed_rows(result, steps))
    caption = filled(caption, report.words)
    return table_picture(BallotTable(caption, texts.SUBJECT, (*steps, texts.SCORE), rows))


def _classes(poll: CountedPoll, names: Collection[str]) -> Iterator[Block]:
    """The counts of these classes, a table each; nothing of a class that is shown nowhere."""
    result = poll.result
    all_steps = result.terms.form.all_steps
    several_rows = len(result.terms.form.rows) > 1
    for group in result.groups:
        if group.name not in names:
            continue
        rows = []
        for item in result.terms.form.items:
            counts = result.table(item.position).get(group.name)
            if counts is None:
                continue
            head = [item.subject.title]
            if several_rows:
                head.append(item.row)
            # A dash where the row has no such step.
            cells = [str(counts.get(step, texts.NOTHING)) for step in all_steps]
            rows.append((*head, *cells))
        if rows:
            columns = [texts.SUBJECT]
            if several_rows:
                columns.append(texts.ROW)
            yield Heading(texts.category(group), 2)
            yield Table((*columns, *all_steps), tuple(rows))


def _summed_rows(result: Result, steps: Sequence[str]) -> Iterator[TableRow]:
    several_rows = len(result.terms.form.rows) > 1
    for item in result.terms.form.items:
        tables = list(result.table(item.position).values())
        cells = []
        for step in steps:
            numbers = [table[step] for table in tables if step in table]
            total = texts.NOTHING
            if numbers:
                total = str(sum(numbers))
            cells.append(total)
        score = ""
        # A score is of all rows about somebody together: it stands once, beside the first.
        if item.row == result.terms.form.rows[0]:
            score = texts.score(result, item.subject.person)
        label = item.subject.title
        if several_rows:
            label = f"{label} {item.row}"
        yield TableRow(label, (*cells, score))
