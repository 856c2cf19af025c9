"""Days in words, counted from today: 明天, 下周五, 25号, 12月25日, 月底, 三天后; and lengths: 三天, 一周.

A day without a year is the next one that comes; weeks begin on Monday.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.dispatch.understanding.numerals import NUMERAL, number
from bot.domain.patterns import pattern
from bot.domain.values import dataclass
from bot.domain.written_dates import day_or_none

WEEKDAYS = (
    {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6} | {str(i + 1): i for i in range(7)}
)
DAY = r"(?:\d{1,2}|卅一?|廿[一二三四五六七八九]?|三十一?|[二两]?十[一二三四五六七八九]?|二十[一二三四五六七八九]|[一二三四五六七八九])"
UNITS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}


@dataclass(frozen=True)
class Span:
    """A day, or a number of days, at [start, end). `exact` when the day was written with its month."""

    start: int
    end: int
    value: date | int
    exact: bool = False


# With what a day or a length can begin: most letters of a message are passed over at once.
BEGINNINGS = frozenset(
    "0123456789零一二三四五六七八九十廿卅两俩仨壹贰叁半明下这本月今后大年元周星礼号日"
)
Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date], date | int | None], bool]


def spans(text: str, today: date) -> Iterator[Span]:
    """All days and lengths in the plain form of a text, from left to right, without overlaps."""
    at = 0
    while at < len(text):
        span = None
        if text[at] in BEGINNINGS:
            span = span_at(text, at, today)
        if span is None:
            at += 1
            continue
        yield span
        at = span.end


def span_at(text: str, at: int, today: date) -> Span | None:
    """The day or length that begins at this very place."""
    for form, read, exact in RULES:
        found = form.match(text, at)
        if found is None:
            continue
        value = read(found, today)
        if value is not None:
            return Span(at, found.end(), value, exact)
    return None


def _iso(found: re.Match[str], _today: date) -> date | None:
    return day_or_none(int(found[1]), int(found[2]), int(found[3]))


def _month_and_day(found: re.Match[str], today: date) -> date | None:
    month, day = number(found["month"].replace("元", "1")), number(found["day"])
    if month is None or day is None:
        return None
    next_year = day_or_none(today.year + 1, month, day)
    if found["next"]:
        return next_year
    this_year = day_or_none(today.year, month, day)
    if this_year and this_year < today:
        return next_year
    return this_year


def _day_of_month(found: re.Match[str], today: date) -> date | None:
    day = number(found["day"])
    if day is None:
        return None
    ahead = len(found["next"] or "")
    year, month = _months_on(today, ahead)
    value = day_or_none(year, month, day)
    if value and value < today and not ahead:
        return day_or_none(*_months_on(today, 1), day)
    return value


def _end_of_month(found: re.Match[str], today: date) -> date:
    year, month = _months_on(today, len(found["next"] or ""))
    return date(year, month, calendar.monthrange(year, month)[1])


def _end_of_named_month(found: re.Match[str], today: date) -> date | None:
    month = number(found["month"])
    if month is None:
        return None
    year = today.year
    if month < today.month:
        year += 1
    return date(year, month, calendar.monthrange(year, month)[1])


def _weekday(found: re.Match[str], today: date) -> date:
    weekday, weeks = WEEKDAYS[found["day"]], len(found["next"] or "")
    day = _monday(today, weeks) + timedelta(days=weekday)
    if day < today and not weeks and not found["this"]:
        return day + timedelta(weeks=1)
    return day


def _end_of_week(found: re.Match[str], today: date) -> date:
    last = WEEKDAYS["五"]
    if found["end"] == "末":
        last = WEEKDAYS["日"]
    return _monday(today, len(found["next"] or "")) + timedelta(days=last)


def _monday(today: date, weeks: int) -> date:
    """The first day of this week, or of the one that many weeks on."""
    return today + timedelta(weeks=weeks, days=-today.weekday())


def _word(found: re.Match[str], today: date) -> date:
    ahead = {
        "今天": 0,
        "今日": 0,
        "今晚": 0,
        "明天": 1,
        "明日": 1,
        "明晚": 1,
        "明儿": 1,
        "后天": 2,
        "后日": 2,
        "后儿": 2,
    }
    return today + timedelta(days=ahead.get(found[0], 3))


def _later(found: re.Match[str], today: date) -> date | None:
    days = _length(found, today)
    if days is None:
        return None
    return today + timedelta(days=days)


def _length(found: re.Match[str], _today: date) -> int | None:
    unit = UNITS[found["unit"]]
    if found["count"] == "半":
        return unit // 2
    count = number(found["count"])
    if count is None:
        return None
    return count * unit


def _months_on(today: date, ahead: int) -> tuple[int, int]:
    """The year and month so many months ahead."""
    years, month = divmod(today.month - 1 + ahead, 12)
    return today.year + years, month + 1


def _end_of_year(_found: re.Match[str], today: date) -> date:
    return date(today.year, 12, 31)


def _new_year(_found: re.Match[str], today: date) -> date:
    return date(today.year + 1, 1, 1)


COUNT = rf"(?P<count>{NUMERAL}|半)\s*个?(?P<unit>天|日(?!期)|周|星期|礼拜|月(?!\d|底))"
RULES: tuple[Rule, ...] = (
    (pattern(r"(?<!\d)(20\d\d)[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})[日号]?(?!\d)"), _iso, True),
    (pattern(rf"(?<!\d)(?P<next>明年)?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])月份?的?(?P<day>{DAY})(?:[日号]|(?!\d|[天周个条项]))"), _month_and_day, True),
    (pattern(r"(?<![\d.])(?P<next>)(?P<month>1[0-2]|0?[1-9])[-/.](?P<day>3[01]|[12]\d|0?[1-9])[日号]?(?![\d.])"), _month_and_day, True),
    (pattern(r"(?P<next>下{1,9})?(?(next)个?|(?:这个|本)?)月(?:底|末|最后一天)"), _end_of_month, False),
    (pattern(r"(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?(?:底|末)"), _end_of_named_month, True),
    (pattern(rf"(?:(?P<next>下)个?月|(?:这个|本)月|(?<![\d月]))(?P<day>{DAY})(?:号(?!问题|楼)|日(?!期|报))"), _day_of_month, False),
    # 「说下下周二」 is 「说一下，下周二」.
    (pattern(r"(?P<next>(?<=[说讲]下)下|(?<![说讲])下{1,9}|(?<=[说讲])下(?!下))?(?(next)个?|)(?P<this>这个|这|本)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7])(?!周|个|天|次)"), _weekday, False),
    (pattern(r"(?P<next>下{1,9})?(?(next)个?|(?:这|本)?)周(?P<end>末|内)"), _end_of_week, False),
    (pattern(r"今天|今日|今晚|明天|明日|明晚|明儿|后天|后日|后儿|大后天"), _word, False),
    (pattern(r"年底|年末|年前|元旦(?:之前|以前|前)"), _end_of_year, False),
    (pattern(r"元旦"), _new_year, False),
    (pattern(COUNT + r"(?:之后|以后|后(?!天))"), _later, False),
    (pattern(COUNT), _length, False),
)  # fmt: skip
