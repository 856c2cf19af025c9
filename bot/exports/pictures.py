"""Pictures: a small SVG canvas whose texts are always escaped, and its rendering to PNG with a font of its own.

Measures are pixels of the picture at scale 1. No image or style of the machine is ever looked up, and its fonts
only for characters that no Chinese name has.
"""

from html import escape

from bot.exports.characters import printable, width
from bot.exports.fonts import FAMILY, FONT, covers

NARROW = (
    0.57  # of a square: the mean of Latin letters and digits of the font, close enough for layout
)
CLOSING = (
    "、，。；：！？）)”’》」%"  # may stand a little over the margin, never at the start of a line
)


def render(svg: str, *, scale: float = 1) -> bytes:
    """The PNG; `scale` 2 doubles its width and height. About 20 ms, longer where the machine's fonts are needed."""
    # Its library is for who looks at a picture.
    import resvg_py  # noqa: PLC0415

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=scale,
            skip_system_fonts=covers(svg),
            font_files=[str(FONT)],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )


def text_width(text: str, size: float) -> float:
    """Returns about how wide a text is: Chinese characters are squares, all else a share of one."""
    wide = width(text) - len(text)
    return size * (wide + NARROW * (len(text) - wide))


def wrapped(text: str, size: float, room: float) -> list[str]:
    """Returns the text in lines that fit.

    It is broken between any two characters, as Chinese is, but closing marks stay with their word.
    """
    lines = [""]
    for character in printable(text).replace("\n", " "):
        may_begin = bool(lines[-1]) and character not in CLOSING
        if may_begin and text_width(lines[-1] + character, size) > room:
            lines.append("")
        lines[-1] += character
    return lines


def shortened(text: str, size: float, room: float) -> str:
    """One line; what does not fit gives way to an ellipsis."""
    lines = wrapped(text, size, room)
    if len(lines) == 1:
        return lines[0]
    return wrapped(text, size, room - size)[0] + "…"  # which is as wide as a character


class Canvas:
    """Shapes in the order in which they are drawn. The height is settled when the picture is taken."""

    def __init__(self, width: int, background: str = "#ffffff") -> None:
        self.width = width
        self._background = background
        self._shapes: list[str] = []

    def rectangle(
        self, x: float, y: float, width: float, height: float, fill: str, *, radius: float = 0
    ) -> None:
        self._add("rect", x=x, y=y, width=width, height=height, fill=fill, rx=radius)

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        fill: str,
        *,
        stroke: str = "none",
        thickness: float = 0,
    ) -> None:
        self._add("circle", cx=x, cy=y, r=radius, fill=fill, stroke=stroke, stroke_width=thickness)

    def line(self, points: list[tuple[float, float]], stroke: str, thickness: float) -> None:
        joined = " ".join(f"{x:g},{y:g}" for x, y in points)
        self._add(
            "polyline",
            points=joined,
            fill="none",
            stroke=stroke,
            stroke_width=thickness,
            stroke_linecap="round",
            stroke_linejoin="round",
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        fill: str,
        *,
        anchor: str = "start",
        weight: int = 400,
    ) -> None:
        """`y` is the baseline, `anchor` start, middle or end."""
        placed: dict[str, str | float] = {
            "x": x,
            "y": y,
            "font_size": size,
            "fill": fill,
            "text_anchor": anchor,
            "font_weight": weight,
        }
        written = escape(printable(text), quote=False)
        self._shapes.append(f"<text{_attributes(placed)}>{written}</text>")

    def svg(self, height: float) -> str:
        size = _attributes({"width": self.width, "height": round(height), "font_family": FAMILY})
        ground = f'<rect width="100%" height="100%" fill="{escape(self._background)}"/>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg"{size}>{ground}{"".join(self._shapes)}</svg>'
        )

    def _add(self, shape: str, **attributes: str | float) -> None:
        self._shapes.append(f"<{shape}{_attributes(attributes)}/>")


def _attributes(values: dict[str, str | float]) -> str:
    attributes = ""
    for name, value in values.items():
        written = str(value)
        if isinstance(value, float):
            written = f"{value:g}"
        attributes += f' {name.replace("_", "-")}="{escape(written)}"'
    return attributes
