"""From a TOML value to a value of the plan,
or `Unfit` with a sentence that says what may stand there.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from bot.domain.patterns import pattern
from bot.domain.people import Role
from bot.domain.plan import SchoolHolidays
from bot.domain.written_dates import DAY, YEAR_AND_MONTH, day_or_none

Value = TypeVar("Value")

UNLIMITED = "不限"
_LONGEST_TEXT = 200  # characters: it stands on one line of a card
_SHARE_WORDS = '请写成 "1/3"、"60%" 或 0.6 这样的比例，大小在 0 到 1 之间'
_DAY_WORDS = "请写成 2026-12-31 这样的日期"
_SHARE = pattern(
    r"\s*(?:(?P<above>\d{1,6})\s*/\s*(?P<below>\d{1,6})|(?P<number>\d{1,3}(?:\.\d{1,6})?)(?:\s*(?P<percent>%))?)\s*",
    re.ASCII,
)
_DAY = pattern(YEAR_AND_MONTH + DAY, re.ASCII)
_SPAN_WORDS = '请写成 "1月20日至2月20日" 这样的起止日期'
_SPAN = pattern(
    r"(\d{1,2})[月./-](\d{1,2})日?(?:至|到|[-~—–]{1,2})(\d{1,2})[月./-](\d{1,2})日?", re.ASCII
)
_CLOCK = pattern(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


class Unfit(Exception):
    """`path` leads from the value to the part of it that does not fit."""

    def __init__(self, message: str, *path: str | int) -> None:
        super().__init__(message)
        self.message = message
        self.path = path


def text(value: object) -> str:
    """One line, may be empty."""
    if not isinstance(value, str):
        raise Unfit('请写成用英文双引号括起来的文字，例如 "我系"')
    stripped = value.strip()
    if len(stripped) > _LONGEST_TEXT or not all(char.isprintable() for char in stripped):
        raise Unfit(f"请写成一行文字，不超过 {_LONGEST_TEXT} 字，不含换行和控制字符")
    return stripped


def title(value: object) -> str:
    """One line, not empty."""
    stripped = text(value)
    if not stripped:
        raise Unfit("请填写文字，不能空着")
    return stripped


def ending(value: object) -> str:
    """The ending of a file's name, without its dot: 「.PPTX」 is pptx."""
    word = title(value).lower().removeprefix(".")
    if not word.isascii() or not word.isalnum() or len(word) > len("pptxx"):
        raise Unfit('请写文件的扩展名，例如 "pptx"')
    return word


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Unfit("请写 true（是）或 false（否），不加引号")
    return value


def whole(least: int, most: int, because: str = "") -> Callable[[object], int]:
    """A whole number in the given range, both ends included."""

    def convert(value: object) -> int:
        # `true` is an integer to Python, and no number to a person.
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Unfit(f"请写 {least} 到 {most} 之间的整数，不加引号{because}")
        return value

    return convert


def length_or_unlimited(value: object) -> int | None:
    if value == UNLIMITED:
        return None
    return whole(100, 100_000, f'；不作要求就写 "{UNLIMITED}"')(value)


def months_or_unlimited(value: object) -> int | None:
    if value == UNLIMITED:
        return None
    return whole(1, 240, f'；一直留着就写 "{UNLIMITED}"')(value)


def count_or_unlimited(value: object) -> int | None:
    if value == UNLIMITED:
        return None
    return whole(1, 1000, f'；不作要求就写 "{UNLIMITED}"')(value)


