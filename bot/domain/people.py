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

    def has(self, role: Role) -> bool:
        return role in self.roles


@dataclass(frozen=True)
class Roster:
    """Everybody of one department who is on the roster now, in the order of the workbook."""

    department: Department
    people: tuple[Person, ...]
    branches: tuple[Branch, ...]

    def secretary_of(self, branch: Branch) -> Person | None:
        return self._leading.get(branch)

    @cached_property
    def _leading(self) -> Mapping[Branch, Person]:
        """Who leads each branch; the first one where the roster names several."""
        leading: dict[Branch, Person] = {}
        for person in self.with_role(Role.SECRETARY):
            if person.branch:
                leading.setdefault(person.branch, person)
        return leading

    @cached_property
    def secretaries(self) -> tuple[Person, ...]:
        """The subjects of the evaluation (S2), in the order of their branches."""
        secretaries = (self.secretary_of(branch) for branch in self.branches)
        return tuple(person for person in secretaries if person)

    def with_role(self, role: Role) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.has(role))

    def person(self, person_id: int) -> Person | None:
        return next((person for person in self.people if person.id == person_id), None)
