"""What all charts share: a width for phones, colours that everybody can tell apart, title above and source below."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.values import dataclass
from bot.exports.pictures import Canvas, text_width, wrapped

WIDTH = 750  # pixels: what a phone shows side by side
MARGIN = 36
ROOM = WIDTH - 2 * MARGIN
SCALE = 2  # 1,500 pixels stay sharp when a phone shows them enlarged

INK, GREY, RULE, PALE, WHITE = "#1F2933", "#5F6B76", "#DDE2E7", "#F4F6F8", "#FFFFFF"
BLUE, SKY, SAND, ORANGE = "#14507A", "#8FC1DF", "#F5D58A", "#E39A45"
# From the best step to the worst: told apart by lightness too, so also in grey print and by colour-blind readers.
_STEPS = (BLUE, "#3F87B5", SKY, SAND, ORANGE, "#B5432A")

TITLE, LABEL, SMALL = 34, 24, 21
_LEGEND_GAP = 34
_DARK = 140  # of 255; darker fills take white letters


@dataclass(frozen=True)
class Caption:
    """`unit` says whose figures these are, `as_of` is shown as its own wall clock says, `notes` stand below."""

    title: str
    unit: str
    as_of: datetime
    notes: tuple[str, ...] = ()


def step_colours(number: int) -> tuple[str, ...]:
    """Colours for a scale of so many steps, best first."""
    last = len(_STEPS) - 1
    return tuple(_STEPS[round(step * last / max(number - 1, 1))] for step in range(number))


def ink_on(fill: str) -> str:
    """Returns what is readable on this fill: white on dark colours, ink on light ones."""
    red, green, blue = (int(fill[start : start + 2], 16) for start in (1, 3, 5))
    # As bright as the eye takes it: green counts most (ITU-R BT.601).
    if 0.299 * red + 0.587 * green + 0.114 * blue < _DARK:
        return WHITE
    return INK


def draw_head(canvas: Canvas, caption: Caption) -> float:
    """Title and unit; returns where the picture may go on."""
    y = 32.0
    for line in wrapped(caption.title, TITLE, ROOM):
        y += 44
        canvas.text(MARGIN, y - 12, line, TITLE, INK, weight=700)
    y += 30
    canvas.text(MARGIN, y - 2, caption.unit, LABEL, GREY)
    return y + 22


def draw_legend(canvas: Canvas, y: float, entries: Sequence[tuple[str, str]]) -> float:
    """Pairs of label and colour, on as many lines as they need."""
    x = float(MARGIN)
    for label, colour in entries:
        needed = 32 + text_width(label, LABEL)
        if x > MARGIN and x + needed > WIDTH - MARGIN:
            x, y = float(MARGIN), y + _LEGEND_GAP
        canvas.rectangle(x, y, 22, 22, colour, radius=4)
        canvas.text(x + 31, y + 19, label, LABEL, INK)
        x += needed + 26
    return y + 50


def draw_foot(canvas: Canvas, y: float, caption: Caption) -> float:
    """As-of time and notes under a rule; returns the height of the picture."""
    canvas.line([(MARGIN, y), (WIDTH - MARGIN, y)], RULE, 1.5)
    y += 8
    for note in (f"截至 {caption.as_of:%Y-%m-%d %H:%M}", *caption.notes):
        for line in wrapped(note, SMALL, ROOM):
            y += 30
            canvas.text(MARGIN, y - 4, line, SMALL, GREY)
    return y + 26