def share(value: object) -> Fraction:
    """A share from 0 to 1; decimals have at most six places."""
    fraction = None
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent  # a letter for infinity and the like
        if isinstance(exponent, int) and -6 <= exponent <= 0:
            fraction = Fraction(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        fraction = Fraction(value)
    elif isinstance(value, str):
        fraction = _fraction_of_text(value)
    if fraction is None or not 0 <= fraction <= 1:
        raise Unfit(_SHARE_WORDS)
    return fraction


def share_or_unlimited(value: object) -> Fraction | None:
    if value == UNLIMITED:
        return None
    try:
        return share(value)
    except Unfit as unfit:
        raise Unfit(f'{unfit.message}；不作要求就写 "{UNLIMITED}"') from None


def weight(value: object) -> Fraction:
    """A share above 0."""
    fraction = share(value)
    if not fraction:
        raise Unfit("权重应大于 0；不参加测评的票类请整节删去")
    return fraction


def spoken_share(value: Fraction) -> str:
    """60% where at most four decimals say it exactly, otherwise 1/3; `share` reads both."""
    percent = value * 100
    for places in range(5):
        if (percent * 10**places).denominator == 1:
            return f"{float(percent):.{places}f}%"
    return f"{value.numerator}/{value.denominator}"


def day(value: object) -> date:
    """Reads a TOML date, or the same in quotes. Raises Unfit."""
    if isinstance(value, str):
        match = _DAY.fullmatch(value.strip())
        if match is None:
            raise Unfit(_DAY_WORDS)
        day = day_or_none(*map(int, match.groups()))
        if day is None:
            raise Unfit(f"没有 {value.strip()[:20]} 这一天，{_DAY_WORDS}")
        return day
    # A datetime is a date to Python; nobody writes an hour here on purpose.
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Unfit(_DAY_WORDS)
    return value


def span_of_days(value: object) -> SchoolHolidays:
    """Two days of every year."""
    match = None
    if isinstance(value, str):
        match = _SPAN.fullmatch(unicodedata.normalize("NFKC", value).strip())
    if match is None:
        raise Unfit(_SPAN_WORDS)
    first_month, first_day, last_month, last_day = map(int, match.groups())
    for month, number in ((first_month, first_day), (last_month, last_day)):
        # 2024 has a 29 February.
        if day_or_none(2024, month, number) is None:
            raise Unfit(f"没有 {month}月{number}日 这一天，{_SPAN_WORDS}")
    return SchoolHolidays((first_month, first_day), (last_month, last_day))


def clock(value: object) -> time:
    """Reads a time of day to the minute. Raises Unfit."""
    if isinstance(value, str):
        match = _CLOCK.fullmatch(unicodedata.normalize("NFKC", value).strip())
        if match:
            return time(int(match[1]), int(match[2]))
    if isinstance(value, time) and not value.second and not value.microsecond:
        return value
    raise Unfit('请写成 "09:00" 这样的时间，24 小时制')


def one_of(choices: Mapping[str, Value]) -> Callable[[object], Value]:
    """One of the words in `choices`, as what it stands for."""
    allowed = "、".join(f'"{word}"' for word in choices)

    def convert(value: object) -> Value:
        if not isinstance(value, str) or value.strip() not in choices:
            raise Unfit(f"请写下面之一：{allowed}")
        return choices[value.strip()]

    return convert


def distinct(convert: Callable[[object], Value]) -> Callable[[object], tuple[Value, ...]]:
    """A list whose elements differ; may be empty."""

    def convert_all(value: object) -> tuple[Value, ...]:
        if not isinstance(value, list):
            raise Unfit("请写成用方括号括起来、用英文逗号隔开的列表，例如 [ … , … ]")
        elements: list[Value] = []
        for index, part in enumerate(value):
            try:
                element = convert(part)
            except Unfit as unfit:
                raise Unfit(unfit.message, index, *unfit.path) from None
            if element in elements:
                raise Unfit("这一项重复了，请删去一个", index)
            elements.append(element)
        return tuple(elements)

    return convert_all


def offices(value: object) -> tuple[str, ...]:
    """Leaders, organisers or both; an act that nobody may do helps no unit."""
    words = {role.value: role.value for role in (Role.LEADER, Role.ORGANISER)}
    holders = distinct(one_of(words))(value)
    if not holders:
        raise Unfit("请至少写一个身份：领导、组织员")
    return holders


def _fraction_of_text(value: str) -> Fraction | None:
    match = _SHARE.fullmatch(unicodedata.normalize("NFKC", value))
    if match is None or (match["below"] and not int(match["below"])):
        return None
    if match["below"]:
        return Fraction(int(match["above"]), int(match["below"]))
    number = Fraction(match["number"])
    if match["percent"]:
        return number / 100
    return number
