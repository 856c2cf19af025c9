"""How long reports are public: whole workdays after the day of the release."""

from datetime import date, datetime, time, timedelta, tzinfo

from bot.domain.calendar import Calendar
from bot.domain.values import dataclass

# Pieces of anonymous feedback that one person may give on one day: nobody can be asked to stop whom
# nobody knows.
DAILY = 3


@dataclass(frozen=True)
class Window:
    """From the day of the release to the end of `last`."""

    first: date
    last: date

    def closes(self, zone: tzinfo) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), zone)


def window(released: date, workdays: int, calendar: Calendar) -> Window:
    """Returns the window of so many workdays.

    The day of the release does not count: whoever reads on the last day still had all of them.
    """
    return Window(released, calendar.add_workdays(released, workdays))
