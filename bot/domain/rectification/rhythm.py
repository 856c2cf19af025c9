"""On which days open items may be asked after (S35): once a month.

Pure: the plan's rhythm, the unit's calendar and a moment in; windows out. A window is one month's
question.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo

from bot.domain.calendar import Calendar
from bot.domain.plan import Plan
from bot.domain.rectification.items import months_later
from bot.domain.values import dataclass

# A missed month that is caught up this near to the next one would be asked twice.
_TOO_NEAR = timedelta(days=7)
_YEAR = 12


@dataclass(frozen=True)
class Window:
    """`name` stands in the ledger and never changes for it: 2027-03."""

    month: date
    at: datetime

    @property
    def name(self) -> str:
        return f"{self.month:%Y-%m}"


@dataclass(frozen=True)
class Rhythm:
    plan: Plan
    calendar: Calendar
    zone: tzinfo

    def current(self, now: datetime) -> Window | None:
        """Returns the last window that has begun; after downtime it stands for all that were missed."""
        current = None
        for window in self._around(now):
            if window.at > now:
                break
            current = window
        return current

    def still_helps(self, planned: datetime, now: datetime) -> bool:
        """Whether a question may still be asked: on its own day,
        or later unless the next month's is at hand.
        """
        upcoming = self.upcoming(now)
        late = now.astimezone(self.zone).date() > planned.astimezone(self.zone).date()
        return not late or upcoming is None or upcoming - now >= _TOO_NEAR

    def upcoming(self, after: datetime) -> datetime | None:
        """When the next window begins."""
        return next((window.at for window in self._around(after) if window.at > after), None)

    def covers(self, window: Window, entered: datetime) -> bool:
        """An item is first asked after in the month that follows its entry:
        nobody is asked what he has just promised.
        """
        return entered.astimezone(self.zone).date() < window.month

    def between(self, entered: datetime, before: Window) -> Iterator[Window]:
        """The windows before this one that would have covered an item entered then."""
        month = months_later(entered.astimezone(self.zone).date().replace(day=1), 1)
        while month < before.month:
            window = self.window(month)
            if window is not None:
                yield window
            month = months_later(month, 1)

    def window(self, month: date) -> Window | None:
        """Returns the window of a month; None for a month without a workday."""
        day = self.calendar.nth_workday(
            month.year, month.month, self.plan.rectification.monthly_workday
        )
        if day is None:
            return None
        clock = self.calendar.speaking_time(self.plan.reminders.at)
        return Window(month.replace(day=1), datetime.combine(day, clock, self.zone))

    def _around(self, moment: datetime) -> Iterator[Window]:
        """Last month's, this month's and those of a year ahead, in order."""
        first = moment.astimezone(self.zone).date().replace(day=1)
        for step in range(-1, _YEAR + 1):
            window = self.window(months_later(first, step))
            if window is not None:
                yield window
