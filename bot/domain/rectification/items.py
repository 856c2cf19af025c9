"""One item of the ledger: a problem, who answers for it, until when, and where it stands (S19, S30, S35).

open ── 完成 ──> proposed ── 核验通过 ──> closed ── 回访：保持 ──> closed, held
 ^                  │ 退回                    │ 回访：有反弹
 └──────────────────┴─────────────────────────┘
"""

import calendar
from datetime import date, datetime, tzinfo
from enum import StrEnum

from bot.domain.plan import Rectification
from bot.domain.values import dataclass


class Source(StrEnum):
    """Where an item comes from."""

    REPORT = "report"  # the confirmed problem, cause and measure of the report
    PROMISE = "promise"  # said or typed at the meeting
    COMMENT = "comment"  # a leader's comment
    FEEDBACK = "feedback"  # remarks of members, publicity
    UPPER = "upper"  # the upper level's checks and inspections


class State(StrEnum):
    OPEN = "open"
    PROPOSED = "proposed"  # said to be done; waits for somebody else to look
    CLOSED = "closed"  # 销号: somebody other than the owner has looked


class Standing(StrEnum):
    """What a bulletin and a chart count: each item once."""

    OPEN = "open"  # not due yet, or waiting for verification
    DUE = "due"
    CLOSED = "closed"
    HELD = "held"  # closed, and somebody went there later and says what he saw


@dataclass(frozen=True)
class Owner:
    """A branch that answers for the item; `number` is the item's number in that branch's ledger, never used again."""

    branch: int
    number: int
    done: bool = False  # has said that its part is done


@dataclass(frozen=True)
class Revisit:
    """Somebody looked again after the closure (回访): when, who says so, and what was seen."""

    at: datetime
    by: int | None
    seen: str


@dataclass(frozen=True)
class Item:
    """`origin` says in words what caused it, `submission` points to the version of the report where there is one."""

    id: int
    cycle: int
    source: Source
    origin: str
    problem: str
    cause: str
    measure: str
    due: date | None
    state: State
    owners: tuple[Owner, ...]
    created_at: datetime
    submission: int | None = None
    proposed_by: int | None = None
    closed_by: int | None = None
    closed_at: datetime | None = None
    revisit: Revisit | None = None  # None: nobody has looked again, which is said as 未回访

    def number(self, branch: int) -> int:
        """Returns its number in the ledger of a branch.

        Raises StopIteration where the branch is no owner.
        """
        return next(owner.number for owner in self.owners if owner.branch == branch)

    def is_owned_by(self, branch: int) -> bool:
        return any(owner.branch == branch for owner in self.owners)

    def is_meant(self, branch: int | None, number: int | None) -> bool:
        """Tells whether one of its owners is of this branch and knows it by this number; what is
        not said is not asked.
        """
        owners = [owner for owner in self.owners if branch is None or owner.branch == branch]
        return any(number is None or owner.number == number for owner in owners)

    def due_day(self, rules: Rectification, zone: tzinfo) -> date:
        """Its date; one without a date counts as due some months after it was entered."""
        if self.due:
            return self.due
        entered = self.created_at.astimezone(zone).date()
        return months_later(entered, rules.undated_due_months)

    def standing(self, today: date, rules: Rectification, zone: tzinfo) -> Standing:
        if self.state is State.CLOSED:
            if self.revisit is not None:
                return Standing.HELD
            return Standing.CLOSED
        if self.state is State.OPEN and self.due_day(rules, zone) <= today:
            return Standing.DUE
        return Standing.OPEN


@dataclass(frozen=True)
class NewItem:
    """What is known of a problem before it becomes an item.

    `position` is that of the confirmed triple within the report, `submission` that report's version.
    """

    source: Source
    origin: str
    problem: str
    cause: str = ""
    measure: str = ""
    due: date | None = None
    submission: int | None = None
    position: int = 0


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day (31 January -> 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
