"""Departments, branches and persons.

Leavers stay as inactive rows, so that history keeps its names.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from bot.domain.people import Branch, Department, Person, Role, Roster, with_branch
from bot.domain.roster_entries import RosterEntry
from bot.storage.recall import remembered


class DepartmentRow(SQLModel, table=True):
    __tablename__ = "department"

    id: str = Field(primary_key=True)
    name: str
    platform: str = "sandbox"
    group: str = Field(default="", index=True)
    procedure: str = ""  # tells entries of one office apart


class BranchRow(SQLModel, table=True):
    __tablename__ = "branch"
    __table_args__ = (UniqueConstraint("department_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    name: str
    position: int = 0
    active: bool = True
    # no branch, but the place of one person or body: reports and items stand under it
    personal: bool = False


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("department_id", "account"),)

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    name: str
    account: str | None = Field(default=None, index=True)  # None until the person is bound
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    roles: str = ""  # joined by 、 as in the workbook
    category: str = ""
    since: date | None = None
    note: str = ""
    position: int = 0
    active: bool = True
    met_at: datetime | None = None  # when the bot introduced itself
    groups: str = ""  # ids of the plan's groups of subjects, joined by 、
    is_body: bool = False
    place_id: int | None = Field(default=None, foreign_key="branch.id")
    responsible_id: int | None = Field(default=None, foreign_key="person.id")
    superiors: str = ""  # names joined by 、


# What a person's value is made of: columns, for making a row object of each costs three times more.
PERSON: tuple[Any, ...] = (
    col(PersonRow.id),
    col(PersonRow.department_id),
    col(PersonRow.name),
    col(PersonRow.account),
    col(PersonRow.roles),
    col(PersonRow.category),
    col(PersonRow.since),
    col(PersonRow.note),
    col(PersonRow.groups),
    col(PersonRow.is_body),
    col(PersonRow.responsible_id),
    col(PersonRow.superiors),
)


@remembered("department")
def department(session: Session, department_id: str) -> Department | None:
    row = session.get(DepartmentRow, department_id)
    return _department(row) if row else None


@remembered("department")
def departments(session: Session) -> tuple[Department, ...]:
    return tuple(
        _department(row) for row in session.exec(select(DepartmentRow).order_by(DepartmentRow.id))
    )


def add_department(session: Session, added: Department) -> None:
    session.add(
        DepartmentRow(
            id=added.id,
            name=added.name,
            platform=added.platform,
            group=added.group,
            procedure=added.procedure,
        )
    )
    session.flush()


def learn_group(session: Session, department_id: str, *, platform: str, group: str) -> None:
    row = session.get_one(DepartmentRow, department_id)
    row.platform, row.group = platform, group


@remembered("person", "branch")
def by_account(session: Session, account: str) -> list[Person]:
    """Returns the active persons behind an account of the chat platform, one a department."""
    return _alone(session, col(PersonRow.account) == account, col(PersonRow.active).is_(True))


@remembered("person", "branch")
def by_id(session: Session, person_id: int) -> Person | None:
    """Returns the person, also a leaver: his name stands in history."""
    persons = _alone(session, col(PersonRow.id) == person_id)
    return persons[0] if persons else None


@remembered("person", "branch")
def by_name(session: Session, name: str) -> list[Person]:
    """Returns the active persons of that name, of every department."""
    return _alone(session, col(PersonRow.name) == name, col(PersonRow.active).is_(True))


def bind(session: Session, person_id: int, account: str) -> bool:
    """Gives a person an account.

    Returns False where he has one or has left, or somebody else of the department uses it.
    """
    row = session.get_one(PersonRow, person_id)
    departments = {person.department for person in by_account(session, account)}
    if row.account or not row.active or row.department_id in departments:
        return False
    row.account = account
    session.flush()
    return True


@remembered("person")
def has_met(session: Session, person: Person) -> bool:
    """Whether the bot has introduced itself to this human, under whichever of his entries."""
    met = select(PersonRow.id).where(_is_human(person), col(PersonRow.met_at).is_not(None))
    return session.exec(met.limit(1)).first() is not None


def set_met(session: Session, person: Person, at: datetime | None) -> None:
    """Notes since when this human knows the bot, under all his entries; None where he does not."""
    session.exec(update(PersonRow).where(_is_human(person)).values(met_at=at))


def _is_human(person: Person) -> ColumnElement[bool]:
    """Selects the entries of one human: who stands on several rosters has one account."""
    if not person.account:
        return col(PersonRow.id) == person.id
    return or_(col(PersonRow.id) == person.id, col(PersonRow.account) == person.account)


@remembered("department", "branch", "person")
def roster(session: Session, department_id: str) -> Roster:
    places = session.execute(
        select_columns(col(BranchRow.id), col(BranchRow.name), col(BranchRow.personal))
        .where(col(BranchRow.department_id) == department_id, col(BranchRow.active))
        .order_by(col(BranchRow.position), col(BranchRow.id))
    )
    people = session.execute(
        select_columns(*PERSON, col(PersonRow.branch_id), col(PersonRow.place_id))
        .where(col(PersonRow.department_id) == department_id, col(PersonRow.active))
        .order_by(col(PersonRow.position), col(PersonRow.id))
    ).all()
    place_by_id: dict[int | None, Branch] = {}
    branches: list[Branch] = []
    for place_id, name, personal in places:
        place_by_id[place_id] = Branch(place_id, name)
        if not personal:
            branches.append(place_by_id[place_id])
    names = Counter(row.name for row in people)
    responsible_ids = {row.responsible_id for row in people}
    is_grouped = any(row.groups for row in people)
    return Roster(
        department=_department(session.get_one(DepartmentRow, department_id)),
        people=tuple(
            _person(
                row[: len(PERSON)],
                place_by_id.get(row.branch_id),
                place_by_id.get(row.place_id),
                namesake=names[row.name] > 1,
                hands_in=row.id in responsible_ids,
                grouped=is_grouped,
            )
            for row in people
        ),
        branches=tuple(branches),
    )


def entries(session: Session, department_id: str) -> list[RosterEntry]:
    """Returns everybody who is or was on the roster, in its order."""
    rows = session.exec(
        select(PersonRow, BranchRow.name)
        .join(BranchRow, col(PersonRow.branch_id) == col(BranchRow.id), isouter=True)
        .where(PersonRow.department_id == department_id)
        .order_by(col(PersonRow.position), col(PersonRow.id))
    ).all()
    name_by_id: dict[int | None, str] = {row.id: row.name for row, _ in rows}
    return [
        RosterEntry(
            id=row.id,
            name=row.name,
            account=row.account or "",
            branch=branch or "",
            roles=roles_of(row.roles),
            category=row.category,
            since=row.since,
            note=row.note,
            active=row.active,
            groups=_split(row.groups),
            is_body=row.is_body,
            own_place=row.place_id is not None,
            responsible=name_by_id.get(row.responsible_id, ""),
            superiors=_split(row.superiors),
        )
        for row, branch in rows
    ]


def set_branches(
    session: Session, department_id: str, names: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Makes these the department's branches, in this order; returns which came and which went.

    A branch that goes stays as an inactive row and comes back under its name.
    """
    rows = _branches(session, department_id)
    added = tuple(name for name in names if name not in rows or not rows[name].active)
    removed = tuple(name for name, row in rows.items() if row.active and name not in names)
    for position, name in enumerate(names):
        row = rows.setdefault(name, BranchRow(department_id=department_id, name=name))
        row.position = position
        row.active = True
        session.add(row)
    for name in removed:
        rows[name].active = False
    session.flush()
    return added, removed


