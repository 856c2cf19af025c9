"""A call for help with one item (S35): who owes the answer, until when, and whether it helped.

waiting ── answered by a sentence ──> answered ── 解决了 ──> settled
   ^                                     │ 还没有
   └─────────────────────────────────────┘
"""

from datetime import date, datetime
from enum import StrEnum

from bot.domain import conflicts
from bot.domain.people import Person, Role, Roster
from bot.domain.permissions import OVERSIGHT
from bot.domain.values import dataclass


class HelpState(StrEnum):
    WAITING = "waiting"  # somebody owes an answer
    ANSWERED = "answered"  # the secretary is to say whether it helped
    SETTLED = "settled"


@dataclass(frozen=True)
class HelpRequest:
    """`helper` owes the answer until the day `due`. `text` says what is lacking, empty until said.

    `reminded_on` is the day of the one reminder; None while there was none.
    """

    id: int
    item: int
    branch: int
    asked_by: int
    asked_at: datetime
    text: str
    helper: int
    due: date
    state: HelpState
    answer: str = ""
    answered_by: int | None = None
    answered_at: datetime | None = None
    reminded_on: date | None = None
    settled_at: datetime | None = None


def helper_for(roster: Roster, owners: tuple[Person, ...]) -> Person | None:
    """Returns who owes the answer where nobody is named: an organiser, else a leader.

    None where nobody is left who can be told and whose own case it is not.
    """
    candidates = [*roster.with_role(Role.ORGANISER), *roster.with_role(Role.LEADER)]
    return next((person for person in candidates if may_help(person, owners)), None)


def leader_for(roster: Roster, owners: tuple[Person, ...]) -> Person | None:
    """Returns the leader to whom a call goes that was not answered; None where there is none."""
    leaders = roster.with_role(Role.LEADER)
    return next((person for person in leaders if may_help(person, owners)), None)


def may_help(person: Person, owners: tuple[Person, ...]) -> bool:
    """Whether this one can be told, has the office, and it is not his own case."""
    has_office = OVERSIGHT.allows(person) and bool(person.account)
    return has_office and not conflicts.concerns(person, owners)
