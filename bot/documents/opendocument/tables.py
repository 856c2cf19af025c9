"""Where the cells of a table stand in its grid.

Source: OpenDocument 1.3 part 3, 9.1 (spanned, covered, repeated).
"""

from collections.abc import Iterator

from lxml import etree

from bot.documents.opendocument.names import TABLE
from bot.documents.tables import Cells
from bot.domain.manuscript import Cell

ROW, CELL, COVERED = TABLE + "table-row", TABLE + "table-cell", TABLE + "covered-table-cell"
GROUPS = frozenset({TABLE + "table-header-rows", TABLE + "table-rows", TABLE + "table-row-group"})
MOST_COLUMNS = 63  # as of a table in Word; a cell may say that it is repeated any number of times


def cells_of(table: etree._Element, number: int) -> Cells:
    """Returns the cells by their element; rows of one cell alone are left out."""
    places: Cells = {}
    rows = list(_rows(table))
    for row, element in enumerate(rows):
        for cell, column, columns in _cells_in(element):
            tall = min(_number(cell, "rows-spanned", most=len(rows)), len(rows) - row)
            places[cell] = Cell(number, row, column, tall, columns)
    return places


def _cells_in(row: etree._Element) -> Iterator[tuple[etree._Element, int, int]]:
    """Yields each cell that is not the whole row, with its first column and how many it spans."""
    column = 0
    cells = [child for child in row if child.tag in {CELL, COVERED}]
    for cell in cells:
        columns = _number(cell, "columns-spanned")
        if cell.tag == CELL and columns < len(cells):
            yield cell, column, columns
        column += _number(cell, "columns-repeated")


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == ROW:
            yield child
        elif child.tag in GROUPS:
            yield from _rows(child)


def _number(cell: etree._Element, name: str, *, most: int = MOST_COLUMNS) -> int:
    text = cell.get(f"{TABLE}number-{name}", "1")
    if not text.isdecimal():
        return 1
    return min(max(int(text), 1), most)
