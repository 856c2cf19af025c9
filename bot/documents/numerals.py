"""Numbers as automatic lists print them.

Names of formats: ECMA-376 part 1, 17.18.59 ST_NumberFormat.
"""

from collections.abc import Callable

from bot.domain.chinese_numerals import spell, spell_in_list

POSITIONAL = "〇一二三四五六七八九"
LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
LEGAL_JAPANESE = "〇壱弐参四伍六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ENCLOSED_IDEOGRAPHS = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
CIRCLED = "".join(
    map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)))
)
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
LARGEST_ROMAN = 3999
FULL_WIDTH = str.maketrans("0123456789", "".join(map(chr, range(0xFF10, 0xFF1A))))


def legal(digits: str) -> Callable[[int], str]:
    """Returns the writer that accounts use, which no stroke can change: 壹佰零伍."""
    return lambda value: spell(value, digits, "拾佰仟")


def positional(value: int) -> str:
    """Writes digit by digit: 一〇五."""
    if value < 0:
        return str(value)
    return "".join(POSITIONAL[int(digit)] for digit in str(value))


def roman(value: int) -> str:
    if not 0 < value <= LARGEST_ROMAN:
        return str(value)
    text = ""
    for worth, sign in ROMAN:
        times, value = divmod(value, worth)
        text += sign * times
    return text


def letters(value: int) -> str:
    """Writes A … Z, AA, BB …: Word repeats the letter."""
    if not 0 < value <= 26 * 30:
        return str(value)
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def ordinal(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return f"{value}th"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def cycle(signs: str) -> Callable[[int], str]:
    """Returns the writer of a closed series; beyond its end it writes plain digits."""

    def write(value: int) -> str:
        if not 0 < value <= len(signs):
            return str(value)
        return signs[value - 1]

    return write


def full_width(value: int) -> str:
    return str(value).translate(FULL_WIDTH)


def sexagenary(value: int) -> str:
    """Writes 甲子, 乙丑 … as years were counted: both series go on side by side."""
    return STEMS[(value - 1) % 10] + BRANCHES[(value - 1) % 12]


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "upperRoman": roman,
    "lowerRoman": lambda value: roman(value).lower(),
    "upperLetter": letters,
    "lowerLetter": lambda value: letters(value).lower(),
    "ordinal": ordinal,
    "hex": lambda value: f"{value:X}",
    "numberInDash": lambda value: f"- {value} -",
    "chineseCounting": spell_in_list,
    "chineseCountingThousand": spell_in_list,
    "japaneseCounting": spell_in_list,
    "taiwaneseCounting": spell_in_list,
    "taiwaneseCountingThousand": spell_in_list,
    "chineseLegalSimplified": legal(LEGAL_SIMPLIFIED),
    "ideographLegalTraditional": legal(LEGAL_TRADITIONAL),
    "japaneseLegal": legal(LEGAL_JAPANESE),
    "ideographDigital": positional,
    "japaneseDigitalTenThousand": positional,
    "taiwaneseDigital": positional,
    "ideographTraditional": cycle(STEMS),
    "ideographZodiac": cycle(BRANCHES),
    "ideographZodiacTraditional": sexagenary,
    "ideographEnclosedCircle": cycle(ENCLOSED_IDEOGRAPHS),
    "decimalEnclosedCircle": cycle(CIRCLED),
    "decimalEnclosedCircleChinese": cycle(CIRCLED),
    "decimalEnclosedFullstop": cycle("".join(map(chr, range(0x2488, 0x249C)))),
    "decimalEnclosedParen": cycle("".join(map(chr, range(0x2474, 0x2488)))),
    "decimalFullWidth": full_width,
    "decimalFullWidth2": full_width,
}
WITHOUT_NUMBER = frozenset({"none", "bullet"})


def numeral(value: int, style: str) -> str:
    """Returns `value` in the named format; an unknown format counts in plain digits, as Word does."""
    if style in WITHOUT_NUMBER:
        return ""
    return FORMATS.get(style, str)(value)
