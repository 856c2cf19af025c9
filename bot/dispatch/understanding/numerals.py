"""Numbers as people write them: 3, 三, 十二, 二十五, 两, 俩."""

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
NUMERAL = r"(?:\d{1,4}|[一二三四五六七八九两俩仨十壹贰叁]{1,4})"


def number(text: str) -> int | None:
    """None when the characters do not make one number below a hundred (「一二」) or more than four digits."""
    if text.isdigit():
        if len(text) > 4:
            return None
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return DIGITS.get(text)
    # 十二 and 二十: what is not written before 十 is one, and behind it nothing.
    high = DIGITS.get(tens or "一")
    low = DIGITS.get(ones or "零")
    if high is None or low is None:
        return None
    return high * 10 + low


def written(value: int) -> str:
    """The Chinese form of 0 to 99, as branches are numbered: 十二, 二十."""
    figures = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    if not tens:
        return figures[ones]
    words = "十"
    if tens > 1:
        words = figures[tens] + words
    if ones:
        words += figures[ones]
    return words
