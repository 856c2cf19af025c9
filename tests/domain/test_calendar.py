from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import (
    Calendar,
    Rung,
    is_useful,
    ladder,
    late_ladder,
)
from bot.holidays import year_table, year_tables

SHANGHAI = ZoneInfo("Asia/Shanghai")
RUNGS = (30, 14, 7, 3, 1, 0)
NINE = time(9)
CHINA = Calendar(tables=year_tables(range(2018, 2028)))
WEEKDAYS = Calendar()


def at(day: date, clock: time = NINE) -> datetime:
    return datetime.combine(day, clock, SHANGHAI)


def steps(deadline: date, calendar: Calendar = CHINA) -> list[tuple[int, date, int]]:
    return [
        (rung.days, rung.day, rung.remaining)
        for rung in ladder(deadline, RUNGS, NINE, calendar, SHANGHAI)
    ]


# --- workdays ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "workday"),
    [
        (date(2022, 12, 30), True),
        (date(2022, 12, 31), False),  # Saturday, first day of the New Year holiday
        (date(2023, 1, 2), False),  # Monday, holiday
        (date(2023, 1, 28), True),  # Saturday worked for Spring Festival
        (date(2023, 1, 29), True),  # Sunday worked
        (date(2024, 2, 29), True),  # leap day
        (date(2020, 2, 29), False),  # leap day on a Saturday
        (date(2026, 1, 4), True),  # Sunday worked for New Year
        (date(2026, 10, 10), True),  # Saturday worked for National Day
        (date(2026, 10, 7), False),
        (date(2027, 1, 1), False),  # certain although the table of 2027 is not out
    ],
)
def test_public_holidays_and_worked_weekends(day: date, *, workday: bool) -> None:
    assert CHINA.is_workday(day) is workday


def test_a_year_that_the_library_lacks_has_no_table_and_is_not_known() -> None:
    assert year_table(2027) is None
    assert CHINA.known(2026)
    assert not CHINA.known(2027)


@pytest.mark.parametrize(
    "day",
    [
        *(date(2027, 1, 1), date(2027, 10, 1), date(2029, 5, 1)),
        *(
            date(2027, 2, 5),
            date(2027, 2, 8),
            date(2027, 4, 5),
            date(2027, 6, 9),
            date(2027, 9, 15),
        ),  # by the moon
        *(date(2028, 1, 25), date(2028, 1, 28), date(2034, 2, 21)),
    ],
)
def test_days_that_are_certain_are_off_before_their_year_is_published(day: date) -> None:
    assert not CHINA.is_workday(day)
    assert CHINA.is_workday(date(2027, 2, 4))
    assert CHINA.is_workday(date(2027, 2, 15))  # what is free only in some years is worked
    for free in (date(2027, 2, 9), date(2027, 5, 3), date(2027, 10, 4), date(2027, 10, 7)):
        assert not CHINA.is_workday(free)  # free every year, by custom
    assert CHINA.is_workday(date(2027, 10, 8))


def test_the_missing_year_is_named_from_november_on() -> None:
    assert CHINA.unknown_next_year(date(2026, 10, 31)) is None
    assert CHINA.unknown_next_year(date(2026, 11, 1)) == 2027
    assert CHINA.unknown_next_year(date(2025, 12, 31)) is None


def test_the_units_own_days_override_the_public_table() -> None:
    own = Calendar(
        tables=CHINA.tables,
        days_off=frozenset({date(2026, 12, 30), date(2026, 1, 4)}),
        workdays=frozenset({date(2026, 12, 26), date(2026, 10, 1)}),
    )
    assert not own.is_workday(date(2026, 12, 30))
    assert not own.is_workday(date(2026, 1, 4))
    assert own.is_workday(date(2026, 12, 26))
    assert own.is_workday(date(2026, 10, 1))


def test_a_day_that_is_both_off_and_worked_stays_off() -> None:
    day = date(2026, 12, 30)
    assert not Calendar(days_off=frozenset({day}), workdays=frozenset({day})).is_workday(day)


