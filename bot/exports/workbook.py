"""Excel workbooks from plain values. Text stays text whatever it looks like: no formula, no number, no link."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.domain.values import dataclass
from bot.exports.characters import printable, width
from bot.texts.papers import on_paper

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = str | int | float | date | datetime | None

FONT = "宋体"
CELL_CHARACTERS = 16_000  # a cell holds 32,767 UTF-16 units; longer text goes on in the row below
TITLE_CHARACTERS = 31  # of the name of a sheet; Excel takes no more
WIDTHS = (8, 48)  # of a column, in half-width characters
HEAD, FILTER = 8, 3  # of a head before it is broken, and of the filter's button beside it
A4 = 9  # as Excel numbers it
PAGE_WIDTH = 165  # half-width characters side by side that A4 across still shows large enough
NARROWEST_TEXT = 12  # to which columns of text are made narrower where there are many of them
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day: the same values give the same bytes


@dataclass(frozen=True)
class Sheet:
    """One table. Rows may be shorter than the columns; `notes` stand below the table.

    The first `fixed` columns stay in sight when one looks to the right.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    fixed: int = 0

    def only(self, title: str, columns: Sequence[str]) -> "Sheet":
        """A sheet of some of its columns, in their order."""
        places = [self.columns.index(column) for column in columns]
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        return replace(self, title=title, columns=tuple(columns), rows=rows)


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of at least one sheet: title, frozen header, ruled table, set up for printing."""
    stream = io.BytesIO()
    book = new_workbook(stream)
    # What Excel takes as names of sheets is short, each different, of its permitted characters.
    names: set[str] = set()
    for number, sheet in enumerate(sheets, 1):
        permitted = re.sub(r"[\[\]:*?/\\]", " ", printable(sheet.title)).strip("' ")
        name = permitted[:TITLE_CHARACTERS] or f"表{number}"
        if name.lower() in names:  # to Excel capital letters are no difference
            name = f"{name[: TITLE_CHARACTERS - 5]} ({number})"
        names.add(name.lower())
        _fill(book, book.add_worksheet(name), sheet)
    book.close()
    return stream.getvalue()


def new_workbook(stream: io.BytesIO) -> "xlsxwriter.Workbook":
    """A workbook that takes every string literally and does not remember when it was made."""
    # Only who gets a workbook waits for what writes it.
    import xlsxwriter  # noqa: PLC0415

    literal = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **literal})
    book.set_properties({"created": MADE})
    return book


def set_up_page(page: "Worksheet", header_row: int, *, fixed: int = 0) -> None:
    """A4 across, as wide as the paper, the header on every page, page numbers below."""
    page.freeze_panes(header_row + 1, fixed)
    page.repeat_rows(header_row)
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.set_footer("&C第 &P 页，共 &N 页")


def format_of(book: "xlsxwriter.Workbook", **properties: Any) -> "Format":
    return book.add_format({"font_name": FONT, "font_size": 11, "valign": "vcenter", **properties})


def header_format(book: "xlsxwriter.Workbook") -> "Format":
    return format_of(
        book,
        bold=True,
        border=1,
        border_color="#A6A6A6",
        bg_color="#E8EEF5",
        align="center",
        text_wrap=True,
    )


def _fill(book: "xlsxwriter.Workbook", page: "Worksheet", sheet: Sheet) -> None:
    header_row = 1
    page.write_string(0, 0, _ours(sheet.title), format_of(book, bold=True, font_size=15))
    page.set_row(0, 28)
    page.set_row(header_row, 30)
    for column, (title, width_of) in enumerate(zip(sheet.columns, _widths(sheet), strict=True)):
        page.write_string(header_row, column, _ours(title), header_format(book))
        page.set_column(column, column, width_of)
    rows: list[tuple[Cell, ...]] = []
    for row in sheet.rows:
        # What no cell can hold goes on in rows below.
        rows += zip_longest(*(_pieces(value) for value in row), fillvalue=None)
    writer = _CellWriter(book, page)
    for number, row in enumerate(rows, header_row + 1):
        padding = (None,) * (len(sheet.columns) - len(row))
        for column, value in enumerate((*row, *padding)):
            writer.write(number, column, value)
    last_row = header_row + len(rows)
    for number, note in enumerate(sheet.notes, last_row + 2):
        page.write_string(number, 0, _ours(note), format_of(book, font_color="#595959"))
    set_up_page(page, header_row, fixed=sheet.fixed)
    last_column = len(sheet.columns) - 1
    if rows:
        page.autofilter(header_row, 0, last_row, last_column)
    page.print_area(0, 0, last_row + len(sheet.notes) + 1, last_column)


def _ours(text: str) -> str:
    """Our own words as papers have them; what people wrote stays as they wrote it."""
    return on_paper(printable(text))


class _CellWriter:
    def __init__(self, book: "xlsxwriter.Workbook", page: "Worksheet") -> None:
        self._page = page
        ruled = {"border": 1, "border_color": "#A6A6A6"}
        self._text = format_of(book, text_wrap=True, num_format="@", **ruled)
        self._number = format_of(book, align="right", **ruled)
        self._date = format_of(book, align="center", num_format="yyyy-mm-dd", **ruled)
        self._moment = format_of(book, align="center", num_format="yyyy-mm-dd hh:mm", **ruled)

    def write(self, row: int, column: int, value: Cell) -> None:
        """A moment is shown as its own wall clock says: Excel knows no time zones."""
        if isinstance(value, datetime):
            self._page.write_datetime(row, column, value.replace(tzinfo=None), self._moment)
        elif isinstance(value, date):
            self._page.write_datetime(row, column, value, self._date)
        elif isinstance(value, int | float):
            self._page.write_number(row, column, value, self._number)
        elif value:
            self._page.write_string(row, column, printable(value), self._text)
        else:
            self._page.write_blank(row, column, None, self._text)


def _pieces(value: Cell) -> Sequence[Cell]:
    if not isinstance(value, str) or len(value) <= CELL_CHARACTERS:
        return (value,)
    return [
        value[start : start + CELL_CHARACTERS] for start in range(0, len(value), CELL_CHARACTERS)
    ]


def _widths(sheet: Sheet) -> list[int]:
    """Returns widths for what stands in the columns.

    The widest are made narrower until the page holds them all.
    """
    least, most = WIDTHS
    wanted = []
    for column, title in enumerate(sheet.columns):
        longest = 0
        for row in sheet.rows:
            if column < len(row):
                lines = _shown(row[column])[:CELL_CHARACTERS].split("\n")
                longest = max(longest, *map(width, lines))
        # A long head is broken, the button of the filter has room beside it.
        head = min(width(title), HEAD) + FILTER
        wanted.append(min(max(longest + 2, head, least), most))
    cap, narrowed = most, wanted
    while sum(narrowed) > PAGE_WIDTH and cap > NARROWEST_TEXT:
        cap -= 1
        narrowed = [min(column_width, cap) for column_width in wanted]
    return narrowed


def _shown(value: Cell) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if value is None:
        return ""
    return str(value)
