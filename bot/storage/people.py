"""Departments, branches and persons. Leavers stay as inactive rows, so that history keeps its names."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import update
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
    """The active person behind an account of the chat platform."""
    row = session.exec(
        select(PersonRow).where(PersonRow.account == account, col(PersonRow.active))
    ).first()
    return _alone(session, row) if row else None


def by_id(session: Session, person_id: int) -> Person | None:
    """Also leavers: their names stand in history."""
    row = session.get(PersonRow, person_id)
    return _alone(session, row) if row else None


def has_met(session: Session, person_id: int) -> bool:
    return session.get_one(PersonRow, person_id).met_at is not None


def meet(session: Session, person_id: int, now: datetime) -> bool:
    """False where they have met before."""
    mine = (col(PersonRow.id) == person_id, col(PersonRow.met_at).is_(None))
    return session.exec(update(PersonRow).where(*mine).values(met_at=now)).rowcount == 1


def roster(session: Session, department_id: str) -> Roster:
    branches = session.exec(
        select(BranchRow)
        .where(BranchRow.department_id == department_id, col(BranchRow.active))
        .order_by(col(BranchRow.position), col(BranchRow.id))
    ).all()
    people = session.exec(
        select(PersonRow)
        .where(PersonRow.department_id == department_id, col(PersonRow.active))
        .order_by(col(PersonRow.position), col(PersonRow.id))
    ).all()
    by_branch_id = {branch.id: branch for branch in branches}
    names = Counter(row.name for row in people)
    return Roster(
        department=_department(session.get_one(DepartmentRow, department_id)),
        people=tuple(
            _person(row, by_branch_id.get(row.branch_id), namesake=names[row.name] > 1)
            for row in people
        ),
        branches=tuple(_branch(row) for row in branches),
    )


def rows_of(session: Session, department_id: str) -> list[PersonRow]:
    return list(session.exec(select(PersonRow).where(PersonRow.department_id == department_id)))


def branch_rows_of(session: Session, department_id: str) -> list[BranchRow]:
    return list(session.exec(select(BranchRow).where(BranchRow.department_id == department_id)))


def accounts_elsewhere(
    session: Session, department_id: str, accounts: Iterable[str]
) -> dict[str, str]:
    """Accounts that another department already uses, with that department's name."""
    found = session.exec(
        select(PersonRow.account, DepartmentRow.name)
        .join(DepartmentRow, col(PersonRow.department_id) == col(DepartmentRow.id))
        .where(PersonRow.department_id != department_id, col(PersonRow.account).in_(list(accounts)))
    )
    return {account: name for account, name in found if account}


def roles_of(text: str) -> frozenset[Role]:
    return frozenset(Role(part) for part in text.split("、") if part)


def _department(row: DepartmentRow) -> Department:
    return Department(id=row.id, name=row.name, group=row.group, platform=row.platform)


def _branch(row: BranchRow) -> Branch:
    assert row.id is not None
    return Branch(id=row.id, name=row.name)


def _alone(session: Session, row: PersonRow) -> Person:
    """Without the rest of the roster."""
    same = (
        PersonRow.department_id == row.department_id,
        PersonRow.name == row.name,
        PersonRow.id != row.id,
    )
    namesake = (
        session.exec(select(PersonRow.id).where(*same, col(PersonRow.active)).limit(1)).first()
        is not None
    )
    return _person(
        row, session.get(BranchRow, row.branch_id) if row.branch_id else None, namesake=namesake
    )


def _person(row: PersonRow, branch: BranchRow | None, *, namesake: bool) -> Person:
    assert row.id is not None
    return Person(
        id=row.id,
        department=row.department_id,
        name=row.name,
        account=row.account or "",
        roles=roles_of(row.roles),
        branch=_branch(branch) if branch else None,
        category=row.category,
        since=row.since,
        note=row.note,
        namesake=namesake,
    )
