from datetime import UTC, date, datetime

import pytest

from bot.texts import dates
from tests.chat import SHANGHAI


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 12, 25, 17, tzinfo=SHANGHAI), "12月25日（周五）17:00"),
        (datetime(2024, 2, 29, 9, 5, tzinfo=SHANGHAI), "2月29日（周四）09:05"),
        (datetime(2023, 12, 30, 16, tzinfo=UTC), "12月31日（周日）00:00"),  # in the unit's own time
    ],
)
def test_moments_are_told_with_their_weekday(moment: datetime, words: str) -> None:
    assert dates.moment(moment, SHANGHAI) == words


def test_days_are_told_without_a_year() -> None:
    assert dates.day(date(2026, 12, 7)) == "12月7日（周一）"


def test_a_day_of_another_year_is_told_with_it() -> None:
    in_december = date(2026, 12, 7)
    assert dates.day(date(2026, 12, 31), in_december) == "12月31日（周四）"
    assert dates.day(date(2027, 12, 31), in_december) == "2027年12月31日（周五）"
    assert dates.until(date(2027, 6, 30), in_december) == "2027年6月底前"
    assert dates.until(date(2027, 6, 30), date(2027, 1, 4)) == "6月底前"
    assert dates.of_plan(date(2027, 1, 15), 2026) == "2027年1月15日（周五）"
