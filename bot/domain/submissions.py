"""Until when a report is taken, and how: one rule for every entrance (S4, S11, S26)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from bot.domain.plan import Plan

GRACE = timedelta(hours=12)  # what comes in the night after the last day counts as in time


class State(StrEnum):
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"  # 受理: frozen until it is returned
    RETURNED = "returned"  # 退回


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
        """The last minute that people are told of."""
        return datetime.combine(self.last_day, time(23, 59), self.zone)

    @property
    def enforced(self) -> datetime:
        return datetime.combine(self.last_day + timedelta(days=1), time(), self.zone) + GRACE

    def arrival(self, now: datetime) -> Arrival:
        return Arrival.IN_TIME if now < self.enforced else Arrival.LATE


def deadline(plan: Plan, zone: tzinfo, *, extended: date | None = None) -> Deadline:
    """The report's deadline of one branch: its extension, else the stage's day, else the plan's only date (S4)."""
    stage = plan.stage("report")
    return Deadline(extended or (stage.due if stage else plan.deadline), zone)
