"""Who is who in a department (S2, S27): roles, branches and voter categories,
as the roster workbook names them.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from functools import cached_property

from bot.domain.values import dataclass


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

    An office that runs several procedures for the same people has an entry for each of them;
    `procedure` tells them apart, as people call it.
    """

    id: str
    name: str
    group: str = ""
    platform: str = "sandbox"
    procedure: str = ""

    @property
    def title(self) -> str:
        """The name as people read it where several are meant."""
        if self.procedure:
            return f"{self.name}（{self.procedure}）"
        return self.name


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

    `account` is the user id on the chat platform, unique in the department: one human may stand on
    the rosters of several.

    `namesake`: somebody else of the department who is on the roster now has the same name.

    `groups` are the plan's groups of subjects that he belongs to, `place` is his own place where he
    has one beside his branch. A body (班子) is a line without an account; `responsible` is the id of
    the person who hands in for it. `hands_in`: he does so for a body. `grouped`: the roster says of
    everybody whether he is evaluated.
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
    groups: tuple[str, ...] = ()
    place: Branch | None = None
    is_body: bool = False
    responsible: int | None = None
    hands_in: bool = False
    grouped: bool = False
    superiors: tuple[str, ...] = ()  # by name, as the roster says

    @property
    def title(self) -> str:
        """The name as people read it: with the branch where another on the roster is called the
        same.
        """
        if self.namesake and self.branch:
            return with_branch(self.name, self.branch.name)
        return self.name

    @property
    def branch_name(self) -> str:
        """Empty of who belongs to none, such as leaders."""
        return self.branch.name if self.branch else ""

    @property
    def reports(self) -> bool:
        """Whether somebody hands in a report and answers for items.

        Where the roster names no groups, that is every secretary.
        """
        if self.grouped:
            return bool(self.groups) or self.hands_in
        return self.has(Role.SECRETARY)

    def has(self, role: Role) -> bool:
        return role in self.roles


def name_of(member: Person | Branch | None) -> str:
    """Returns the name; empty where there is nobody."""
    return member.name if member else ""


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

        The place of an office is its branch, so that a successor goes on with what is there;
        everybody else has one of his own. Where the roster names no groups, each branch is the
        place of its secretary, also while it has none.
        """
        if self.is_grouped:
            return tuple(self._holders)
        return self.branches

    @cached_property
    def all_places(self) -> tuple[Branch, ...]:
        """The branches, and besides them the places of single subjects."""
        return tuple(dict.fromkeys([*self.branches, *self.places]))

    @cached_property
    def is_grouped(self) -> bool:
        """Whether the roster says who is evaluated; else its secretaries are."""
        return any(person.groups for person in self.people)

    def places_in(self, branch: Branch) -> tuple[Branch, ...]:
        """Returns the places of those who are evaluated in a branch; itself where nobody is."""
        inside = [place for place, person in self._holders.items() if person.branch == branch]
        return tuple(inside) or (branch,)

    def branch_around(self, place: Branch) -> Branch | None:
        """Returns the branch in which a place is; None where its subject has none."""
        if place in self.branches:
            return place
        subject = self.subject_of(place)
        if subject is None:
            return None
        return subject.branch

    def home_of(self, place: Branch) -> str:
        """Returns the name of the branch in which a place is; empty where it is in none."""
        return name_of(self.branch_around(place))

    def subject_at(self, place_id: int) -> Person | None:
        """Returns who is evaluated at the place of this id."""
        for place, subject in self._holders.items():
            if place.id == place_id:
                return subject
        return None

    def responsible_for(self, place: Branch) -> Person | None:
        """Returns who hands in there and hears of it: the subject, of a body its responsible."""
        subject = self.subject_of(place)
        if subject is None or not subject.is_body:
            return subject
        if subject.responsible is None:
            return None
        return self.person(subject.responsible)

    def places_of(self, person: Person) -> tuple[Branch, ...]:
        """Returns the places for which this person hands in, his own first."""
        places = []
        own = self.place_of(person)
        if own:
            places.append(own)
        for place, subject in self._holders.items():
            if subject.is_body and subject.responsible == person.id:
                places.append(place)
        return tuple(places)

    def subject_of(self, place: Branch) -> Person | None:
        """Returns who is evaluated there; None where the place is vacant."""
        return self._holders.get(place)

    def secretary_of(self, branch: Branch) -> Person | None:
        """Returns who leads a branch, whoever is evaluated there; None where nobody does."""
        for person in self.with_role(Role.SECRETARY):
            if person.branch == branch:
                return person
        return None

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
        holders: dict[Branch, Person] = {}
        if self.is_grouped:
            for person in self.people:
                place = person.place or person.branch
                if person.groups and place:
                    holders.setdefault(place, person)
            return holders
        for person in self.with_role(Role.SECRETARY):
            if person.branch:
                holders.setdefault(person.branch, person)
        return {branch: holders[branch] for branch in self.branches if branch in holders}

    @cached_property
    def _held(self) -> Mapping[int, Branch]:
        return {person.id: place for place, person in self._holders.items()}

    def with_role(self, role: Role) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.has(role))

    def place(self, place_id: int) -> Branch | None:
        """Returns the branch or the place of this id; None where nobody is there any more."""
        return next((place for place in self.all_places if place.id == place_id), None)

    def with_account(self, role: Role) -> tuple[Person, ...]:
        """Returns those of a role whom the bot can tell something."""
        return tuple(person for person in self.with_role(role) if person.account)

    def person(self, person_id: int) -> Person | None:
        return next((person for person in self.people if person.id == person_id), None)
