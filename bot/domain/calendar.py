"""Workdays, quiet hours and the ladder of reminders (S4, S11; rules of conduct 2 and 5).

Everything here is computed from data that is passed in: the public holidays of a year as a
`YearTable`, the unit's own days from the plan. A year without a table counts Monday to Friday but
for the days that are free every year, and `Calendar.known` says so, so that the organiser can be
told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta, tzinfo

from bot.domain.plan import Plan
from bot.domain.values import dataclass

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
# Before a year's table is published: the days that are free every year, by law and by custom. They
# are many rather than few: nobody is written to on a day that may turn out to be free.
_FIXED_HOLIDAYS = {
    (1, 1),
    *((5, day) for day in range(1, 6)),
    *((10, day) for day in range(1, 8)),
}
_MOVABLE_HOLIDAYS = {  # 春节 (its eve and the week are free too), 清明, 端午, 中秋
    2027: ((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 3), (4, 5), (6, 5), (9, 12)),
    2031: ((1, 23), (4, 5), (6, 24), (10, 1)),
    2032: ((2, 11), (4, 4), (6, 12), (9, 19)),
    2033: ((1, 31), (4, 4), (6, 1), (9, 8)),
    2034: ((2, 19), (4, 5), (6, 20), (9, 27)),
    2035: ((2, 8), (4, 5), (6, 10), (9, 16)),
    2036: ((1, 28), (4, 4), (5, 30), (10, 4)),
}
_AROUND_NEW_YEAR = (-1, 0, 1, 2, 3, 4, 5, 6)  # days from the first of the lunar year
_ANNOUNCED_FROM = 11  # the State Council publishes the next year's holidays in November


@dataclass(frozen=True)
class YearTable:
    """What a year changes about Monday to Friday: weekdays off,
    and weekend days that are worked (调休).
    """

    holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Calendar:
    """The unit's own days come first, then the year's table, then Monday to Friday.

    Quiet hours last from `quiet_from` up to, not including, `quiet_until`, over midnight where the
    first is the later clock time; equal times mean that there are none. A day that is no workday is
    quiet all day.
    """

    tables: Mapping[int, YearTable] = field(default_factory=dict)
    days_off: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    quiet_from: time = time(20, 0)
    quiet_until: time = time(8, 0)

    def known(self, year: int) -> bool:
        return year in self.tables

    def is_workday(self, day: date) -> bool:
        if day in self.days_off:
            return False
        if day in self.workdays:
            return True
        if not self.known(day.year) and _is_certain_holiday(day):
            return False
        table = self.tables.get(day.year, YearTable())
        if day.weekday() < 5:  # Monday is 0
            return day not in table.holidays
        return day in table.extra_workdays

    def previous_workday(self, day: date) -> date:
        """The last workday strictly before `day`."""
        return self.workday_on_or_before(day - _DAY)

    def next_workday(self, day: date) -> date:
        """The first workday strictly after `day`."""
        return self.workday_on_or_after(day + _DAY)

    def workday_on_or_before(self, day: date) -> date:
        while not self.is_workday(day):
            day -= _DAY
        return day

    def workday_on_or_after(self, day: date) -> date:
        while not self.is_workday(day):
            day += _DAY
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """Returns the `count`-th workday after `day`, before it when negative.

        0 gives `day` itself, workday or not.
        """
        for _ in range(count):
            day = self.next_workday(day)
        for _ in range(-count):
            day = self.previous_workday(day)
        return day

    def nth_workday(self, year: int, month: int, n: int) -> date | None:
        """Returns the `n`-th workday (from 1) of a month; its last one where it has fewer,
        None where it has none.
        """
        latest, count = None, 0
        day = date(year, month, 1)
        while day.month == month and count < n:
            if self.is_workday(day):
                latest, count = day, count + 1
            day += _DAY
        return latest

    def is_quiet(self, moment: datetime) -> bool:
        """Whether nobody may be written to unasked; `moment` is in the unit's time zone."""
        return not self.is_workday(moment.date()) or self._is_quiet_time(moment.time())

    def speaking_time(self, at: time) -> time:
        """`at`, or the end of the quiet hours where `at` lies in them."""
        if self._is_quiet_time(at):
            return self.quiet_until
        return at

    def next_speaking_moment(self, moment: datetime) -> datetime:
        """`moment` itself when it is not quiet, otherwise the end of the silence;
        in the zone of `moment`.
        """
        if not self.is_quiet(moment):
            return moment
        day = moment.date()
        if self.is_workday(day) and moment.time() < self.quiet_until:
            return datetime.combine(day, self.quiet_until, moment.tzinfo)
        return datetime.combine(self.next_workday(day), self.speaking_time(time(0)), moment.tzinfo)

    def unknown_next_year(self, today: date) -> int | None:
        """The coming year when its holidays ought to be out (from November on) and no table for
        it is here.
        """
        if today.month < _ANNOUNCED_FROM or self.known(today.year + 1):
            return None
        return today.year + 1

    def _is_quiet_time(self, clock: time) -> bool:
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= clock < self.quiet_until
        return clock >= self.quiet_from or clock < self.quiet_until


