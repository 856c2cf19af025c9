"""Results of the on-site evaluation (S28): one stacked bar per secretary, in the order of the roster, never by score."""

from bot.domain.values import dataclass
from bot.exports.charts.frame import (
    GREY,
    INK,
    LABEL,
    MARGIN,
    PALE,
    ROOM,
    SCALE,
    SMALL,
    WIDTH,
    Caption,
    draw_foot,
    draw_head,
    draw_legend,
    ink_on,
    step_colours,
)
from bot.exports.pictures import Canvas, render, shortened, text_width

_BAR = 46  # pixels, as all that follows: a bar holds its counts in the letters of labels
_GAP = 34
_NAME, _SCORE = 28, 30


@dataclass(frozen=True)
class BallotBar:
    """`counts` per step of the scale, best first; `score` as it was rounded for publication, empty for none."""

    name: str
    branch: str
    counts: tuple[int, ...]
    score: str = ""


@dataclass(frozen=True)
class BallotChart:
    caption: Caption
    scale: tuple[str, ...]
    bars: tuple[BallotBar, ...]
    rule_version: str


def ballot_chart(chart: BallotChart) -> bytes:
    canvas = Canvas(WIDTH)
    y = draw_head(canvas, chart.caption)
    y = draw_legend(canvas, y, list(zip(chart.scale, step_colours(len(chart.scale)), strict=True)))
    for bar in chart.bars:
        y += 26
        score = ""
        if bar.score:
            score = f"{bar.score} 分"
        name = shortened(bar.name, _NAME, ROOM / 2)
        named = text_width(name, _NAME) + 16
        canvas.text(MARGIN, y, name, _NAME, INK, weight=700)
        room = ROOM - named - text_width(score, _SCORE) - 16
        canvas.text(MARGIN + named, y, shortened(bar.branch, LABEL, room), LABEL, GREY)
        canvas.text(WIDTH - MARGIN, y, score, _SCORE, INK, anchor="end", weight=700)
        y += 16
        complete = _segments(canvas, y, bar.counts, step_colours(len(chart.scale)))
        y += _BAR
        if not complete:
            # A count that has no room in its segment is not lost: all of them stand below the bar.
            y += 32
            pairs = zip(chart.scale, bar.counts, strict=True)
            counts = "　".join(f"{step} {count}" for step, count in pairs)
            canvas.text(MARGIN, y - 4, shortened(counts, SMALL, ROOM), SMALL, GREY)
        y += _GAP
    notes = (
        f"计分规则版本：{chart.rule_version}",
        "测评结果供综合评定参考，不等于考核等次。",
        *chart.caption.notes,
    )
    caption = Caption(chart.caption.title, chart.caption.unit, chart.caption.as_of, notes)
    return render(canvas.svg(draw_foot(canvas, y, caption)), scale=SCALE)


def _segments(canvas: Canvas, y: float, counts: tuple[int, ...], colours: tuple[str, ...]) -> bool:
    """Draws the segments; returns whether every count could be written into its own."""
    canvas.rectangle(MARGIN, y, ROOM, _BAR, PALE)
    total = sum(counts)
    x, complete = float(MARGIN), total > 0
    for count, colour in zip(counts, colours, strict=True):
        if not count:
            continue
        width = ROOM * count / total
        canvas.rectangle(x, y, width - 2, _BAR, colour)  # two pixels of white between neighbours
        if fits := text_width(str(count), LABEL) + 2 <= width:
            canvas.text(
                x + width / 2 - 1,
                y + 32,
                str(count),
                LABEL,
                ink_on(colour),
                anchor="middle",
                weight=500,
            )
        complete = complete and fits
        x += width
    return complete
