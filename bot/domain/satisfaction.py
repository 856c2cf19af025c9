"""Whether a branch's people are satisfied with how it was put in order (S8):
what is asked, and whom.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from bot.domain.people import Branch, Person, Role
from bot.domain.polls.form import Subject
from bot.domain.polls.roll import LEAST, Category, Entry
from bot.domain.refusals import Refusal
from bot.domain.values import dataclass

EVERYBODY = "党员群众"  # a branch is small: whoever votes is counted together


class Matter(StrEnum):
    """The one row of the form, as people read it."""

    WEAK = "整顿满意度"  # the branch is on the list of weak branches
    ITEMS = "整改满意度"  # items of the branch were verified and closed


@dataclass
class BranchTooSmall(Refusal):
    """In a secret poll a handful of people would be recognised."""

    branch: str
    eligible: int
    minimum: int


@dataclass
class NothingToAsk(Refusal):
    """The branch is not on the list of weak branches, or has no closed item."""

    branch: str


@dataclass
class EndsTooSoon(Refusal):
    """`day` is no day on which people could still answer; `first` is the earliest one."""

    day: date
    first: date


@dataclass
class StillAsked(Refusal):
    branch: str
    code: ClassVar[str] = "poll_still_open"


@dataclass
class NobodyAsked(Refusal):
    """No branch is being asked, or not this one."""

    branch: str = ""
    code: ClassVar[str] = "no_open_poll"


@dataclass
class WhichBranch(Refusal):
    """Several would fit; `word` is what to say behind the branch."""

    branches: tuple[str, ...]
    word: str
    code: ClassVar[str] = "which_poll"


def subject_of(branch: Branch, secretary: Person | None) -> Subject:
    """What the form is about: the branch. Its secretary is named so that he is recused."""
    person_id = 0  # nobody has it: in a branch without a secretary nobody is recused
    if secretary is not None:
        person_id = secretary.id
    return Subject(person_id, branch.name, branch.name)


def make_roll(people: Sequence[Person], branch: Branch) -> tuple[Entry, ...]:
    """The branch's own people without guests; the secretary stands on it too and is recused."""
    own = [person for person in people if person.branch == branch and not person.has(Role.GUEST)]
    return tuple(
        Entry(person.id, EVERYBODY, person.account or None, recused=person.has(Role.SECRETARY))
        for person in own
    )


def make_categories(branch: Branch, roll: Sequence[Entry], minimum: int) -> tuple[Category, ...]:
    """Puts everybody of a branch into one class.

    Raises BranchTooSmall where fewer may vote than the plan wants, or than secrecy needs.
    """
    eligible = sum(entry.eligible for entry in roll)
    least = max(minimum, LEAST)
    if eligible < least:
        raise BranchTooSmall(branch.name, eligible, least)
    return (Category(EVERYBODY, branch.name, Fraction(1), eligible),)
