"""Chinese numerals: read as people number their points, written as documents count."""

DIGITS = "零一二三四五六七八九"
_UNITS = "十百千"
_VALUES = {digit: value for value, digit in enumerate(DIGITS)}
# The formal characters of accounts, and 两, which people say for two.
_EVERYDAY = str.maketrans("壹贰叁肆伍陆柒捌玖拾两", "一二三四五六七八九十二")


def parse(numeral: str) -> int:
    """Returns the value of 一 to 九十九, and 0 for what is no such numeral."""
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = numeral.translate(_EVERYDAY).rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    if any(digit not in _VALUES for digit in tens + ones):
        return 0
    value = _VALUES.get(ones, 0)
    if ten:
        value += 10 * _VALUES.get(tens, 1)
    return value


def spell(value: int, digits: str = DIGITS, units: str = _UNITS) -> str:
    """Spells 一 … 一十 … 一百零五 … 九千九百九十九; other values stay in plain digits.

    `digits` are the characters of 0 to 9, `units` those of ten, hundred and thousand.
    """
    if not 0 < value < 10_000:
        return str(value)
    text = ""
    for place, digit in enumerate(reversed(str(value))):
        if digit != "0":
            unit = ("", *units)[place]
            text = digits[int(digit)] + unit + text
        elif text and not text.startswith("零"):
            # Zeros between figures are said once, zeros at the end not at all.
            text = "零" + text
    return text


def spell_in_list(value: int) -> str:
    """Spells as lists are numbered: ten to nineteen without the leading one, 十一 and not 一十一."""
    text = spell(value)
    if 10 <= value < 20:
        return text[1:]
    return text
