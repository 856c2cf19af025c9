"""Where the cells of a table stand in its grid.

Source: ECMA-376 part 1, 17.4 (gridBefore, gridSpan, vMerge).
"""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from bot.documents.ooxml.names import TBL, VAL, P, W
from bot.documents.ooxml.styles import to_int
from bot.documents.tables import Cells
from bot.domain.manuscript import Cell

ROW, CELL = W + "tr", W + "tc"
MOST_COLUMNS = 63  # of a table in Word
BLOCKS = frozenset({TBL, ROW, CELL, P})


def cells_of(table: etree._Element, number: int) -> Cells:
    """Returns the cells by their element.

    A cell merged downwards has all its rows; those that only continue it, and rows of one cell,
    are left out.
    """
    cells: Cells = {}
    above: Cells = {}
    rows = [row for row in _inside(table, ROW) if not is_deleted(row)]
    for row, element in enumerate(rows):
        owners = {(cell.column, cell.columns): owner for owner, cell in above.items()}
        here: Cells = {}  # those that begin in this row or reach into it from above
        cells_in_row = list(_cells_in(element))
        for cell, column, columns in cells_in_row:
            owner = owners.get((column, columns))
            if owner is not None and _continues(cell):
                here[owner] = replace(above[owner], rows=row - above[owner].row + 1)
            elif len(cells_in_row) > 1:
                here[cell] = Cell(number, row, column, 1, columns)
        above = here
        cells |= here
    return cells


def _cells_in(row: etree._Element) -> Iterator[tuple[etree._Element, int, int]]:
    """Yields each cell of a row with its first column and how many it spans."""
    column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in _inside(row, CELL):
        columns = max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))
        yield cell, column, columns
        column += columns


def _continues(cell: etree._Element) -> bool:
    """Tells whether a cell only continues the one above it."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(VAL) != "restart"


def is_deleted(row: etree._Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yields children, also those in a wrapper such as a content control."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in BLOCKS:
            yield from _inside(child, tag)


def _number(element: etree._Element | None, default: int) -> int:
    if element is None:
        return default
    return min(max(to_int(element.get(VAL), default), 0), MOST_COLUMNS)