def set_people(session: Session, department_id: str, people: Sequence[RosterEntry]) -> None:
    """Makes these the department's people, in this order. Their branches must be there.

    Whoever is not among them becomes inactive and loses his account.
    """
    rows = {
        row.id: row
        for row in session.exec(select(PersonRow).where(PersonRow.department_id == department_id))
    }
    branches = _branches(session, department_id)
    kept: list[tuple[PersonRow, RosterEntry]] = []
    for position, entry in enumerate(people):
        row = rows.pop(entry.id, None) or PersonRow(department_id=department_id, name=entry.name)
        row.name = entry.name
        row.account = entry.account or None
        row.branch_id = branches[entry.branch].id if entry.branch else None
        row.roles = "、".join(role.value for role in Role if role in entry.roles)
        row.category = entry.category
        row.since = entry.since
        row.note = entry.note
        row.position = position
        row.active = True
        row.groups = "、".join(entry.groups)
        row.is_body = entry.is_body
        row.superiors = "、".join(entry.superiors)
        _keep_place(session, row, entry)
        session.add(row)
        kept.append((row, entry))
    leavers = [row for row in rows.values() if row.active]
    for row in leavers:
        row.active = False
        row.account = None
    session.flush()
    _put_in_charge(kept)
    session.flush()


def _keep_place(session: Session, row: PersonRow, entry: RosterEntry) -> None:
    """Gives somebody a place of his own, or lets his branch be his place."""
    if not entry.own_place:
        row.place_id = None
        return
    place = session.get(BranchRow, row.place_id) if row.place_id else None
    if place is None:
        place = BranchRow(department_id=row.department_id, name="", personal=True)
    others = select(BranchRow.name).where(
        BranchRow.department_id == row.department_id, BranchRow.id != place.id
    )
    taken = set(session.exec(others))
    name = entry.name
    if name in taken and entry.branch:
        name = with_branch(entry.name, entry.branch)
    number = 1
    while name in taken:
        number += 1
        name = f"{entry.name}{number}"
    place.name = name
    place.position = row.position
    session.add(place)
    session.flush()
    row.place_id = place.id


