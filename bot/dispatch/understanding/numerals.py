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
        return int(text) if len(text) <= 4 else None
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return DIGITS.get(text)
    high = DIGITS.get(tens, 0) if tens else 1
    low = DIGITS.get(ones, 0) if ones else 0
    known = (not tens or tens in DIGITS) and (not ones or ones in DIGITS)
    return high * 10 + low if known else None


def written(value: int) -> str:
    """The Chinese form of 0 to 99, as branches are numbered: 十二, 二十."""
    tens, ones = divmod(value, 10)
    figure = "零一二三四五六七八九"
    if not tens:
        return figure[ones]
    return ("" if tens == 1 else figure[tens]) + "十" + (figure[ones] if ones else "")
