"""Departments, branches and persons.

Leavers stay as inactive rows, so that history keeps its names.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from bot.domain.people import Branch, Department, Person, Role, Roster


class DepartmentRow(SQLModel, table=True):
    __tablename__ = "department"

    id: str = Field(primary_key=True)
    name: str
    platform: str = "sandbox"
    group: str = Field(default="", index=True)


class BranchRow(SQLModel, table=True):
    __tablename__ = "branch"
    __table_args__ = (UniqueConstraint("department_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    name: str
    position: int = 0
    active: bool = True


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    name: str
    account: str | None = Field(default=None, unique=True)  # None until the person is bound
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    roles: str = ""  # joined by 、 as in the workbook
    category: str = ""
    since: date | None = None
    note: str = ""
    position: int = 0
    active: bool = True
    met_at: datetime | None = None  # when the bot introduced itself


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
)


@dataclass(frozen=True)
class RosterEntry:
    """Somebody who is or was on a roster, as a workbook describes him.

    `id` is None where he is new, `account` empty where he has none, `branch` the name of his branch
    or empty.
    """

    id: int | None
    name: str
    account: str
    branch: str
    roles: frozenset[Role]
    category: str
    since: date | None
    note: str
    active: bool = True


def department(session: Session, department_id: str) -> Department | None:
    row = session.get(DepartmentRow, department_id)
    return _department(row) if row else None


def departments(session: Session) -> tuple[Department, ...]:
    return tuple(
        _department(row) for row in session.exec(select(DepartmentRow).order_by(DepartmentRow.id))
    )


def add_department(session: Session, added: Department) -> None:
    session.add(
        DepartmentRow(id=added.id, name=added.name, platform=added.platform, group=added.group)
    )
    session.flush()


def learn_group(session: Session, department_id: str, *, platform: str, group: str) -> None:
    row = session.get_one(DepartmentRow, department_id)
    row.platform, row.group = platform, group


def by_account(session: Session, account: str) -> Person | None:
    """Returns the active person behind an account of the chat platform."""
    persons = _alone(session, col(PersonRow.account) == account, col(PersonRow.active).is_(True))
    return persons[0] if persons else None


def by_id(session: Session, person_id: int) -> Person | None:
    """Returns the person, also a leaver: his name stands in history."""
    persons = _alone(session, col(PersonRow.id) == person_id)
    return persons[0] if persons else None


def by_name(session: Session, name: str) -> list[Person]:
    """Returns the active persons of that name, of every department."""
    return _alone(session, col(PersonRow.name) == name, col(PersonRow.active).is_(True))


def bind(session: Session, person_id: int, account: str) -> bool:
    """Gives a person an account.

    Returns False where he has one or has left, or somebody else uses it.
    """
    row = session.get_one(PersonRow, person_id)
    if row.account or not row.active or by_account(session, account):
        return False
    row.account = account
    session.flush()
    return True


def has_met(session: Session, person_id: int) -> bool:
    return session.get_one(PersonRow, person_id).met_at is not None


def meet(session: Session, person_id: int, now: datetime) -> bool:
    """Returns False where they have met before."""
    mine = (col(PersonRow.id) == person_id, col(PersonRow.met_at).is_(None))
    return session.exec(update(PersonRow).where(*mine).values(met_at=now)).rowcount == 1


def roster(session: Session, department_id: str) -> Roster:
    branches = session.execute(
        select_columns(col(BranchRow.id), col(BranchRow.name))
        .where(col(BranchRow.department_id) == department_id, col(BranchRow.active))
        .order_by(col(BranchRow.position), col(BranchRow.id))
    )
    people = session.execute(
        select_columns(*PERSON, col(PersonRow.branch_id))
        .where(col(PersonRow.department_id) == department_id, col(PersonRow.active))
        .order_by(col(PersonRow.position), col(PersonRow.id))
    ).all()
    by_branch_id = {branch_id: Branch(branch_id, name) for branch_id, name in branches}
    names = Counter(row.name for row in people)
    return Roster(
        department=_department(session.get_one(DepartmentRow, department_id)),
        people=tuple(
            _person(fields, by_branch_id.get(branch_id), namesake=names[fields[2]] > 1)
            for *fields, branch_id in people
        ),
        branches=tuple(by_branch_id.values()),
    )


def entries(session: Session, department_id: str) -> list[RosterEntry]:
    """Returns everybody who is or was on the roster, in its order."""
    rows = session.exec(
        select(PersonRow, BranchRow.name)
        .join(BranchRow, col(PersonRow.branch_id) == col(BranchRow.id), isouter=True)
        .where(PersonRow.department_id == department_id)
        .order_by(col(PersonRow.position), col(PersonRow.id))
    )
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
        session.add(row)
    leavers = [row for row in rows.values() if row.active]
    for row in leavers:
        row.active = False
        row.account = None
    session.flush()


def _branches(session: Session, department_id: str) -> dict[str, BranchRow]:
    rows = session.exec(select(BranchRow).where(BranchRow.department_id == department_id))
    return {row.name: row for row in rows}


def accounts_elsewhere(
    session: Session, department_id: str, accounts: Iterable[str]
) -> dict[str, str]:
    """Returns those of the accounts that another department uses, with that department's name."""
    uses = session.exec(
        select(PersonRow.account, DepartmentRow.name)
        .join(DepartmentRow, col(PersonRow.department_id) == col(DepartmentRow.id))
        .where(PersonRow.department_id != department_id, col(PersonRow.account).in_(list(accounts)))
    )
    return {account: name for account, name in uses if account}


@cache
def roles_of(text: str) -> frozenset[Role]:
    return frozenset(Role(part) for part in text.split("、") if part)


def _department(row: DepartmentRow) -> Department:
    return Department(id=row.id, name=row.name, group=row.group, platform=row.platform)


def _alone(session: Session, *conditions: ColumnElement[bool]) -> list[Person]:
    """Makes the values of single persons, without the rest of their rosters, in one statement."""
    rows = session.execute(_single_persons().where(*conditions))
    return [
        _person(fields, Branch(branch_id, branch) if branch_id else None, namesake=namesake)
        for *fields, branch_id, branch, namesake in rows
    ]


@cache
def _single_persons() -> Select[Any]:
    """Selects `PERSON`, the branch, and whether another of the roster is called the same.

    It is put together once: that takes longer than to ask the database.
    """
    other = aliased(PersonRow)
    namesakes = select_columns(col(other.id)).where(
        col(other.department_id) == PersonRow.department_id,
        col(other.name) == PersonRow.name,
        col(other.id) != PersonRow.id,
        col(other.active),
    )
    return (
        select_columns(*PERSON, col(BranchRow.id), col(BranchRow.name), namesakes.exists())
        .join(BranchRow, col(PersonRow.branch_id) == col(BranchRow.id), isouter=True)
        .order_by(col(PersonRow.id))
    )


def _person(fields: Sequence[Any], branch: Branch | None, *, namesake: bool) -> Person:
    """Makes the value of a person from what `PERSON` selects."""
    person_id, department_id, name, account, roles, category, since, note = fields
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
    )
