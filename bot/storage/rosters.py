"""The roster of a department as a whole: read as it is now, and made what a workbook or a sentence
says.

Leavers stay as inactive rows, so that history keeps its names.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select

from bot.domain.people import Branch, Role, Roster, with_branch
from bot.domain.roster_entries import RosterEntry
from bot.storage import departments
from bot.storage.departments import DepartmentRow
from bot.storage.people import PERSON, BranchRow, PersonRow, person_of, roles_of, split
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered

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
        branch_id = None
        if entry.branch:
            branch_id = branches[entry.branch].id
        _note(
            row,
            name=entry.name,
            account=entry.account or None,
            branch_id=branch_id,
            roles="、".join(role.value for role in Role if role in entry.roles),
            category=entry.category,
            since=entry.since,
            note=entry.note,
            position=position,
            active=True,
            groups="、".join(entry.groups),
            is_body=entry.is_body,
            superiors="、".join(entry.superiors),
        )
        _keep_place(session, row, entry)
        session.add(row)
        kept.append((row, entry))
    leavers = [row for row in rows.values() if row.active]
    for row in leavers:
        row.active = False
        row.account = None
    # Only now has everybody an id by which he can be named.
    session.flush()
    _put_in_charge(kept)
    session.flush()


def _note(row: PersonRow, **columns: object) -> None:
    """Writes what differs alone: the mapper compares every row that was written to, changed or not."""
    for name, content in columns.items():
        if getattr(row, name) != content:
            setattr(row, name, content)


def _keep_place(session: Session, row: PersonRow, entry: RosterEntry) -> None:
    """Gives somebody a place of his own, or lets his branch be his place."""
    if not entry.own_place:
        _note(row, place_id=None)
        return
    place = None
    if row.place_id is not None:
        place = session.get(BranchRow, row.place_id)
    if place is None:
        place = BranchRow(department_id=row.department_id, name="", personal=True)
    # It has a name like a branch, and of one name there may be one.
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
        responsible_id = None
        if entry.responsible:
            named = [row for row, _ in kept if row.name == entry.responsible and not row.is_body]
            own_branch_first = sorted(named, key=lambda row: row.branch_id != body.branch_id)
            responsible_id = next((row.id for row in own_branch_first), None)
        _note(body, responsible_id=responsible_id)


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
