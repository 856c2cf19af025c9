"""One printed line: its cleaned text, and where it stands on the page.

Places are in points from the lower left corner.
"""

import re
import unicodedata

from bot.domain.patterns import pattern
from bot.domain.values import dataclass

# Characters and full-width marks.
HAN = (
    "\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af“”‘’…—·"
)
SPACE_BESIDE_HAN = pattern(rf"(?<=[{HAN}])[ \t]+(?=[{HAN}0-9])|(?<=[0-9])[ \t]+(?=[{HAN}])")
# Some producers write 一 as the radical of the same shape.
RADICALS = pattern("[\u2e80-\u2fdf\uf900-\ufaff]")
# Simplified radicals, for which Unicode knows no normal form.
SIMPLIFIED = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
HYPHENATION = "\ufffe"
INVISIBLE = pattern("[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff\uffff]")


@dataclass(frozen=True)
class PrintedLine:
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
    """Drops what nobody sees, and the gaps that typesetting leaves between Chinese and figures."""
    line = INVISIBLE.sub("", line.replace(HYPHENATION, "-").replace("\u00a0", " "))
    line = RADICALS.sub(_character_of, line)
    return SPACE_BESIDE_HAN.sub("", line).strip()


def _character_of(radical: re.Match[str]) -> str:
    """Returns the character of the same shape.

    Nothing where that follows, as Apple's producer writes both for one glyph.
    """
    character = SIMPLIFIED.get(radical[0]) or unicodedata.normalize("NFKC", radical[0])
    if radical.string.startswith(character, radical.end()):
        return ""
    return character


def half_widths(text: str) -> int:
    """Returns the width as type is set: full-width characters count 2."""
    return len(text) + sum(character >= "\u2e80" for character in text)
