"""China's public holidays as data for `bot.domain.calendar`,
read from the chinesecalendar library.
"""

from datetime import date, timedelta
from functools import cache

import chinese_calendar

from bot.domain.calendar import YearTable


@cache
def year_table(year: int) -> YearTable | None:
    """The holidays and worked weekends of a year;
    None for a year that the library does not hold (yet).
    """
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    whole_year = [first + timedelta(days=step) for step in range(length)]
    try:
        # Kept are those on which the library contradicts Monday to Friday.
        days = [
            day for day in whole_year if chinese_calendar.is_workday(day) != (day.weekday() < 5)
        ]
    except NotImplementedError:
        return None
    return YearTable(
        holidays=frozenset(day for day in days if day.weekday() < 5),
        extra_workdays=frozenset(day for day in days if day.weekday() >= 5),
    )


def year_tables(years: range) -> dict[int, YearTable]:
    """The tables that exist among `years`."""
    return {year: table for year in years if (table := year_table(year))}
