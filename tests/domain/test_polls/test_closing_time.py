"""When a ballot closes, out of what an organiser said of it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.polls.refusals import ClosesTooSoon
from bot.domain.polls.window import LONGEST, closing_time

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 12, 21, 15, 0, tzinfo=SHANGHAI)
EVENING = time(20)


@pytest.mark.parametrize(
    ("day", "clock", "hours"),
    [
        (None, None, 5),
        (None, time(16, 30), 1.5),
        (date(2026, 12, 25), None, 4 * 24 + 5),
        (date(2026, 12, 25), time(9), 4 * 24 - 6),
    ],
)
def test_what_was_not_said_is_today_and_this_evening(
    day: date | None, clock: time | None, hours: float
) -> None:
    closes = closing_time(day, clock, now=NOW, evening=EVENING)
    assert closes == NOW + timedelta(hours=hours)


@given(st.timedeltas(timedelta(days=-100), timedelta(days=200)))
def test_it_lies_ahead_and_within_two_months_or_is_refused(away: timedelta) -> None:
    said = NOW + away
    if NOW < said <= NOW + LONGEST:
        assert closing_time(said.date(), said.time(), now=NOW, evening=EVENING) == said
        return
    with pytest.raises(ClosesTooSoon):
        closing_time(said.date(), said.time(), now=NOW, evening=EVENING)


def test_this_evening_is_over_late_at_night() -> None:
    late = NOW + timedelta(hours=6)
    with pytest.raises(ClosesTooSoon):
        closing_time(None, None, now=late, evening=EVENING)
