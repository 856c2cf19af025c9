"""How long things are kept, and from when that counts.

Everything but files that nobody names counts from the day on which its year was archived: what a
year that still runs may need is never due, however old it is.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.plan import Retention
from bot.domain.values import dataclass


class Kind(StrEnum):
    """What has a term; the values are the plan's keys."""

    MESSAGES = "messages"
    DRAFTS = "drafts"
    LETTERS = "letters"
    FILES = "files"

    def months_under(self, rules: Retention) -> int | None:
        """Returns the term; None where it is kept as long as the data."""
        months: int | None = getattr(rules, self.value)
        return months


@dataclass(frozen=True)
class YearSpan:
    """A year of a department: when it began and was archived, and what keeps it from being over.

    `unsettled`: a term for objections still runs, or something waits for its end.
    """

    id: int
    year: int
    begun: datetime
    archived: datetime | None
    unsettled: bool = False

    def is_over(self, now: datetime, months: int) -> bool:
        """Whether it was archived at least so many months ago, and nothing of it is unsettled."""
        if self.archived is None or self.unsettled:
            return False
        return self.archived <= months_before(now, months)


@dataclass(frozen=True)
class Found:
    """How much of something there is, and when the first and the last of it came to be.

    Letters without a name have no time.
    """

    number: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def __add__(self, other: "Found") -> "Found":
        moments = (self.first, self.last, other.first, other.last)
        known = [moment for moment in moments if moment is not None]
        number = self.number + other.number
        return Found(number, min(known, default=None), max(known, default=None))

    @classmethod
    def of(cls, moments: Iterable[datetime | None]) -> "Found":
        every = list(moments)
        known = [moment for moment in every if moment is not None]
        return cls(len(every), min(known, default=None), max(known, default=None))


@dataclass(frozen=True)
class Due:
    """What is due of one kind: how many, and from when the first and the last of them are."""

    kind: Kind
    number: int
    first: datetime | None = None
    last: datetime | None = None


def horizon(years: Sequence[YearSpan], now: datetime, months: int | None) -> datetime | None:
    """Returns the moment before which all that was said is due; None where nothing is.

    What was said belongs to the year that had begun last. The first year that is not over keeps
    what was said since it began, and what came after it.
    """
    if months is None or not years:
        return None
    limit = months_before(now, months)
    in_order = sorted(years, key=lambda year: year.begun)
    for place, year in enumerate(in_order):
        if year.is_over(now, months):
            continue
        if place == 0:
            return None
        return min(year.begun, limit)
    return limit


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last one of a month that is too short."""
    number = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(number, 12)
    first = moment.replace(year=year, month=month + 1, day=1)
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    last_day = (following - timedelta(days=1)).day
    return first.replace(day=min(moment.day, last_day))
