"""Characters of symbol fonts that people do use: ticks, boxes, bullets, arrows.

Others show as a small square.
"""

UNKNOWN = "▪"
WINGDINGS = {
    0x46: "☞", 0x4A: "☺", 0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x74: "◆", 0x75: "◆",
    0x76: "❖", 0x9F: "•", 0xA1: "○", 0xA3: "□", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→",
    0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip
WINGDINGS_2 = {
    0x4F: "✗",
    0x50: "✓",
    0x51: "☒",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0xA3: "□",
    0x98: "•",
}
SYMBOL = {
    0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD7: "·",
    0xA5: "∞", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0xE5: "∑", 0x57: "Ω",
    0x44: "Δ", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
}  # fmt: skip
FONTS = {"wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2, "symbol": SYMBOL}
PRIVATE_USE = range(0xF000, 0xF100)


def symbol(font: str, code: int) -> str:
    """Returns what `code` looks like in `font`.

    Symbol fonts lie in the private use area, other fonts mean the character.
    """
    if code not in PRIVATE_USE and font.lower() not in FONTS:
        is_character = 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000
        return chr(code) if is_character else ""
    return FONTS.get(font.lower(), WINGDINGS).get(code & 0xFF, UNKNOWN)
