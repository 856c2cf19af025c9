"""Numbers as automatic lists print them. Names of formats: ECMA-376 part 1, 17.18.59 ST_NumberFormat."""

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
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
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
LARGEST_ROMAN = 3999
FULL_WIDTH = str.maketrans("0123456789", "".join(map(chr, range(0xFF10, 0xFF1A))))


def counting(value: int, digits: str = DIGITS, tens: str = "十百千", zero: str = "零") -> str:
    """一 … 九、十、十一、二十、一百零五; from ten thousand on plain digits."""
    if not 0 < value < 10_000:
        return str(value)
    text = ""
    for place, digit in enumerate(reversed(str(value))):
        if digit != "0":
            text = digits[int(digit)] + ("" if place == 0 else tens[place - 1]) + text
        elif text and not text.startswith(zero):
            text = zero + text
    return text


def informal(value: int) -> str:
    """Ten to nineteen without the leading one, as lists are numbered: 十一、not 一十一."""
    text = counting(value)
    return text[1:] if 10 <= value < 20 else text


def legal(digits: str) -> Callable[[int], str]:
    return lambda value: counting(value, digits, "拾佰仟")


def positional(value: int) -> str:
    if value < 0:
        return str(value)
    return "".join(DIGITS[int(digit)] for digit in str(value))


def roman(value: int) -> str:
    if not 0 < value <= LARGEST_ROMAN:
        return str(value)
    text = ""
    for worth, sign in ROMAN:
        times, value = divmod(value, worth)
        text += sign * times
    return text


def letters(value: int) -> str:
    """A … Z, AA, BB …: Word repeats the letter."""
    if not 0 < value <= 26 * 30:
        return str(value)
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def ordinal(value: int) -> str:
    teen = value % 100 in (11, 12, 13)
    return f"{value}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def cycle(signs: str) -> Callable[[int], str]:
    """Signs of a closed series; beyond its end plain digits."""
    return lambda value: signs[value - 1] if 0 < value <= len(signs) else str(value)


def full_width(value: int) -> str:
    return str(value).translate(FULL_WIDTH)


def sexagenary(value: int) -> str:
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
    "chineseCounting": informal,
    "chineseCountingThousand": informal,
    "japaneseCounting": informal,
    "taiwaneseCounting": informal,
    "taiwaneseCountingThousand": informal,
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
    """`value` in the named format; an unknown format counts in plain digits, as Word does."""
    if style in WITHOUT_NUMBER:
        return ""
    return FORMATS.get(style, str)(value)
