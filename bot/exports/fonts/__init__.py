"""The font of the pictures: a part of Noto Sans CJK SC (SIL Open Font License, see OFL.txt), made by `scripts/make_font.py`."""

from functools import cache
from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files(__name__)))
FAMILY = "Noto Sans CJK SC"
FONT = FOLDER / "NotoSansCJKsc-Names.otf"
SIGNS = "—…“”‘’✓✗√×■□●○▲△→←↑↓·•–％①②③④⑤⑥⑦⑧⑨⑩《》〈〉「」『』【】〔〕（）"  # beside those of GB 2312


@cache
def characters() -> frozenset[str]:
    """What the font draws: GB 2312, and the Table of General Standard Chinese Characters for rare names."""
    latin = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100))}
    cells = (bytes((row, column)) for row in range(0xA1, 0xF8) for column in range(0xA1, 0xFF))
    chinese = {cell.decode("gb2312", errors="ignore") for cell in cells} - {""}
    further = (FOLDER / "further-characters.txt").read_text(encoding="utf-8").strip()
    return frozenset(latin | chinese | set(further) | set(SIGNS))


def covers(text: str) -> bool:
    """Whether the font draws every character of `text`; it does for all names of the national table."""
    return characters().issuperset(text)
