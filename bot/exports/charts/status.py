"""Where the procedure stands: its stages as a time line, and what each branch has done, in the order of the roster (no ranking)."""

from datetime import date
from enum import StrEnum

from bot.domain.values import dataclass
from bot.exports.charts.frame import (
    BLUE,
    GREY,
    INK,
    LABEL,
    MARGIN,
    PALE,
    ROOM,
    RULE,
    SCALE,
    SMALL,
    WHITE,
    WIDTH,
    Caption,
    draw_foot,
    draw_head,
)
from bot.exports.pictures import Canvas, render, shortened

_STAGE, _ROW, _DOT = 58, 60, 13
_HEADLINE = 26
_BRANCH_ROOM = 250  # pixels: 150 for the branch and 80 for its secretary, with space between


class Progress(StrEnum):
    DONE = "已完成"
    UNDER_WAY = "进行中"
    AHEAD = "未开始"


@dataclass(frozen=True)
class StageMark:
    title: str
    due: date
    progress: Progress


@dataclass(frozen=True)
class BranchMark:
    """One entry of the table: `text` is one or two words, e.g. 已受理."""

    progress: Progress
    text: str


@dataclass(frozen=True)
class BranchRow:
    branch: str
    secretary: str
    marks: tuple[BranchMark, ...]


@dataclass(frozen=True)
class StatusChart:
    """`columns` are the heads of the marks (up to three); without branches only the time line is drawn."""

    caption: Caption
    stages: tuple[StageMark, ...]
    columns: tuple[str, ...] = ()
    branches: tuple[BranchRow, ...] = ()
    unit: str = "支部"  # what the rows are


def status_chart(chart: StatusChart) -> bytes:
    canvas = Canvas(WIDTH)
    y = _time_line(canvas, draw_head(canvas, chart.caption), chart.stages)
    if chart.branches:
        y = _table(canvas, y + 14, chart)
    return render(canvas.svg(draw_foot(canvas, y + 16, chart.caption)), scale=SCALE)


def _time_line(canvas: Canvas, y: float, stages: tuple[StageMark, ...]) -> float:
    x = MARGIN + _DOT + 4
    middles = [y + _STAGE * number + _STAGE / 2 for number in range(len(stages))]
    # The line first: symbols and the band of the running stage lie over it.
    for upper, lower, stage in zip(middles, middles[1:], stages, strict=False):
        colour = RULE
        if stage.progress is Progress.DONE:
            colour = BLUE
        canvas.line([(x, upper), (x, lower)], colour, 4)
    for middle, stage in zip(middles, stages, strict=True):
        ink, weight, progress_ink = INK, 400, GREY
        if stage.progress is Progress.AHEAD:
            ink = GREY
        elif stage.progress is Progress.UNDER_WAY:
            weight, progress_ink = 700, BLUE
            canvas.rectangle(
                MARGIN - 10, middle - _STAGE / 2 + 3, ROOM + 20, _STAGE - 6, "#E8F1F8", radius=10
            )
        _symbol(canvas, x, middle, stage.progress)
        baseline = middle + 9
        title = shortened(stage.title, _HEADLINE, 330)
        canvas.text(x + 34, baseline, title, _HEADLINE, ink, weight=weight)
        due = f"{stage.due.month}月{stage.due.day}日"
        canvas.text(520, baseline, due, LABEL, ink, anchor="end")
        right = WIDTH - MARGIN
        canvas.text(right, baseline, stage.progress, LABEL, progress_ink, anchor="end")
    return y + _STAGE * len(stages)


def _symbol(canvas: Canvas, x: float, y: float, progress: Progress) -> None:
    """Draws a tick in a full circle for what is done, a ring with a core for what is under way, and
    an empty ring for what is ahead: shape says it, not colour alone.
    """
    if progress is Progress.DONE:
        canvas.circle(x, y, _DOT, BLUE)
        canvas.line([(x - 6, y), (x - 1.5, y + 5), (x + 6.5, y - 5)], WHITE, 3)
    elif progress is Progress.UNDER_WAY:
        canvas.circle(x, y, _DOT - 1.5, WHITE, stroke=BLUE, thickness=3)
        canvas.circle(x, y, 6, BLUE)
    else:
        canvas.circle(x, y, _DOT - 1.5, WHITE, stroke="#9AA5B1", thickness=3)


def _table(canvas: Canvas, y: float, chart: StatusChart) -> float:
    column_room = (ROOM - _BRANCH_ROOM) / max(len(chart.columns), 1)
    lefts = [MARGIN + _BRANCH_ROOM + column_room * number for number in range(len(chart.columns))]
    canvas.rectangle(MARGIN - 10, y, ROOM + 20, 48, PALE, radius=8)
    canvas.text(MARGIN, y + 33, chart.unit, LABEL, GREY, weight=500)
    for left, title in zip(lefts, chart.columns, strict=True):
        canvas.text(left, y + 33, shortened(title, LABEL, column_room - 8), LABEL, GREY, weight=500)
    y += 52
    for number, row in enumerate(chart.branches):
        if number:
            canvas.line([(MARGIN, y), (WIDTH - MARGIN, y)], RULE, 1)
        baseline = y + _ROW / 2 + 9
        branch = shortened(row.branch, _HEADLINE, 150)
        canvas.text(MARGIN, baseline, branch, _HEADLINE, INK)
        canvas.text(MARGIN + 160, baseline, shortened(row.secretary, SMALL, 80), SMALL, GREY)
        for left, mark in zip(lefts, row.marks, strict=True):
            _symbol(canvas, left + _DOT, baseline - 9, mark.progress)
            ink = INK
            if mark.progress is Progress.AHEAD:
                ink = GREY
            text = shortened(mark.text, LABEL, column_room - 40)
            canvas.text(left + 36, baseline - 1, text, LABEL, ink)
        y += _ROW
    return y
