"""When open items are asked after (S35): once a month, and once more where nobody answered.

Pure: the plan's rhythm, the unit's calendar and a moment in; windows out. A window is one month's question.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from bot.domain.calendar import Calendar
from bot.domain.plan import Plan
from bot.domain.rectification.items import months_later

_TOO_NEAR = timedelta(days=7)  # a missed month that is caught up this near to the next one would be asked twice
_YEAR = 12
REPEAT = "/2"  # what the ledger adds to a window's name for the second question


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

    def latest(self, now: datetime) -> Window | None:
        """The last window that has begun; after downtime it stands for all that were missed.

        None where it began so long ago that the next one is at hand.
        """
        windows = list(self._around(now))
        begun = [window for window in windows if window.at <= now]
        ahead = [window for window in windows if window.at > now]
        if not begun:
            return None
        late = now.astimezone(self.zone).date() > begun[-1].at.date()
        near = bool(ahead) and ahead[0].at - now < _TOO_NEAR
        return None if late and near else begun[-1]

    def upcoming(self, after: datetime) -> datetime | None:
        """When the next window begins."""
        return next((window.at for window in self._around(after) if window.at > after), None)

    def repeat_of(self, asked: datetime) -> datetime:
        """When somebody who was asked then and has not answered is asked once more."""
        day = asked.astimezone(self.zone).date()
        return self._moment(self.calendar.add_workdays(day, self.plan.rectification.repeat_after_workdays))

    def between(self, after: datetime, before: Window) -> Iterator[Window]:
        """The windows that began after a moment and before this window."""
        month = after.astimezone(self.zone).date().replace(day=1)
        while month < before.month:
            found = self.window(month)
            if found is not None and found.at > after:
                yield found
            month = months_later(month, 1)

    def window(self, month: date) -> Window | None:
        """None for a month without a workday."""
        day = self.calendar.nth_workday(month.year, month.month, self.plan.rectification.monthly_workday)
        return Window(month.replace(day=1), self._moment(day)) if day else None

    def _moment(self, day: date) -> datetime:
        clock = self.calendar.speaking_time(self.plan.reminders.at)
        return datetime.combine(day, clock, self.zone)

    def _around(self, moment: datetime) -> Iterator[Window]:
        """Last month's, this month's and those of a year ahead, in order."""
        first = moment.astimezone(self.zone).date().replace(day=1)
        found = (self.window(months_later(first, step)) for step in range(-1, _YEAR + 1))
        return (window for window in found if window is not None)
