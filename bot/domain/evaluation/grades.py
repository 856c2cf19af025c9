"""Grades (S33): a closed list, caps with stated rounding, the day of the committee's meeting.

Nothing here proposes one.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from bot.domain.patterns import pattern
from bot.domain.people import Person, Roster
from bot.domain.plan import GradeCaps, Plan
from bot.domain.values import dataclass
from bot.domain.written_dates import day_or_none

_DAY = pattern(
    r"(?:(?P<year>20\d\d)\s{0,3}[年./-]\s{0,3})?(?P<month>\d{1,2})\s{0,3}[月./-]\s{0,3}(?P<day>\d{1,2})(?:\s{0,3}[日号])?(?!\d)"
)
# 「前天总支会研究」, 「29号开会」: a decision that is noted was made, so the latest such day is meant.
_SPOKEN_DAY = pattern(
    r"(?P<ago>今天|昨天|(?<!大)前天)|(?<![\d月/.-])(?P<day>\d{1,2})[日号](?![楼院门线会])"
)
_PAUSES = ("，", ",", "；", ";", "。", "：", ":", "、")
_AGO = {"今天": 0, "昨天": 1, "前天": 2}
# A day without a year that lies less far ahead was not meant as last year's.
_AHEAD = timedelta(days=180)


class State(StrEnum):
    PROPOSED = "proposed"  # waits for the second person
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # replaced before it was confirmed


@dataclass(frozen=True)
class Grade:
    """One line of the history.

    `day_said` is false where nobody named the committee's day and the day of entry stands for it.
    `before` is the confirmed grade that it would take the place of, empty for none.
    """

    number: int
    grade: str
    committee_day: date
    day_said: bool
    reason: str
    set_by: str
    set_at: datetime
    state: State
    decided_by: str = ""
    decided_at: datetime | None = None
    before: str = ""


@dataclass(frozen=True)
class Allowed:
    """What the caps mean for so many secretaries: at most `best` (rounded down),
    at least `below` (rounded up).
    """

    total: int
    best: int | None
    below: int | None


def allowed(total: int, caps: GradeCaps) -> Allowed:
    """Returns what the caps mean in persons, both rounded so that the share is never overstepped."""
    best = below = None
    if caps.max_best is not None:
        best = floor(total * caps.max_best)
    if caps.min_below_best is not None:
        below = ceil(total * caps.min_below_best)
    return Allowed(total, best, below)


def allowed_beside(plan: Plan, roster: Roster, person: Person) -> Allowed:
    """Returns what the caps mean among those who are graded in one group with this person."""
    group = plan.group_of(person)
    fellows = [subject for subject in roster.subjects if plan.group_of(subject) == group]
    return allowed(len(fellows), plan.caps_of(group))


@dataclass(frozen=True)
class CapWarning:
    """`have` of the best grade where `most` are possible;
    `change` of them would have to be another one. `group` is the title of the group of subjects of
    which this is so, empty for all.
    """

    cap: str  # max_best | min_below_best
    share: Fraction
    most: int
    have: int
    group: str = ""

    @property
    def change(self) -> int:
        return self.have - self.most


def cap_warnings(
    grades: Mapping[int, str], total: int, best: str, caps: GradeCaps
) -> tuple[CapWarning, ...]:
    """What speaks against these grades (by person) of a department with so many secretaries;
    a warning forbids nothing.
    """
    have = list(grades.values()).count(best)
    room = allowed(total, caps)
    warnings: list[CapWarning] = []
    if caps.max_best is not None and room.best is not None and have > room.best:
        warnings.append(CapWarning("max_best", caps.max_best, room.best, have))
    if caps.min_below_best is not None and room.below is not None:
        most = total - room.below
        if have > most:
            warnings.append(CapWarning("min_below_best", caps.min_below_best, most, have))
    return tuple(warnings)


@dataclass(frozen=True)
class CommitteeDay:
    """`day` is None where the text names none; `rest` is the text without it."""

    day: date | None
    rest: str


def committee_day(text: str, today: date) -> CommitteeDay:
    """The day that a reason names: 「12月28日党委会研究决定」.

    Without a year or a month the latest one that is not ahead.
    """
    for match in _DAY.finditer(text):
        day = day_or_none(int(match["year"] or today.year), int(match["month"]), int(match["day"]))
        if day is None:
            continue
        if match["year"] is None and day - today >= _AHEAD:
            day = day.replace(year=today.year - 1)  # no leap day: that is too early in its year
        return CommitteeDay(day, _without(text, match))
    spoken = _SPOKEN_DAY.search(text)
    if spoken is None:
        return CommitteeDay(None, text.strip())
    if spoken["ago"]:
        day = today - timedelta(days=_AGO[spoken["ago"]])
    else:
        # The latest day of that number that is not ahead; not every month has one.
        number = int(spoken["day"])
        month = today.replace(day=1)
        if number > today.day:
            month = (month - timedelta(days=1)).replace(day=1)
        day = day_or_none(month.year, month.month, number)
    if day is None:
        return CommitteeDay(None, text.strip())
    return CommitteeDay(day, f"{text[: spoken.start()]}{text[spoken.end() :]}".strip(" ，,。；;"))


def _without(text: str, match: re.Match[str]) -> str:
    """Returns a reason without the day that it names; a space is left where two words would meet."""
    before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    between = " "
    if before.endswith(_PAUSES):
        between = ""
        after = after.lstrip("，,；;。")
    rest = re.sub(r"[（(]\s*[）)]", "", f"{before}{between}{after}")
    return re.sub(r"\s+", " ", rest).strip(" ，,。；;")


def grade_said(text: str, scale: Sequence[str]) -> tuple[str, str]:
    """A step of the plan's scale at the head of a text, and the rest;
    an empty step where there is none.
    """
    words = text.strip()
    longest_first = sorted(scale, key=len, reverse=True)
    step = next((step for step in longest_first if words.startswith(step)), "")
    return step, words[len(step) :].lstrip(" ，,、:：;；")
