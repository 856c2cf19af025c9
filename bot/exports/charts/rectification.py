"""The course of rectification (S35, S36): what became of the items, month by month."""

from datetime import date

from bot.domain.values import dataclass
from bot.exports.charts.frame import (
    BLUE,
    GREY,
    INK,
    LABEL,
    MARGIN,
    ORANGE,
    ROOM,
    RULE,
    SCALE,
    SKY,
    SMALL,
    WIDTH,
    Caption,
    draw_foot,
    draw_head,
    draw_legend,
    ink_on,
)
from bot.exports.pictures import Canvas, render, text_width

_HEIGHT = 380  # pixels from the ground to the highest line
_AXIS = 46  # room for the numbers left of the plot
_OPEN = "#D5DBE1"
_LEGEND = (("成效保持", BLUE), ("已销号", SKY), ("未到期", _OPEN), ("到期待办", ORANGE))


@dataclass(frozen=True)
class MonthCount:
    """Items by their state at the end of a month; each item is counted once."""

    month: date
    verified: int
    closed: int
    open: int
    due: int

    @property
    def parts(self) -> tuple[int, ...]:
        """In the order of the legend, from the ground up."""
        return (self.verified, self.closed, self.open, self.due)


@dataclass(frozen=True)
class RectificationChart:
    """`months` in the order of time, at most 18."""

    caption: Caption
    months: tuple[MonthCount, ...]


def rectification_chart(chart: RectificationChart) -> bytes:
    canvas = Canvas(WIDTH)
    y = draw_legend(canvas, draw_head(canvas, chart.caption), _LEGEND)
    if chart.months:
        ground = y + 30 + _HEIGHT
        _plot(canvas, ground, chart.months)
        y = ground + 84
    else:
        canvas.text(MARGIN, y + 20, "还没有整改事项。", LABEL, GREY)
        y += 60
    return render(canvas.svg(draw_foot(canvas, y, chart.caption)), scale=SCALE)


def _plot(canvas: Canvas, ground: float, months: tuple[MonthCount, ...]) -> None:
    most = max(sum(month.parts) for month in months)
    # Four to five lines at round numbers; `step` is between two of them, `top` the highest.
    steps = (power * base for power in (1, 10, 100, 1000, 10_000) for base in (1, 2, 5))
    step = next((step for step in steps if most <= 5 * step), max(most, 1))
    top = step * max(-(-most // step), 1)
    unit = _HEIGHT / top
    canvas.text(MARGIN, ground - _HEIGHT - 18, "件", SMALL, GREY)
    for number in range(0, top + 1, step):
        y = ground - number * unit
        canvas.line([(MARGIN + _AXIS, y), (WIDTH - MARGIN, y)], RULE, 1.5)
        canvas.text(MARGIN + _AXIS - 12, y + 8, str(number), SMALL, GREY, anchor="end")
    pitch = (ROOM - _AXIS) / len(months)
    for number, month in enumerate(months):
        _column(
            canvas,
            MARGIN + _AXIS + pitch * (number + 0.5),
            ground,
            month,
            unit=unit,
            width=min(pitch * 0.72, 64),
        )
    size = SMALL
    # 「12月」 eighteen times side by side needs smaller letters.
    if len(months) > 12:
        size -= 5
    year = 0
    for number, count in enumerate(months):
        middle = MARGIN + _AXIS + pitch * (number + 0.5)
        canvas.text(middle, ground + 32, f"{count.month.month}月", size, INK, anchor="middle")
        # The year stands below its first month.
        if count.month.year != year:
            year = count.month.year
            canvas.text(middle, ground + 62, str(year), SMALL, GREY, anchor="middle")


def _column(
    canvas: Canvas, middle: float, ground: float, month: MonthCount, *, unit: float, width: float
) -> None:
    y = ground
    for count, (_, colour) in zip(month.parts, _LEGEND, strict=True):
        if not count:
            continue  # else the white between two parts would show where one is missing
        height = count * unit
        canvas.rectangle(middle - width / 2, y - height + 1.5, width, height - 1.5, colour)
        # A number that does not fit its part is left out: the lines behind the columns tell it.
        if height >= SMALL + 6 and text_width(str(count), SMALL) <= width:
            canvas.text(
                middle,
                y - height / 2 + 8.5,
                str(count),
                SMALL,
                ink_on(colour),
                anchor="middle",
                weight=500,
            )
        y -= height