def _is_certain_holiday(day: date) -> bool:
    if (day.month, day.day) in _FIXED_HOLIDAYS:
        return True
    if day.year not in _MOVABLE_HOLIDAYS:
        return False
    new_year, *others = (
        date(day.year, month, number) for month, number in _MOVABLE_HOLIDAYS[day.year]
    )
    return day in others or (day - new_year).days in _AROUND_NEW_YEAR


def calendar_of(plan: Plan, tables: Mapping[int, YearTable]) -> Calendar:
    """The calendar that a plan and the public holidays make together."""
    return Calendar(
        tables=tables,
        days_off=frozenset(plan.days_off),
        workdays=frozenset(plan.workdays),
        quiet_from=plan.reminders.quiet_from,
        quiet_until=plan.reminders.quiet_until,
    )


@dataclass(frozen=True)
class Rung:
    """One moment at which a deadline is spoken of.

    `days` is the nominal number of days before the deadline and names the rung in the ledger; it is
    negative for the weekly rungs after the deadline. Texts say `remaining`, which a rung moved to
    an earlier workday makes larger.
    """

    days: int
    moment: datetime
    deadline: date

    @property
    def day(self) -> date:
        return self.moment.date()

    @property
    def remaining(self) -> int:
        """Calendar days from the day of the rung to the deadline;
        negative when the deadline has passed.
        """
        return (self.deadline - self.day).days


def ladder(
    deadline: date, rungs: Iterable[int], at: time, calendar: Calendar, tz: tzinfo
) -> tuple[Rung, ...]:
    """The rungs before a deadline in order of time, at most one a day.

    A rung on a day that is no workday moves to the nearest earlier workday; of rungs that meet on
    one day the one nearest to the deadline stays. An hour within the quiet hours moves to their
    end.
    """
    clock = calendar.speaking_time(at)
    # The rung nearest to the deadline comes last, so that it overwrites others on its day.
    nominal = {
        calendar.workday_on_or_before(deadline - _DAY * days): days
        for days in sorted(rungs, reverse=True)
    }
    return tuple(
        Rung(nominal[day], datetime.combine(day, clock, tz), deadline) for day in sorted(nominal)
    )


def late_ladder(
    deadline: date, until: date, at: time, calendar: Calendar, tz: tzinfo
) -> tuple[Rung, ...]:
    """The weekly rungs after a deadline, up to and including the day `until`:
    "past the date, still running".

    One on the first workday of each week (Monday to Sunday) that begins after the deadline; a week
    without workdays has none.
    """
    clock = calendar.speaking_time(at)
    rungs = []
    monday = deadline + _DAY * (7 - deadline.weekday())
    while monday <= until:
        day = calendar.workday_on_or_after(monday)
        next_monday = monday + _WEEK
        # A whole week off, as in the Spring Festival, is left alone: its rung is not made up for.
        if day < next_monday and day <= until:
            rungs.append(Rung((deadline - day).days, datetime.combine(day, clock, tz), deadline))
        monday = next_monday
    return tuple(rungs)


def is_useful(rung: Rung, now: datetime, calendar: Calendar) -> bool:
    """Whether a rung that is due may still be sent.

    After downtime it is caught up on its own day, before the quiet hours; later the next rung takes
    its place.
    """
    local = now.astimezone(rung.moment.tzinfo)
    return local >= rung.moment and local.date() == rung.day and not calendar.is_quiet(local)
