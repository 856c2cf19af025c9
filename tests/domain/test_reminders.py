from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Calendar
from bot.domain.planfile import default_plan
from bot.domain.reminders import (
    DEADLINE,
    REPORT,
    due,
    for_group,
    for_person,
    missed,
    occasions,
    upcoming,
)
from bot.holidays import year_tables
from tests.chat import SHANGHAI

PLAN = default_plan(2026)
CALENDAR = Calendar(tables=year_tables(range(2024, 2028)))
DAYS = st.dates(date(2024, 2, 1), date(2026, 12, 31))


@given(day=DAYS)
def test_every_occasion_is_at_a_working_hour_once_a_day_and_has_a_name_of_its_own(
    day: date,
) -> None:
    found = occasions(REPORT, day, PLAN, CALENDAR, SHANGHAI)
    moments = [occasion.rung.moment for occasion in found]
    assert moments == sorted(moments)
    assert len({moment.date() for moment in moments}) == len(moments)
    assert not any(CALENDAR.is_quiet(moment) for moment in moments)
    assert len({occasion.window for occasion in found}) == len(found)


@given(day=DAYS, minutes=st.integers(-40 * 24 * 60, 200 * 24 * 60))
def test_what_is_due_is_of_today_and_what_comes_next_is_ahead(day: date, minutes: int) -> None:
    now = datetime.combine(day, PLAN.reminders.at, SHANGHAI) + timedelta(minutes=minutes)
    found = occasions(REPORT, day, PLAN, CALENDAR, SHANGHAI)
    now_due = due(found, now, CALENDAR)
    assert len(now_due) <= 1
    assert all(
        occasion.rung.day == now.date() and occasion.rung.moment <= now for occasion in now_due
    )
    following = upcoming(found, now)
    assert following is None or following > now
    assert following == next((one.rung.moment for one in found if one.rung.moment > now), None)


@given(day=DAYS, begun=st.integers(-40 * 24, 200 * 24), hours=st.integers(0, 30 * 24))
def test_whatever_came_due_unwatched_is_either_caught_up_or_missed(
    day: date, begun: int, hours: int
) -> None:
    since = datetime.combine(day, PLAN.reminders.at, SHANGHAI) + timedelta(hours=begun)
    now = since + timedelta(hours=hours)
    found = occasions(REPORT, day, PLAN, CALENDAR, SHANGHAI)
    came = [one for one in found if since < one.rung.moment <= now]
    lost, helps = missed(found, since, now, CALENDAR), due(found, now, CALENDAR)
    assert set(lost) == set(came) - set(helps)
    assert missed(found, now, now, CALENDAR) == ()


def test_the_group_hears_of_a_date_three_times_at_most() -> None:
    assert for_group((30, 14, 7, 3, 1, 0)) == (30, 7, 0)


def test_whoever_owes_a_report_hears_of_it_five_times_at_most() -> None:
    assert for_person((30, 14, 7, 3, 1, 0)) == (30, 7, 3, 1, 0)
    assert for_person((10, 5)) == (10, 5)
    assert for_group((14, 7, 3, 0)) == (14, 7, 0)
    assert for_group((5, 2)) == (5, 2)


def test_the_group_hears_of_a_date_before_it_and_once_after_it() -> None:
    found = occasions(DEADLINE, date(2025, 12, 31), PLAN, CALENDAR, SHANGHAI)
    assert [one.window for one in found] == [
        "2025-12-31-30",
        "2025-12-31-7",
        "2025-12-31+0",
        "2025-12-31+5",
    ]
    assert {one.item for one in found} == {DEADLINE}
    assert upcoming(found, found[-1].rung.moment) is None


@pytest.mark.parametrize("times", [0, 1, 4, 26])
def test_whoever_owes_a_report_hears_of_it_weekly_and_not_for_ever(times: int) -> None:
    plan = replace(PLAN, reminders=replace(PLAN.reminders, late_times=times))
    found = occasions(REPORT, date(2025, 12, 10), plan, CALENDAR, SHANGHAI)
    late = [one.rung.day for one in found if one.rung.remaining < 0]
    assert len(late) == min(times, 25)  # the week of the Spring Festival has no workday
    assert all(day > date(2025, 12, 10) for day in late)
    assert len({day.isocalendar()[:2] for day in late}) == len(late)
