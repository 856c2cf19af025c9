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
