"""Until when a report is taken, and how: one rule for every entrance (S4, S11, S26)."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from bot.domain.plan import Plan
from bot.domain.values import dataclass

GRACE = timedelta(hours=12)  # what comes in the night after the last day counts as in time


class State(StrEnum):
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"  # 受理: frozen until it is returned
    RETURNED = "returned"  # 退回


@dataclass(frozen=True, kw_only=True)
class NewSubmission:
    """One version of a branch's report as it was handed in, and what the program thought of it.

    `branch` and `person` are ids. `manuscript` is the content hash of the extracted text, so that judging again needs no
    reading again. `judgement` is the verdict as `shuzhi check --json` prints it; `cause` the message that brought it.
    """

    branch: int
    person: int
    version: int
    sha256: str
    name: str
    size: int
    kind: str
    manuscript: str
    received_at: datetime
    late: bool
    characters: int
    verdict: str
    judgement: Mapping[str, Any]
    plan_version: int
    cause: str


@dataclass(frozen=True, kw_only=True)
class Submission(NewSubmission):
    """A version with what people did with it since.

    `corrections` say what a section is, by its number; `overruled` are the rules that somebody overruled, with the
    reasons.
    """

    id: int
    state: State = State.SUBMITTED
    decided_at: datetime | None = None
    reason: str = ""
    corrections: Mapping[str, str] = field(default_factory=dict)
    overruled: Mapping[str, str] = field(default_factory=dict)


class Arrival(StrEnum):
    IN_TIME = "in_time"
    LATE = "late"  # taken all the same, and marked


@dataclass(frozen=True)
class Deadline:
    """`last_day` is shown; up to the end of the grace nobody is called late."""

    last_day: date
    zone: tzinfo

    @property
    def shown(self) -> datetime:
        """The last minute that people are told of: 24:00 is read as the next day by half of them."""
        return datetime.combine(self.last_day, time(23, 59), self.zone)

    @property
    def enforced(self) -> datetime:
        return datetime.combine(self.last_day + timedelta(days=1), time(), self.zone) + GRACE

    def arrival(self, now: datetime) -> Arrival:
        if now < self.enforced:
            return Arrival.IN_TIME
        return Arrival.LATE

    def is_late(self, now: datetime, before: Submission | None) -> bool:
        """Tells whether a version after this one comes late. What was sent back came in time if it
        did so at first.
        """
        if before is not None and before.state is State.RETURNED:
            return before.late
        return self.arrival(now) is Arrival.LATE


def deadline(plan: Plan, zone: tzinfo, *, extended: date | None = None) -> Deadline:
    """Returns the report's deadline of one branch (S4).

    That is its extension, else the stage's day, else the plan's only date.
    """
    return Deadline(extended or plan.report_day, zone)
