"""The roster of a department as a whole: read as it is now, and made what a workbook or a sentence
says.

Leavers stay as inactive rows, so that history keeps its names.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Table, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select

from bot.domain.people import Branch, Role, Roster, with_branch
from bot.domain.roster_entries import RosterEntry
from bot.domain.values import dataclass
from bot.storage import departments
from bot.storage.departments import DepartmentRow
from bot.storage.people import PERSON, BranchRow, PersonRow, person_of, roles_of, split
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.writes import add_row, change_row

# What every message asks is put together once and sent past the mapper.
_PLACES = Prepared(
    select_columns(col(BranchRow.id), col(BranchRow.name), col(BranchRow.personal))
    .where(col(BranchRow.department_id) == bindparam("department"), col(BranchRow.active))
    .order_by(col(BranchRow.position), col(BranchRow.id))
)
_PEOPLE = Prepared(
    select_columns(*PERSON, col(PersonRow.branch_id), col(PersonRow.place_id))
    .where(col(PersonRow.department_id) == bindparam("department"), col(PersonRow.active))
    .order_by(col(PersonRow.position), col(PersonRow.id))
)
_PERSONS = SQLModel.metadata.tables[PersonRow.__tablename__]
_PLACE_TABLE = SQLModel.metadata.tables[BranchRow.__tablename__]
_OF_DEPARTMENT = _PLACE_TABLE.select().where(
    _PLACE_TABLE.c.department_id == bindparam("department")
)
_BRANCHES = Prepared(_OF_DEPARTMENT.where(~_PLACE_TABLE.c.personal).order_by(_PLACE_TABLE.c.id))
_NAMES = Prepared(_OF_DEPARTMENT)
_PLACE = Prepared(_PLACE_TABLE.select().where(_PLACE_TABLE.c.id == bindparam("place")))
_EVERYBODY = Prepared(
    select_columns(_PERSONS, col(BranchRow.name).label("branch"))
    .join(BranchRow, _PERSONS.c.branch_id == col(BranchRow.id), isouter=True)
    .where(_PERSONS.c.department_id == bindparam("department"))
    .order_by(_PERSONS.c.position, _PERSONS.c.id)
)


@remembered("department", "branch", "person")
def roster(session: Session, department_id: str) -> Roster:
    """Returns who is on the roster now. Raises LookupError where there is no such department."""
    department = departments.department(session, department_id)
    if department is None:
        raise LookupError(department_id)
    places = _PLACES.rows(session.connection(), department=department_id)
    people = _PEOPLE.rows(session.connection(), department=department_id)
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
        department=department,
        people=tuple(
            person_of(
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
    session.flush()
    rows = _EVERYBODY.rows(session.connection(), department=department_id)
    name_by_id: dict[int | None, str] = {row.id: row.name for row in rows}
    return [
        RosterEntry(
            id=row.id,
            name=row.name,
            account=row.account or "",
            branch=row.branch or "",
            roles=roles_of(row.roles),
            category=row.category,
            since=row.since,
            note=row.note,
            active=row.active,
            groups=split(row.groups),
            is_body=row.is_body,
            own_place=row.place_id is not None,
            responsible=name_by_id.get(row.responsible_id, ""),
            superiors=split(row.superiors),
        )
        for row in rows
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
        content = {"name": name, "position": position, "active": True}
        _put(session, _PLACE_TABLE, department_id, rows.get(name), content)
    for name in removed:
        change_row(session, _PLACE_TABLE, (rows[name].id,), {"active": False})
    return added, removed


def set_people(session: Session, department_id: str, people: Sequence[RosterEntry]) -> None:
    """Makes these the department's people, in this order. Their branches must be there.

    Whoever is not among them becomes inactive and loses his account.
    """
    session.flush()
    everybody = _EVERYBODY.rows(session.connection(), department=department_id)
    rows = {row.id: row for row in everybody}
    branches = _branches(session, department_id)
    staying = {entry.id for entry in people}
    for leaver in everybody:
        if leaver.active and leaver.id not in staying:
            change_row(session, _PERSONS, (leaver.id,), {"active": False, "account": None})
    kept: list[_Kept] = []
    for position, entry in enumerate(people):
        row = rows.get(entry.id)
        branch_id = None
        if entry.branch:
            branch_id = branches[entry.branch].id
        content = {
            "name": entry.name,
            "account": entry.account or None,
            "branch_id": branch_id,
            "roles": "、".join(role.value for role in Role if role in entry.roles),
            "category": entry.category,
            "since": entry.since,
            "note": entry.note,
            "position": position,
            "active": True,
            "groups": "、".join(entry.groups),
            "is_body": entry.is_body,
            "superiors": "、".join(entry.superiors),
            "place_id": _place_of(session, department_id, row, entry, position),
        }
        person_id = _put(session, _PERSONS, department_id, row, content)
        kept.append(_Kept(person_id, entry, branch_id))
    # Only now has everybody an id by which he can be named.
    for body in kept:
        before = rows[body.id].responsible_id if body.id in rows else None
        responsible_id = _responsible(body, kept)
        if responsible_id != before:
            change_row(session, _PERSONS, (body.id,), {"responsible_id": responsible_id})


@dataclass(frozen=True)
class _Kept:
    """A line of the roster, whose it is, and where he stands."""

    id: int
    entry: RosterEntry
    branch: int | None


def _put(
    session: Session,
    table: Table,
    department_id: str,
    row: Row[Any] | None,
    content: Mapping[str, object],
) -> int:
    """Adds a row, or writes what differs in the one that is there; its id."""
    if row is None:
        (row_id,) = add_row(session, table, {"department_id": department_id, **content})
        return int(row_id)
    changed = {name: value for name, value in content.items() if getattr(row, name) != value}
    if changed:
        change_row(session, table, (row.id,), changed)
    return int(row.id)


def _place_of(
    session: Session, department_id: str, row: Row[Any] | None, entry: RosterEntry, position: int
) -> int | None:
    """Returns the place of his own that somebody has; None where his branch is his place."""
    if not entry.own_place:
        return None
    place = None
    if row is not None and row.place_id is not None:
        (place,) = _PLACE.rows(session.connection(), place=row.place_id)
    # It has a name like a branch, and of one name there may be one.
    others = _NAMES.rows(session.connection(), department=department_id)
    taken = {other.name for other in others if place is None or other.id != place.id}
    name = entry.name
    if name in taken and entry.branch:
        name = with_branch(entry.name, entry.branch)
    number = 1
    while name in taken:
        number += 1
        name = f"{entry.name}{number}"
    content = {"name": name, "personal": True, "position": position}
    return _put(session, _PLACE_TABLE, department_id, place, content)


def _responsible(body: _Kept, kept: Sequence[_Kept]) -> int | None:
    """Returns who hands in for a body: who is named, of namesakes the one of its branch."""
    if not body.entry.responsible:
        return None
    named = [
        one for one in kept if one.entry.name == body.entry.responsible and not one.entry.is_body
    ]
    own_branch_first = sorted(named, key=lambda one: one.branch != body.branch)
    return next((one.id for one in own_branch_first), None)


def _branches(session: Session, department_id: str) -> dict[str, Row[Any]]:
    """Returns the branches by name, without the places of single persons."""
    session.flush()
    rows = _BRANCHES.rows(session.connection(), department=department_id)
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
