from datetime import date, datetime

import pytest

from bot.domain.calendar import Calendar
from bot.domain.publicity import window
from bot.holidays import year_tables
from tests.chat import SHANGHAI

CHINA = Calendar(tables=year_tables(range(2025, 2028)))


@pytest.mark.parametrize(
    ("released", "workdays", "last"),
    [
        (date(2026, 12, 22), 5, date(2026, 12, 29)),  # a Tuesday; the weekend does not count
        (date(2026, 12, 26), 1, date(2026, 12, 28)),  # released on a Saturday
        (
            date(2026, 9, 30),
            3,
            date(2026, 10, 10),
        ),  # the National Day holiday and a worked Saturday
    ],
)
def test_reports_are_public_for_whole_workdays_after_the_day_of_the_release(
    released: date, workdays: int, last: date
) -> None:
    found = window(released, workdays, CHINA)
    assert (found.first, found.last) == (released, last)
    after = found.closes(SHANGHAI)
    assert (
        after - datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=SHANGHAI)
    ).total_seconds() == 1