def test_neighbouring_workdays_skip_the_national_holiday() -> None:
    assert CHINA.previous_workday(date(2026, 10, 8)) == date(2026, 9, 30)
    assert CHINA.next_workday(date(2026, 9, 30)) == date(2026, 10, 8)
    assert CHINA.workday_on_or_before(date(2026, 10, 8)) == date(2026, 10, 8)
    assert CHINA.workday_on_or_after(date(2026, 10, 3)) == date(2026, 10, 8)


@pytest.mark.parametrize(
    ("count", "day"),
    [
        (0, date(2026, 12, 26)),
        (1, date(2026, 12, 28)),
        (5, date(2027, 1, 4)),
        (-1, date(2026, 12, 25)),
    ],
)
def test_workdays_are_added_from_a_saturday(count: int, day: date) -> None:
    assert CHINA.add_workdays(date(2026, 12, 26), count) == day


def test_the_nth_workday_of_a_month() -> None:
    assert CHINA.nth_workday(2026, 10, 1) == date(2026, 10, 8)
    assert CHINA.nth_workday(2026, 10, 3) == date(2026, 10, 10)  # the worked Saturday
    assert CHINA.nth_workday(2026, 2, 99) == date(
        2026, 2, 28
    )  # the last one; also a worked Saturday
    assert CHINA.nth_workday(2026, 12, 23) == date(2026, 12, 31)


@given(st.integers(2025, 2028), st.integers(1, 12), st.integers(1, 31))
def test_the_nth_workday_is_one_of_those_of_its_month(year: int, month: int, n: int) -> None:
    first = date(year, month, 1)
    days = [first + timedelta(days=number) for number in range(31)]
    workdays = [day for day in days if day.month == month and CHINA.is_workday(day)]
    assert CHINA.nth_workday(year, month, n) == workdays[:n][-1]


def test_a_month_entirely_off_has_no_workday() -> None:
    february = frozenset(date(2026, 2, day) for day in range(1, 29))
    assert Calendar(days_off=february).nth_workday(2026, 2, 1) is None


@given(st.dates(date(2004, 1, 1), date(2030, 12, 31)), st.integers(1, 40))
def test_adding_and_taking_away_workdays_meet(day: date, count: int) -> None:
    start = CHINA.workday_on_or_after(day)
    there = CHINA.add_workdays(start, count)
    assert CHINA.add_workdays(there, -count) == start
    assert (
        sum(CHINA.is_workday(start + timedelta(days=n)) for n in range((there - start).days))
        == count
    )


# --- quiet hours ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [
        (time(7, 59, 59), True),
        (time(8, 0), False),
        (time(19, 59, 59), False),
        (time(20, 0), True),
        (time(23, 59), True),
        (time(0, 0), True),
    ],
)
def test_quiet_hours_over_midnight(clock: time, *, quiet: bool) -> None:
    assert CHINA.is_quiet(at(date(2026, 12, 25), clock)) is quiet


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    noon = Calendar(quiet_from=time(12), quiet_until=time(14))
    assert noon.is_quiet(at(date(2026, 12, 25), time(13)))
    assert not noon.is_quiet(at(date(2026, 12, 25), time(23)))
    assert not Calendar(quiet_from=time(0), quiet_until=time(0)).is_quiet(
        at(date(2026, 12, 25), time(3))
    )


def test_a_saturday_is_quiet_all_day_unless_it_is_worked() -> None:
    assert CHINA.is_quiet(at(date(2026, 12, 26), time(10)))
    assert not CHINA.is_quiet(at(date(2026, 10, 10), time(10)))


