"""Branches and persons, one by one.

Leavers stay as inactive rows, so that history keeps its names.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col

from bot.domain.people import Branch, Person, Role
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow
from bot.storage.sealing import NO_FACT


class BranchRow(TableRow, table=True):
    __tablename__ = "branch"
    __table_args__ = (UniqueConstraint("department_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    name: str
    position: int = 0
    active: bool = True
    # no branch, but the place of one person or body: reports and items stand under it
    personal: bool = False


class PersonRow(TableRow, table=True):
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


# The entries of one human: who stands on several rosters has one account. Nothing equals NULL, so
# whoever has none is found by his id alone.
_TABLE = SQLModel.metadata.tables[PersonRow.__tablename__]
_IS_HUMAN = or_(_TABLE.c.id == bindparam("person"), _TABLE.c.account == bindparam("of_account"))
_HAS_MET = Prepared(
    select_columns(_TABLE.c.id).where(_IS_HUMAN, _TABLE.c.met_at.is_not(None)).limit(1)
)
_MEET = Prepared(
    update(_TABLE)
    .where(_IS_HUMAN)
    .values(met_at=bindparam("moment"))
    .execution_options(**{NO_FACT: True})
)


@remembered("person", "branch")
def by_account(session: Session, account: str) -> list[Person]:
    """Returns the active persons behind an account of the chat platform, one a department."""
    return _alone(session, _by_account(), account=account)


@remembered("person", "branch")
def by_id(session: Session, person_id: int) -> Person | None:
    """Returns the person, also a leaver: his name stands in history."""
    persons = _alone(session, _by_id(), person=person_id)
    if not persons:
        return None
    return persons[0]


@remembered("person", "branch")
def by_name(session: Session, name: str) -> list[Person]:
    """Returns the active persons of that name, of every department."""
    return _alone(session, _by_name(), name=name)


@remembered("person", "branch")
def leavers_named(session: Session, department_id: str, name: str) -> list[Person]:
    """Returns who of that name has left the department's roster."""
    return _alone(session, _leavers_named(), department=department_id, name=name)


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
    """Tells whether the bot has introduced itself to this human, under whichever of his entries."""
    human = {"person": person.id, "of_account": person.account or None}
    return _HAS_MET.first(session.connection(), **human) is not None


def set_met(session: Session, person: Person, at: datetime | None) -> None:
    """Notes since when this human knows the bot, under all his entries; None where he does not."""
    session.flush()
    human = {"person": person.id, "of_account": person.account or None}
    _MEET.write(session.connection(), **human, moment=at)


@cache
def roles_of(text: str) -> frozenset[Role]:
    return frozenset(Role(part) for part in split(text))


def split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("、") if part)


def _alone(session: Session, statement: Prepared, **wanted: object) -> list[Person]:
    """Makes the values of the `_single_persons` that are wanted, without the rest of their rosters."""
    rows = statement.rows(session.connection(), **wanted)
    persons = []
    for *fields, branch_id, branch_name, place_id, place_name, namesake, hands_in, grouped in rows:
        branch = place = None
        if branch_id:
            branch = Branch(branch_id, branch_name)
        if place_id:
            place = Branch(place_id, place_name)
        person = person_of(
            fields,
            branch,
            place,
            namesake=namesake,
            hands_in=hands_in,
            grouped=grouped,
        )
        persons.append(person)
    return persons


@cache
def _by_account() -> Prepared:
    return Prepared(
        _single_persons().where(
            col(PersonRow.account) == bindparam("account"), col(PersonRow.active)
        )
    )


@cache
def _by_id() -> Prepared:
    return Prepared(_single_persons().where(col(PersonRow.id) == bindparam("person")))


@cache
def _by_name() -> Prepared:
    return Prepared(
        _single_persons().where(col(PersonRow.name) == bindparam("name"), col(PersonRow.active))
    )


@cache
def _leavers_named() -> Prepared:
    return Prepared(
        _single_persons().where(
            col(PersonRow.department_id) == bindparam("department"),
            col(PersonRow.name) == bindparam("name"),
            col(PersonRow.active).is_(False),
        )
    )


@cache
def _single_persons() -> Select[Any]:
    """Selects `PERSON`, the branch, the place, and whether another of the roster is called the
    same, whether he hands in for a body, and whether the roster names groups.

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


def person_of(
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
        groups=split(groups),
        place=place,
        is_body=is_body,
        responsible=responsible_id,
        hands_in=hands_in,
        grouped=grouped,
        superiors=split(superiors),
    )