def _put_in_charge(kept: Sequence[tuple[PersonRow, RosterEntry]]) -> None:
    """Notes who hands in for each body: who is named, of namesakes the one of its branch."""
    for body, entry in kept:
        named = [row for row, _ in kept if row.name == entry.responsible and not row.is_body]
        named.sort(key=lambda row: row.branch_id != body.branch_id)
        body.responsible_id = named[0].id if named and entry.responsible else None


def _branches(session: Session, department_id: str) -> dict[str, BranchRow]:
    """Returns the branches by name, without the places of single persons."""
    rows = session.exec(
        select(BranchRow).where(BranchRow.department_id == department_id, ~col(BranchRow.personal))
    )
    return {row.name: row for row in rows}


def accounts_elsewhere(
    session: Session, department_id: str, names: Mapping[str, str]
) -> dict[str, str]:
    """Returns those of the accounts that another department uses for somebody of another name,
    with that department's name.
    """
    uses = session.exec(
        select(PersonRow.account, PersonRow.name, DepartmentRow.name)
        .join(DepartmentRow, col(PersonRow.department_id) == col(DepartmentRow.id))
        .where(PersonRow.department_id != department_id, col(PersonRow.account).in_(list(names)))
    )
    return {
        account: department
        for account, name, department in uses
        if account and names[account] != name
    }


@cache
def roles_of(text: str) -> frozenset[Role]:
    return frozenset(Role(part) for part in _split(text))


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("、") if part)


def _department(row: DepartmentRow) -> Department:
    return Department(
        id=row.id,
        name=row.name,
        group=row.group,
        platform=row.platform,
        procedure=row.procedure,
    )


def _alone(session: Session, *conditions: ColumnElement[bool]) -> list[Person]:
    """Makes the values of single persons, without the rest of their rosters, in one statement."""
    rows = session.execute(_single_persons().where(*conditions))
    persons = []
    for *fields, branch_id, branch, place_id, place, namesake, hands_in, grouped in rows:
        person = _person(
            fields,
            Branch(branch_id, branch) if branch_id else None,
            Branch(place_id, place) if place_id else None,
            namesake=namesake,
            hands_in=hands_in,
            grouped=grouped,
        )
        persons.append(person)
    return persons


@cache
def _single_persons() -> Select[Any]:
    """Selects `PERSON`, the branch, the place, and whether another of the roster is called the same,
    whether he hands in for a body, and whether the roster names groups.

    It is put together once: that takes longer than to ask the database.
    """
    other = aliased(PersonRow)
    place = aliased(BranchRow)
    colleagues = select_columns(col(other.id)).where(
        col(other.department_id) == PersonRow.department_id, col(other.active)
    )
    namesakes = colleagues.where(col(other.name) == PersonRow.name, col(other.id) != PersonRow.id)
    bodies = colleagues.where(col(other.responsible_id) == PersonRow.id)
    grouped = colleagues.where(col(other.groups) != "")
    return (
        select_columns(
            *PERSON,
            *(col(BranchRow.id), col(BranchRow.name), col(place.id), col(place.name)),
            *(namesakes.exists(), bodies.exists(), grouped.exists()),
        )
        .join(BranchRow, col(PersonRow.branch_id) == col(BranchRow.id), isouter=True)
        .join(place, col(PersonRow.place_id) == col(place.id), isouter=True)
        .order_by(col(PersonRow.id))
    )


def _person(
    fields: Sequence[Any],
    branch: Branch | None,
    place: Branch | None,
    *,
    namesake: bool,
    hands_in: bool,
    grouped: bool,
) -> Person:
    """Makes the value of a person from what `PERSON` selects."""
    person_id, department_id, name, account, roles, category, since, note = fields[:8]
    groups, is_body, responsible_id, superiors = fields[8:]
    return Person(
        id=person_id,
        department=department_id,
        name=name,
        account=account or "",
        roles=roles_of(roles),
        branch=branch,
        category=category,
        since=since,
        note=note,
        namesake=namesake,
        groups=_split(groups),
        place=place,
        is_body=is_body,
        responsible=responsible_id,
        hands_in=hands_in,
        grouped=grouped,
        superiors=_split(superiors),
    )