@pytest.mark.parametrize(
    ("moment", "speaks"),
    [
        (at(date(2026, 12, 25), time(10, 30)), at(date(2026, 12, 25), time(10, 30))),
        (at(date(2026, 12, 25), time(6)), at(date(2026, 12, 25), time(8))),
        (at(date(2026, 12, 24), time(22)), at(date(2026, 12, 25), time(8))),
        (at(date(2026, 12, 25), time(20)), at(date(2026, 12, 28), time(8))),
        (at(date(2026, 12, 26), time(10)), at(date(2026, 12, 28), time(8))),
        (at(date(2026, 9, 30), time(21)), at(date(2026, 10, 8), time(8))),
    ],
)
def test_the_next_speaking_moment(moment: datetime, speaks: datetime) -> None:
    assert CHINA.next_speaking_moment(moment) == speaks


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.times(), st.times(), st.times())
def test_the_next_speaking_moment_is_never_quiet_or_early(
    day: date, clock: time, start: time, end: time
) -> None:
    calendar = Calendar(tables=CHINA.tables, quiet_from=start, quiet_until=end)
    moment = at(day, clock)
    speaks = calendar.next_speaking_moment(moment)
    assert speaks >= moment
    assert not calendar.is_quiet(speaks)


# --- the ladder -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        (
            date(2022, 12, 31),  # Saturday, holiday: the last two rungs meet on Friday
            [
                (30, date(2022, 12, 1), 30),
                (14, date(2022, 12, 16), 15),
                (7, date(2022, 12, 23), 8),
                (3, date(2022, 12, 28), 3),
                (0, date(2022, 12, 30), 1),
            ],
        ),
        (
            date(2023, 12, 31),  # Sunday
            [
                (30, date(2023, 12, 1), 30),
                (14, date(2023, 12, 15), 16),
                (7, date(2023, 12, 22), 9),
                (3, date(2023, 12, 28), 3),
                (0, date(2023, 12, 29), 2),
            ],
        ),
        (
            date(2026, 12, 31),  # Thursday
            [
                (30, date(2026, 12, 1), 30),
                (14, date(2026, 12, 17), 14),
                (7, date(2026, 12, 24), 7),
                (3, date(2026, 12, 28), 3),
                (1, date(2026, 12, 30), 1),
                (0, date(2026, 12, 31), 0),
            ],
        ),
        (
            date(2027, 12, 31),  # Friday of a year without a table
            [
                (30, date(2027, 12, 1), 30),
                (14, date(2027, 12, 17), 14),
                (7, date(2027, 12, 24), 7),
                (3, date(2027, 12, 28), 3),
                (1, date(2027, 12, 30), 1),
                (0, date(2027, 12, 31), 0),
            ],
        ),
        (
            date(
                2024, 2, 29
            ),  # leap day after a Spring Festival with worked Sundays on 4 and 18 February
            [
                (30, date(2024, 1, 30), 30),
                (14, date(2024, 2, 9), 20),
                (7, date(2024, 2, 22), 7),
                (3, date(2024, 2, 26), 3),
                (1, date(2024, 2, 28), 1),
                (0, date(2024, 2, 29), 0),
            ],
        ),
        (
            date(2026, 10, 10),  # a worked Saturday after the National Day holiday
            [
                (30, date(2026, 9, 10), 30),
                (14, date(2026, 9, 24), 16),  # the 25th is Mid-Autumn
                (3, date(2026, 9, 30), 10),
                (1, date(2026, 10, 9), 1),
                (0, date(2026, 10, 10), 0),
            ],
        ),
    ],
)
def test_the_ladder_around_deadlines(deadline: date, expected: list[tuple[int, date, int]]) -> None:
    assert steps(deadline) == expected


def test_rungs_speak_at_the_set_hour_or_after_the_quiet_hours() -> None:
    late_bird = ladder(date(2026, 12, 31), (0,), time(22), CHINA, SHANGHAI)
    assert [rung.moment for rung in late_bird] == [at(date(2026, 12, 31), time(8))]
    assert ladder(date(2026, 12, 31), (0,), time(9, 30), CHINA, SHANGHAI)[0].moment == at(
        date(2026, 12, 31), time(9, 30)
    )


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    days = st.frozensets(st.dates(date(2025, 10, 1), date(2028, 3, 1)), max_size=30)
    return Calendar(
        tables=CHINA.tables,
        days_off=draw(days),
        workdays=draw(days),
        quiet_from=draw(st.times()),
        quiet_until=draw(st.times()),
    )


