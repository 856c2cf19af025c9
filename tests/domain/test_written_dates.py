import re
from datetime import date

import pytest

from bot.domain.written_dates import DAY, YEAR_AND_MONTH, day_or_none

WRITTEN = re.compile(YEAR_AND_MONTH + DAY)


@pytest.mark.parametrize(
    "text", ["2023-09-01", "2023/9/1", "2023.9.1", "2023年9月1日", "2023年9月1", "2023年09月01日"]
)
def test_one_day_in_all_its_forms(text: str) -> None:
    match = WRITTEN.fullmatch(text)
    assert match is not None
    assert day_or_none(*map(int, match.groups())) == date(2023, 9, 1)


@pytest.mark.parametrize("text", ["2023-09", "23-9-1", "2023 9 1", "9月1日", "2023-09-011"])
def test_what_is_no_whole_day(text: str) -> None:
    assert WRITTEN.fullmatch(text) is None


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        ((2024, 2, 29), date(2024, 2, 29)),
        ((2023, 9), date(2023, 9, 1)),
        ((2023, 2, 29), None),
        ((2023, 13, 1), None),
        ((2023, 1, 0), None),
        ((0, 1, 1), None),
    ],
)
def test_the_calendar_decides(parts: tuple[int, ...], day: date | None) -> None:
    assert day_or_none(*parts) == day
