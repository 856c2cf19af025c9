"""Who is who in a department (S2, S27): roles, branches and voter categories,
as the roster workbook names them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property


class Role(StrEnum):
    """身份. The values are the words of the roster workbook."""

    SECRETARY = "书记"
    LEADER = "领导"
    ORGANISER = "组织员"
    MEMBER = "党员"
    REPRESENTATIVE = "群众代表"
    GUEST = "嘉宾"


@dataclass(frozen=True)
class Department:
    """One department of the organisation; `group` is the chat id of its group,
    empty until it is known.
    """

    id: str
    name: str
    group: str = ""
    platform: str = "sandbox"


@dataclass(frozen=True)
class Branch:
    """支部. People see and say the name; it is unique within the department."""

    id: int
    name: str


def with_branch(name: str, branch: str) -> str:
    return f"{name}（{branch}）"


@dataclass(frozen=True)
class Person:
    """One line of the roster.

    `account` is the user id on the chat platform, unique in the installation.

    `namesake`: somebody else of the department who is on the roster now has the same name.
    """

    id: int
    department: str
    name: str
    account: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    branch: Branch | None = None
    category: str = ""
    since: date | None = None
    note: str = ""
    namesake: bool = False

    @property
    def title(self) -> str:
        """The name as people read it: with the branch where another on the roster is called the
        same.
        """
        if self.namesake and self.branch:
            return with_branch(self.name, self.branch.name)
        return self.name

    @property
    def reports(self) -> bool:
        """Whether somebody hands in a report and answers for items."""
        return self.has(Role.SECRETARY)

    def has(self, role: Role) -> bool:
        return role in self.roles


@dataclass(frozen=True)
class Roster:
    """Everybody of one department who is on the roster now, in the order of the workbook."""

    department: Department
    people: tuple[Person, ...]
    branches: tuple[Branch, ...]

    @cached_property
    def subjects(self) -> tuple[Person, ...]:
        """Those who are evaluated (S2), in the order of their places."""
        return tuple(self._holders.values())

    @cached_property
    def places(self) -> tuple[Branch, ...]:
        """What is evaluated: under its place stand somebody's report, his items and his deadline.

        A secretary's place is his branch, so that a successor goes on with what is there.
        """
        return self.branches

    def subject_of(self, place: Branch) -> Person | None:
        """Returns who is evaluated there; None where the place is vacant."""
        return self._holders.get(place)

    def place_of(self, person: Person) -> Branch | None:
        """Returns the place of one who is evaluated; None for everybody else."""
        return self._held.get(person.id)

    def place_meant(self, named: Branch | Person) -> Branch | None:
        """Returns the place that is meant by this name: a subject's own, else his branch."""
        if isinstance(named, Branch):
            return named
        return self.place_of(named) or named.branch

    def is_subject(self, person: Person) -> bool:
        return person.id in self._held

    @cached_property
    def _holders(self) -> Mapping[Branch, Person]:
        """Who holds each place; the first one where the roster names several secretaries."""
        leading: dict[Branch, Person] = {}
        for person in self.with_role(Role.SECRETARY):
            if person.branch:
                leading.setdefault(person.branch, person)
        return {place: leading[place] for place in self.places if place in leading}

    @cached_property
    def _held(self) -> Mapping[int, Branch]:
        return {person.id: place for place, person in self._holders.items()}

    def with_role(self, role: Role) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.has(role))

    def person(self, person_id: int) -> Person | None:
        return next((person for person in self.people if person.id == person_id), None)
