"""School holidays: two days of every year, also over New Year."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.plan import SchoolHolidays

MONTHS_AND_DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(
    lambda day: (day.month, day.day)
)


@pytest.mark.parametrize(
    ("first", "last", "begins", "ends", "number"),
    [
        ((1, 20), (2, 20), date(2026, 1, 20), date(2026, 2, 20), 32),
        ((1, 20), (1, 20), date(2026, 1, 20), date(2026, 1, 20), 1),
        ((12, 30), (1, 2), date(2026, 12, 30), date(2027, 1, 2), 4),
        ((2, 27), (2, 29), date(2026, 2, 27), date(2026, 2, 28), 2),  # no leap year
        ((2, 29), (3, 1), date(2026, 2, 28), date(2026, 3, 1), 2),
    ],
)
def test_holidays_of_a_year(
    first: tuple[int, int], last: tuple[int, int], begins: date, ends: date, number: int
) -> None:
    days = SchoolHolidays(first, last).days(2026)
    assert (days[0], days[-1], len(days)) == (begins, ends, number)


def test_29_february_is_itself_in_a_leap_year() -> None:
    assert SchoolHolidays((2, 29), (3, 1)).days(2028)[0] == date(2028, 2, 29)


@given(MONTHS_AND_DAYS, MONTHS_AND_DAYS, st.integers(2020, 2040))
@settings(max_examples=40)
def test_holidays_are_days_in_a_row_of_less_than_a_year(
    first: tuple[int, int], last: tuple[int, int], year: int
) -> None:
    days = SchoolHolidays(first, last).days(year)
    assert 1 <= len(days) <= 366
    assert days[0].year == year
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))
