"""Papers for the meeting that a copier can take: ballots, tally, list of signatures, agenda."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.domain.values import dataclass
from bot.domain.words import STANDARD, Words
from bot.exports.characters import width
from bot.exports.documents import (
    SHEET,
    Block,
    Layout,
    NewPage,
    OfficialDocument,
    Table,
    Text,
    official_document,
)
from bot.exports.documents.lengths import Length, millimetres, points
from bot.texts.polls import printing as texts

FORM = replace(SHEET, body=points(12), line=points(21))
ROOM = 200.0  # millimetres of a page that the rows of a table may take
HIGHEST = 14.0  # millimetres: room for a large tick
LINES = 44  # a table of more rows does not fit one page; its rows of one subject become columns
TALLY_ROW = millimetres(12)  # room for some 正
SIGNATURE_ROW = millimetres(7.5)
LETTERS = (
    points(12),
    points(10.5),
    points(9),
    points(7.5),  # smaller ones nobody reads without glasses
)
LEADING = 1.3  # of a line to its letters


@dataclass(frozen=True)
class BallotRow:
    """What one line of a ballot asks: about whom, in which row, with which steps.

    In a row of marks `full` is the highest, and a number is written instead of a tick.
    """

    subject: str
    branch: str
    row: str
    steps: tuple[str, ...]
    full: int | None = None


@dataclass(frozen=True)
class BallotPage:
    """The ballot of one class; of a class whose people rate different ones, of some of them.

    `voters` says who fills it in.
    """

    voters: str
    rows: tuple[BallotRow, ...]


@dataclass(frozen=True)
class BallotPaper:
    """Ballots, a page each. `secret` ones are not signed."""

    title: str
    pages: tuple[BallotPage, ...]
    secret: bool
    words: Words = STANDARD


def ballot_paper(paper: BallotPaper) -> bytes:
    """The .docx file."""
    tables = []
    for page in paper.pages:
        table = _list(page.rows)
        if _fits_no_list(page.rows):
            table = _matrix(page.rows)
        # Rows as high as one page allows, up to so many millimetres.
        height = min(HIGHEST, ROOM / (len(table.rows) + 1))
        tables.append(replace(table, row_height=Length(round(millimetres(1) * height))))
    # All pages in the same letters: a class with few subjects is not to look more important.
    layout = replace(FORM, table=min(_letters(table) for table in tables))
    blocks: list[Block] = []
    for number, (page, table) in enumerate(zip(paper.pages, tables, strict=True)):
        if number:
            blocks.append(NewPage(paper.title))
        field = texts.LINE
        if _fits_no_list(page.rows):
            field = texts.FIELD
        marks = any(row.full is not None for row in page.rows)
        how_to_fill = texts.how_to_fill(secret=paper.secret, marks=marks, field=field)
        blocks += [
            Text(page.voters),
            Text(how_to_fill),
            table,
            Text(texts.AFTER_BALLOT),
        ]
    return _document(paper.title, blocks, layout, paper.words)


def _fits_no_list(rows: Sequence[BallotRow]) -> bool:
    """Whether a page has no room for a line for each row of each subject."""
    return len(rows) > LINES and len({row.row for row in rows}) > 1


def _letters(table: Table) -> Length:
    """Returns the largest letters with which every row keeps its height."""
    assert table.row_height is not None, "set before"
    shares = table.widths or (1.0,) * len(table.columns)
    widths = [FORM.width * share / sum(shares) - millimetres(4) for share in shares]
    for size in LETTERS:
        most = 0  # lines that the text of a field takes
        for row in table.rows:
            for text, room in zip(row, widths, strict=True):
                lines = [-(-width(line) * size // round(2 * room)) for line in text.splitlines()]
                most = max(most, sum(max(1, number) for number in lines))
        if most * size * LEADING <= table.row_height:
            return size
    return LETTERS[-1]


def _list(rows: Sequence[BallotRow]) -> Table:
    """Subjects and rows down, steps across."""
    steps = list(dict.fromkeys(step for row in rows if row.full is None for step in row.steps))
    several = len({row.row for row in rows}) > 1
    head = [texts.NUMBER, texts.NAME, texts.BRANCH]
    widths = [1.0, 2.2, 3.4]
    if several:
        head = [texts.NAME, texts.ROW]
        widths = [2.2, 4.4]
    columns = [*head, *steps]
    fulls = {row.full for row in rows if row.full is not None}
    if fulls:
        columns.append(texts.mark_column(fulls))
    lines = []
    for number, row in enumerate(rows, 1):
        first = [str(number), row.subject, row.branch]
        if several:
            first = [row.subject, row.row]
        offered: tuple[str, ...] = row.steps
        mark = texts.NOT_HERE
        if row.full is not None:
            offered = ()
            mark = texts.mark_of(row.full, fulls)
        boxes = _boxes(steps, offered)
        if fulls:
            boxes.append(mark)
        lines.append((*first, *boxes))
    rest = [1.5] * (len(columns) - len(head))
    return Table(tuple(columns), tuple(lines), (*widths, *rest))


def _boxes(steps: Iterable[str], offered: Collection[str]) -> list[str]:
    """Returns an empty box for each step that a row offers, and says so of the others."""
    boxes = []
    for step in steps:
        box = texts.NOT_HERE
        if step in offered:
            box = ""
        boxes.append(box)
    return boxes


def _matrix(rows: Sequence[BallotRow]) -> Table:
    """Subjects down, rows across, the steps to be ticked in each field."""
    titles = list(dict.fromkeys(row.row for row in rows))
    subjects = list(dict.fromkeys((row.subject, row.branch) for row in rows))
    by_place = {(row.subject, row.branch, row.row): row for row in rows}
    lines = []
    for subject, branch in subjects:
        fields = []
        for title in titles:
            place = (subject, branch, title)
            if place in by_place:
                row = by_place[place]
                fields.append(texts.boxes(row.steps, row.full))
            else:
                fields.append(texts.NOT_HERE)
        lines.append((subject, *fields))
    return Table((texts.NAME, *titles), tuple(lines), (2.0, *([3.0] * len(titles))))


def tally_paper(title: str, pages: Sequence[BallotPage], words: Words = STANDARD) -> bytes:
    """The .docx file: a page for each class, counted by 正. Filled in, it can be sent back."""
    blocks: list[Block] = []
    for number, page in enumerate(pages):
        if number:
            blocks.append(NewPage(title))
        steps = tuple(dict.fromkeys(step for row in page.rows for step in row.steps))
        several = len({row.row for row in page.rows}) > 1
        lines = []
        for row in page.rows:
            boxes = _boxes(steps, row.steps)
            lines.append((texts.tally_name(row.subject, row.row, several=several), *boxes))
        blocks += [
            Text(page.voters),
            Table(texts.TALLY_HEAD, (("", "", "", ""),), row_height=TALLY_ROW),
            Text(texts.HOW_TO_TALLY),
            Table(
                (texts.TALLY_NAME, *steps),
                tuple(lines),
                (2.6, *([1.7] * len(steps))),
                row_height=TALLY_ROW,
            ),
            Text(texts.TALLY_SIGNATURES),
        ]
    return _document(title, blocks, replace(FORM, table=points(12)), words)


def signature_paper(title: str, event: str, names: Sequence[str], words: Words = STANDARD) -> bytes:
    """The .docx file: two people in a line, in the order of the roster, down the page."""
    half = -(-len(names) // 2)
    lines = []
    for number, name in enumerate(names[:half], 1):
        other = number + half
        right = ("", "", "")
        if other <= len(names):
            right = (str(other), names[other - 1], "")
        lines.append((str(number), name, "", *right))
    columns = (texts.NUMBER, texts.NAME, texts.SIGNATURE) * 2
    table = Table(columns, tuple(lines), (1, 2.4, 3) * 2, row_height=SIGNATURE_ROW)
    return _document(title, [Text(event), table], replace(FORM, table=points(11)), words)


@dataclass(frozen=True)
class AgendaPaper:
    """`event` are lines on time and place, `items` the points, `speakers` with branch and minutes."""

    title: str
    event: tuple[str, ...]
    items: tuple[str, ...]
    speakers: tuple[tuple[str, str, str], ...]
    words: Words = STANDARD


def agenda_paper(paper: AgendaPaper) -> bytes:
    """The .docx file."""
    lines = [(str(number), *speaker) for number, speaker in enumerate(paper.speakers, 1)]
    blocks: list[Block] = [*(Text(line) for line in paper.event), Text(texts.AGENDA)]
    blocks += [Text(item) for item in paper.items]
    if lines:
        blocks.append(Text(texts.SPEAKERS))
        blocks.append(
            Table(texts.SPEAKER_COLUMNS, tuple(lines), (1, 2, 4, 1.6), row_height=millimetres(9))
        )
    layout = replace(SHEET, body=points(14), line=points(26), table=points(12))
    return _document(paper.title, blocks, layout, paper.words)


def _document(title: str, blocks: Sequence[Block], layout: Layout, words: Words) -> bytes:
    return official_document(
        OfficialDocument(title, tuple(blocks), layout=layout, numbered=False, words=words)
    )
