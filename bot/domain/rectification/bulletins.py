"""The periodic bulletin (S36): which period, and how the ledger stood at the end of each month."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Self

from bot.domain.rectification.items import Standing, months_later

MONTHLY = "monthly"
_QUARTER = 3


class BulletinState(StrEnum):
    DRAFT = "draft"
    RELEASED = "released"


class Section(StrEnum):
    """The three parts of real bulletins."""

    OVERALL = "overall"
    PROBLEMS = "problems"
    NEXT = "next"


@dataclass(frozen=True)
class Period:
    """`first` is its first day, `name` its name in the database: 2027-Q1 or 2027-03."""

    first: date
    months: int

    @property
    def name(self) -> str:
        if self.months != _QUARTER:
            return f"{self.first:%Y-%m}"
        quarter = (self.first.month - 1) // _QUARTER + 1
        return f"{self.first.year}-Q{quarter}"

    @classmethod
    def named(cls, name: str) -> Self:
        """Returns the period of this name."""
        year, _, part = name.partition("-")
        if part.startswith("Q"):
            first_month = (int(part[1:]) - 1) * _QUARTER + 1
            return cls(date(int(year), first_month, 1), _QUARTER)
        return cls(date(int(year), int(part), 1), 1)

    @property
    def after(self) -> date:
        """The first day that does not belong to it."""
        return months_later(self.first, self.months)


def last_period(today: date, rhythm: str) -> Period:
    """The period that has ended last."""
    months = 1 if rhythm == MONTHLY else _QUARTER
    current = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    return Period(months_later(current, -months), months)


@dataclass(frozen=True)
class Course:
    """What is needed to know where an item stood at any time:
    when it was entered, due, closed, reopened, found to hold.
    """

    entered: datetime
    due: date
    turns: tuple[tuple[datetime, Standing], ...]  # OPEN, CLOSED or HELD, in order of time

    def at(self, moment: datetime, zone: tzinfo) -> Standing | None:
        """None before it was entered."""
        if self.entered > moment:
            return None
        standing = Standing.OPEN
        for at, turned_to in self.turns:
            if at <= moment:
                standing = turned_to
        if standing is Standing.OPEN and self.due <= moment.astimezone(zone).date():
            return Standing.DUE
        return standing


def month_ends(first: date, last: date, zone: tzinfo) -> Iterator[tuple[date, datetime]]:
    """Each month from that of `first` to that of `last` with its last moment."""
    month = first.replace(day=1)
    while month <= last:
        after = datetime.combine(months_later(month, 1), time(), zone)
        yield month, after - timedelta(microseconds=1)
        month = months_later(month, 1)


def counted(courses: Iterable[Course], moment: datetime, zone: tzinfo) -> Mapping[Standing, int]:
    """Each item once; every standing has its number."""
    standings = [course.at(moment, zone) for course in courses]
    return {standing: standings.count(standing) for standing in Standing}


def without_names(text: str, branches: Sequence[str], people: Collection[str]) -> str:
    """A bulletin speaks of problems, not of branches and persons."""
    for names, instead in ((branches, "该支部"), (people, "有关同志")):
        listed = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        if listed:
            text = re.sub(listed, instead, text)
    return text