@given(
    calendars(),
    st.dates(date(2026, 1, 1), date(2028, 2, 29)),
    st.lists(st.integers(0, 60), max_size=8),
    st.times(),
)
def test_no_rung_is_quiet_late_or_beside_another(
    calendar: Calendar, deadline: date, rungs: list[int], clock: time
) -> None:
    found = ladder(deadline, rungs, clock, calendar, SHANGHAI)
    assert bool(found) is bool(rungs)
    assert not any(calendar.is_quiet(rung.moment) for rung in found)
    assert all(rung.day <= deadline and rung.remaining >= rung.days for rung in found)
    days = [rung.day for rung in found]
    assert days == sorted(set(days))
    nominal = [rung.days for rung in found]
    assert nominal == sorted(set(nominal), reverse=True)
    assert set(nominal) <= set(rungs)
    if rungs:
        assert nominal[-1] == min(rungs)  # the nearest rung is never the one that is merged away


# --- after the deadline -----------------------------------------------------------------------------------------------


def test_late_but_running_speaks_on_the_first_workday_of_each_week() -> None:
    late = late_ladder(date(2025, 12, 31), date(2026, 2, 28), NINE, CHINA, SHANGHAI)
    assert [(rung.days, rung.day) for rung in late] == [
        (-5, date(2026, 1, 5)),
        (-12, date(2026, 1, 12)),
        (-19, date(2026, 1, 19)),
        (-26, date(2026, 1, 26)),
        (-33, date(2026, 2, 2)),
        (-40, date(2026, 2, 9)),
        (-55, date(2026, 2, 24)),  # the week of Spring Festival is silent; its end is a Tuesday
    ]
    assert late[0].remaining == -5


def test_a_sunday_deadline_is_followed_by_the_very_next_week() -> None:
    late = late_ladder(date(2023, 12, 31), date(2024, 1, 8), NINE, CHINA, SHANGHAI)
    assert [rung.day for rung in late] == [date(2024, 1, 2), date(2024, 1, 8)]


def test_nothing_is_late_before_the_first_new_week() -> None:
    assert late_ladder(date(2026, 12, 31), date(2027, 1, 3), NINE, CHINA, SHANGHAI) == ()


@given(calendars(), st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 120))
def test_late_rungs_are_weekly_workdays_after_the_deadline(
    calendar: Calendar, deadline: date, days: int
) -> None:
    until = deadline + timedelta(days=days)
    late = late_ladder(deadline, until, NINE, calendar, SHANGHAI)
    assert all(deadline < rung.day <= until for rung in late)
    assert not any(calendar.is_quiet(rung.moment) for rung in late)
    weeks = [rung.day.isocalendar()[:2] for rung in late]
    assert len(weeks) == len(set(weeks))


# --- what is due ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "useful"),
    [
        (at(date(2026, 12, 24), time(8, 59, 59)), False),
        (at(date(2026, 12, 24), time(9)), True),
        (at(date(2026, 12, 24), time(19, 59)), True),
        (datetime(2026, 12, 24, 11, 59, tzinfo=UTC), True),  # 19:59 in Shanghai
        (datetime(2026, 12, 24, 12, 0, tzinfo=UTC), False),  # 20:00 there: quiet
        (at(date(2026, 12, 25), time(9)), False),
    ],
)
def test_a_missed_rung_is_caught_up_on_its_own_day(now: datetime, *, useful: bool) -> None:
    rung = Rung(7, at(date(2026, 12, 24)), date(2026, 12, 31))
    assert is_useful(rung, now, CHINA) is useful
