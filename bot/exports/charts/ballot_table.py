"""How many chose each step, in the order of the sheet and not of the scores, as a table."""

from dataclasses import dataclass

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
_NAME_ROOM = 230


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
    y = draw_head(canvas, table.caption)
    canvas.rectangle(MARGIN - 10, y, ROOM + 20, _HEAD, PALE, radius=8)
    _line(canvas, y + 33, TableRow(table.head, table.columns), GREY)
    y += _HEAD + 4
    for number, row in enumerate(table.rows):
        if number:
            canvas.line([(MARGIN, y), (WIDTH - MARGIN, y)], RULE, 1)
        _line(canvas, y + _ROW / 2 + 9, row, INK)
        y += _ROW
    return render(canvas.svg(draw_foot(canvas, y + 10, table.caption)), scale=SCALE)


def _line(canvas: Canvas, baseline: float, row: TableRow, ink: str) -> None:
    """The label on the left; each cell ends at the right of its column."""
    room = (ROOM - _NAME_ROOM) / max(len(row.cells), 1)
    canvas.text(MARGIN, baseline, shortened(row.label, LABEL, _NAME_ROOM - 10), LABEL, ink)
    for number, cell in enumerate(row.cells, 1):
        shown = shortened(cell, LABEL, room - 6)
        right = MARGIN + _NAME_ROOM + room * number
        canvas.text(right - text_width(shown, LABEL), baseline, shown, LABEL, ink)
