"""The periodic bulletin (S36): which period, and how the ledger stood at the end of each month."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Self

from bot.domain.rectification.history import Entry, EventKind
from bot.domain.rectification.items import Standing, State, months_later
from bot.domain.values import dataclass

MONTHLY = "monthly"
_QUARTER = 3  # months


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

    def holds(self, moment: datetime, zone: tzinfo) -> bool:
        """Whether a moment lies within it."""
        return self.first <= moment.astimezone(zone).date() < self.after


def last_period(today: date, rhythm: str) -> Period:
    """The period that has ended last."""
    running = running_period(today, rhythm)
    return Period(months_later(running.first, -running.months), running.months)


def running_period(today: date, rhythm: str) -> Period:
    """The period in which a day lies."""
    if rhythm == MONTHLY:
        return Period(today.replace(day=1), 1)
    first_month = (today.month - 1) // _QUARTER * _QUARTER + 1
    return Period(today.replace(day=1, month=first_month), _QUARTER)


@dataclass(frozen=True)
class Problem:
    """A problem as a bulletin tells it: `whose` in words, and how many items say the same."""

    whose: str
    text: str
    items: int


@dataclass(frozen=True)
class Happenings:
    """What somebody reported or saw within a period: all that a bulletin may tell of it.

    `deeds` say what was done about items that somebody else has verified, `steps` what was
    reported of items that are still under way, `seen` what was seen at the `revisited` ones, in the
    words of those who wrote it. `relapsed` are problems that came back, `came_due` counts what came due and
    is not closed.
    """

    entered: int = 0
    verified: int = 0
    deeds: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    revisited: int = 0
    seen: tuple[str, ...] = ()
    relapsed: tuple[str, ...] = ()
    came_due: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether nobody reported or saw anything, and nothing came due: there is no bulletin."""
        # Items that were entered are no news: their owners have just said so themselves.
        return not (self.verified or self.steps or self.seen or self.relapsed or self.came_due)


def happenings(
    entries: Iterable[Entry], period: Period, due: Mapping[int, date], zone: tzinfo
) -> Happenings:
    """Returns what happened within the period. Taps without a word count nowhere."""
    all_entries = list(entries)
    texts: dict[EventKind, list[str]] = defaultdict(list)
    for entry in all_entries:
        for event in entry.events:
            # What was closed and came back is told as that alone.
            is_undone = event.kind is EventKind.VERIFIED and entry.came_back
            if period.holds(event.at, zone) and not is_undone:
                texts[event.kind].append(entry.words_of(event))
    items = [entry.item for entry in all_entries]
    entered = [item for item in items if period.holds(item.created_at, zone)]
    came_due = [
        item
        for item in items
        if item.state is State.OPEN and period.first <= due[item.id] < period.after
    ]
    return Happenings(
        entered=len(entered),
        verified=len(texts[EventKind.VERIFIED]),
        deeds=_distinct(texts[EventKind.VERIFIED]),
        steps=_distinct(texts[EventKind.PROGRESS]),
        revisited=len([words for words in texts[EventKind.HELD] if words.strip()]),
        seen=_distinct(texts[EventKind.HELD]),
        relapsed=_distinct(texts[EventKind.RELAPSED]),
        came_due=len(came_due),
    )


def _distinct(texts: Sequence[str]) -> tuple[str, ...]:
    """Returns each text once, without those that say nothing."""
    return tuple(dict.fromkeys(text for text in texts if text.strip()))


@dataclass(frozen=True)
class Course:
    """What is needed to know where an item stood at any time:
    when it was entered, due, closed, reopened, found to hold.
    """

    entered: datetime
    due: date
    turns: tuple[tuple[datetime, Standing], ...]  # OPEN, CLOSED or HELD, in order of time

    def at(self, moment: datetime, zone: tzinfo) -> Standing | None:
        """Returns where the item stood at a moment; None before it was entered."""
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
    """Counts each item once; every standing has its number, nought also."""
    standings = [course.at(moment, zone) for course in courses]
    return {standing: standings.count(standing) for standing in Standing}


def without_names(text: str, branches: Sequence[str], people: Collection[str]) -> str:
    """Returns a text with general words for names: a bulletin speaks of problems, not of people.

    The longest name goes first, so that no rest of one is left behind.
    """
    for names, instead in ((branches, "该支部"), (people, "有关同志")):
        listed = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        if listed:
            text = re.sub(listed, instead, text)
    return text
