"""Where the cells of a table stand in its grid. Source: ECMA-376 part 1, 17.4 (gridBefore, gridSpan, vMerge)."""

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
    """By element. A cell merged downwards has all its rows; those that only continue it, and rows of one cell, are left out."""
    found: Cells = {}
    above: Cells = {}
    for row, element in enumerate(row for row in _inside(table, ROW) if not is_deleted(row)):
        above = _row(list(_inside(element, CELL)), Cell(number, row, _value(element, "trPr/gridBefore", 0)), above)
        found |= above
    return found


def _row(elements: list[etree._Element], place: Cell, above: Cells) -> Cells:
    """The cells that begin in this row or reach into it. `place` is where its first one may stand."""
    found: Cells = {}
    owners = {(cell.column, cell.columns): element for element, cell in above.items()}
    column = place.column
    for element in elements:
        cell = replace(place, column=column, columns=max(1, _value(element, "tcPr/gridSpan", 1)))
        owner = owners.get((cell.column, cell.columns)) if _continues(element) else None
        if owner is not None:
            found[owner] = replace(above[owner], rows=place.row - above[owner].row + 1)
        elif len(elements) > 1:
            found[element] = cell
        column += cell.columns
    return found


def is_deleted(row: etree._Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children, also those in a wrapper such as a content control."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in BLOCKS:
            yield from _inside(child, tag)


def _continues(cell: etree._Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(VAL) != "restart"


def _value(element: etree._Element, path: str, default: int) -> int:
    found = element.find("/".join(W + name for name in path.split("/")))
    return default if found is None else min(max(to_int(found.get(VAL), default), 0), MOST_COLUMNS)
