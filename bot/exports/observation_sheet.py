"""A sheet with a row for each secretary, to be filled in by leaders and sent back."""

import io
from collections.abc import Sequence

from bot.domain.evaluation.observation_sheet import COLUMNS
from bot.domain.words import Words
from bot.exports.characters import printable
from bot.exports.documents import ACROSS, OfficialDocument, Table, Text, official_document
from bot.exports.documents.lengths import millimetres
from bot.exports.workbook import format_of, header_format, new_workbook, set_up_page

CHARACTERS = (12, 14, 40, 40, 30)  # how wide the columns of the workbook are
HEADER_ROW = 2  # below the title and the note
WIDTHS = (1.3, 1.3, 4, 4, 3)  # shares of the page: strengths and weaknesses get most


def observation_sheet(
    title: str, note: str, names: Sequence[str], author: str, words: Words
) -> bytes:
    """`author` stands in every row already, where the one who asked is a leader himself."""
    rows = tuple((name, author, "", "", "") for name in names)
    table = Table(COLUMNS, rows, widths=WIDTHS, row_height=millimetres(16))
    return official_document(
        OfficialDocument(title, (Text(note), table), layout=ACROSS, words=words)
    )


def observation_workbook(title: str, note: str, names: Sequence[str], author: str) -> bytes:
    """The same sheet as an Excel workbook."""
    stream = io.BytesIO()
    book = new_workbook(stream)
    page = book.add_worksheet("记录表")
    set_up_page(page, HEADER_ROW, fixed=1)
    page.write_string(0, 0, printable(title), format_of(book, bold=True, font_size=14))
    page.write_string(1, 0, printable(note), format_of(book))
    cell = format_of(book, border=1, border_color="#A6A6A6", text_wrap=True)
    for column, words in enumerate(COLUMNS):
        page.set_column(column, column, CHARACTERS[column])
        page.write_string(HEADER_ROW, column, words, header_format(book))
    for row, name in enumerate(names, start=HEADER_ROW + 1):
        page.set_row(row, 36)  # points: two lines of what a leader writes by hand
        for column, words in enumerate((name, author, "", "", "")):
            page.write_string(row, column, printable(words), cell)
    book.close()
    return stream.getvalue()
