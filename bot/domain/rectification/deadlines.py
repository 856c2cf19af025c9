"""The day that a promise names: 「2027年6月底前完成」 (S30)."""

import calendar
from datetime import date

from bot.domain.patterns import pattern
from bot.domain.written_dates import day_or_none

_MONTH = pattern(r"(?:(20\d\d)年|([今本明])年)?(\d{1,2})月(?:份)?(?:(\d{1,2})[日号])?")
_YEAR_PART = pattern(
    r"(?:(20\d\d)年|([今本明])年)?(上半年|下半年|[一二三四1-4]季度|年底|年末|年内|底|末)|([今本明])年(?:内|之内)"
)
_LAST_MONTH = {
    "上半年": 6,
    "一季度": 3,
    "二季度": 6,
    "三季度": 9,
    "1季度": 3,
    "2季度": 6,
    "3季度": 9,
}
_SOON = 31  # a year's end that is nearer than this, said without a year, means the next one


def due_in(text: str, on: date) -> date | None:
    """Returns the latest day from `on` that the text names; None where it names none.

    A month without a day means its last day, also as 「6月前」; a month without a year the next such
    month.
    """
    days = []
    for match in _MONTH.finditer(text):
        month = int(match[3])
        if not 1 <= month <= 12:
            continue
        year = _year(match[1], match[2], on)
        day = _day(year or on.year, month, match[4])
        # 「3月底前」, said in November, is next year's.
        if year is None and day is not None and day < on:
            day = _day(on.year + 1, month, match[4])
        if day is not None:
            days.append(day)
    # So too the halves and quarters of a year, and its end.
    for match in _YEAR_PART.finditer(text):
        year = _year(match[1], match[2] or match[4], on)
        if year is None and match[3] in ("底", "末"):  # of a month, or of nothing
            continue
        last_month = _LAST_MONTH.get(match[3] or "", 12)
        end = _last_day(year or on.year, last_month)
        if year is None and (end - on).days < _SOON:
            end = _last_day(on.year + 1, last_month)
        days.append(end)
    return max((day for day in days if day >= on), default=None)


def _year(written: str | None, spoken: str | None, on: date) -> int | None:
    if written:
        return int(written)
    if spoken == "明":
        return on.year + 1
    if spoken:
        return on.year
    return None


def _day(year: int, month: int, day: str | None) -> date | None:
    """Returns the last day of the month where no day is said; None for one that it has not."""
    if day is None:
        return _last_day(year, month)
    return day_or_none(year, month, int(day))


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
