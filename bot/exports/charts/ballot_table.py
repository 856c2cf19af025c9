"""How many chose each step, in the order of the sheet and not of the scores, as a table."""

from collections.abc import Sequence
from itertools import accumulate

from bot.domain.values import dataclass
from bot.exports.charts.frame import (
    GREY,
    INK,
    LABEL,
    MARGIN,
    PALE,
    ROOM,
    RULE,
    SCALE,
    WIDTH,
    Caption,
    draw_foot,
    draw_head,
)
from bot.exports.pictures import Canvas, render, shortened, text_width

_ROW, _HEAD = 54, 48
_NAME_ROOM = 230  # seven characters: a name with its branch
_GAP = 12


@dataclass(frozen=True)
class TableRow:
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class BallotTable:
    caption: Caption
    head: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def table_picture(table: BallotTable) -> bytes:
    canvas = Canvas(WIDTH)
    rights = _right_edges(table)
    y = draw_head(canvas, table.caption)
    canvas.rectangle(MARGIN - 10, y, ROOM + 20, _HEAD, PALE, radius=8)
    _line(canvas, y + 33, TableRow(table.head, table.columns), rights, GREY)
    y += _HEAD + 4
    for number, row in enumerate(table.rows):
        if number:
            canvas.line([(MARGIN, y), (WIDTH - MARGIN, y)], RULE, 1)
        _line(canvas, y + _ROW / 2 + 9, row, rights, INK)
        y += _ROW
    return render(canvas.svg(draw_foot(canvas, y + 10, table.caption)), scale=SCALE)


def _right_edges(table: BallotTable) -> list[float]:
    """Where each column ends: it has the room of its widest cell and an equal share of the rest.

    All columns are equally wide where the cells need more room than there is.
    """
    room = ROOM - _NAME_ROOM
    lines = [table.columns, *(row.cells for row in table.rows)]
    needed = [
        max(text_width(cell, LABEL) for cell in cells) + _GAP for cells in zip(*lines, strict=True)
    ]
    spare = room - sum(needed)
    widths = [width + spare / len(needed) for width in needed]
    if spare < 0:
        widths = [room / len(needed)] * len(needed)
    return [MARGIN + _NAME_ROOM + edge for edge in accumulate(widths)]


def _line(
    canvas: Canvas, baseline: float, row: TableRow, rights: Sequence[float], ink: str
) -> None:
    """Writes the label on the left; each cell ends at the right of its column."""
    canvas.text(MARGIN, baseline, shortened(row.label, LABEL, _NAME_ROOM - 10), LABEL, ink)
    left: float = MARGIN + _NAME_ROOM
    for right, cell in zip(rights, row.cells, strict=True):
        shown = shortened(cell, LABEL, right - left - 6)
        canvas.text(right - text_width(shown, LABEL), baseline, shown, LABEL, ink)
        left = right
