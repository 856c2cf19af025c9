"""One printed line: its cleaned text and where it stands on the page (points, from the lower left corner)."""

import re
import unicodedata
from dataclasses import dataclass

HAN = (
    "\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af“”‘’…—·"
)
SPACE_BESIDE_HAN = re.compile(rf"(?<=[{HAN}])[ \t]+(?=[{HAN}0-9])|(?<=[0-9])[ \t]+(?=[{HAN}])")
RADICALS = re.compile(
    "[\u2e80-\u2fdf\uf900-\ufaff]"
)  # some producers write 一 as the radical of the same shape
# Simplified radicals, for which Unicode knows no normal form.
SIMPLIFIED = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
HYPHENATION = "\ufffe"
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff\uffff]")


@dataclass(frozen=True)
class Line:
    text: str
    left: float = 0.0
    right: float = 0.0
    low: float = 0.0
    high: float = 0.0
    page_width: float = 0.0

    @property
    def em(self) -> float:
        """Width of a full-width character in this line."""
        return 2 * (self.right - self.left) / max(half_widths(self.text), 1)


def clean(line: str) -> str:
    """Without what nobody sees, and without the gaps that typesetting leaves between Chinese and figures."""
    line = INVISIBLE.sub("", line.replace(HYPHENATION, "-").replace("\u00a0", " "))
    line = RADICALS.sub(_plain, line)
    return SPACE_BESIDE_HAN.sub("", line).strip()


def _plain(radical: re.Match[str]) -> str:
    """The character of the same shape; nothing where that follows, as Apple's producer writes both for one glyph."""
    character = SIMPLIFIED.get(radical[0]) or unicodedata.normalize("NFKC", radical[0])
    doubled = radical.string.startswith(character, radical.end())
    return "" if doubled else character


def half_widths(text: str) -> int:
    """As type is set: full-width characters count 2."""
    return sum(1 if character < "\u2e80" else 2 for character in text)
