"""Items of the ledger and the branches that answer for them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, UniqueConstraint, bindparam, delete, func, select
from sqlmodel import Field, Session, SQLModel

from bot.domain.rectification.items import Item, NewItem, Owner, Revisit, Source, State
from bot.domain.values import dataclass
from bot.storage import submission_rows  # noqa: F401 - items refer to its table
from bot.storage.cycles import ACTIVE, CycleRow
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow
from bot.storage.sealing import write_seen
from bot.storage.writes import add_row, change_row


class ItemRow(TableRow, table=True):
    __tablename__ = "rectification_item"

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    source: str
    origin: str  # in words, what caused it
    submission_id: int | None = Field(default=None, foreign_key="submission.id")
    position: int = 0  # of the confirmed triple within the report
    problem: str
    cause: str = ""
    measure: str = ""
    due: date | None = None
    state: str = State.OPEN
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = None
    held_at: datetime | None = None  # when it was looked at again and held
    held_by: int | None = Field(default=None, foreign_key="person.id")
    held_note: str = ""  # what was seen; without it nobody went there


class OwnerRow(TableRow, table=True):
    """`person_id` is whom the bot knows to be in charge.

    Another secretary takes over what is open.
    """

    __tablename__ = "rectification_owner"
    __table_args__ = (
        UniqueConstraint("item_id", "branch_id"),
        UniqueConstraint("branch_id", "number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="rectification_item.id", index=True)
    branch_id: int = Field(foreign_key="branch.id", index=True)
    number: int
    person_id: int | None = Field(default=None, foreign_key="person.id")
    done_at: datetime | None = None


_ITEMS = SQLModel.metadata.tables[ItemRow.__tablename__]
_OWNERS = SQLModel.metadata.tables[OwnerRow.__tablename__]
_CYCLES = SQLModel.metadata.tables[CycleRow.__tablename__]
# What messages and beats ask is put together once and sent past the mapper.
_OF_DEPARTMENT = (
    select(_ITEMS)
    .join(_CYCLES, _ITEMS.c.cycle_id == _CYCLES.c.id)
    .where(_CYCLES.c.department_id == bindparam("department"))
    .order_by(_ITEMS.c.id)
)
_OF_ALL_YEARS = Prepared(_OF_DEPARTMENT)
_OF_RUNNING_YEARS = Prepared(_OF_DEPARTMENT.where(_CYCLES.c.state == ACTIVE))
_OF_REPORT = Prepared(
    select(_ITEMS)
    .join(_OWNERS, _OWNERS.c.item_id == _ITEMS.c.id)
    .where(
        _ITEMS.c.cycle_id == bindparam("cycle"),
        _ITEMS.c.source == Source.REPORT,
        _OWNERS.c.branch_id == bindparam("branch"),
    )
)
_WITH_ITEMS = Prepared(
    select(_CYCLES.c.department_id)
    .join(_ITEMS, _ITEMS.c.cycle_id == _CYCLES.c.id)
    .where(_CYCLES.c.state == ACTIVE)
    .distinct()
    .order_by(_CYCLES.c.department_id)
)
_THIS = _ITEMS.c.id == bindparam("item")
_OF_ID = Prepared(_ITEMS.select().where(_THIS))
_LOCKED = Prepared(_ITEMS.select().where(_THIS).with_for_update())
_REMOVE = Prepared(delete(_ITEMS).where(_THIS))
_REMOVE_OWNERS = Prepared(delete(_OWNERS).where(_OWNERS.c.item_id == bindparam("item")))
_HIGHEST = Prepared(
    select(func.max(_OWNERS.c.number)).where(_OWNERS.c.branch_id == bindparam("branch"))
)
_OF_ITEMS = Prepared(
    _OWNERS.select()
    .where(_OWNERS.c.item_id.in_(bindparam("items", expanding=True)))
    .order_by(_OWNERS.c.id)
)


@dataclass(frozen=True)
class InCharge:
    """Who is known to be in charge of a branch's part of an item.

    None where the branch was vacant.
    """

    item: int
    branch: int
    person: int | None


def add(
    session: Session,
    new: NewItem,
    owners: Iterable[tuple[int, int | None]],
    *,
    cycle_id: int,
    created_at: datetime,
    created_by: int | None = None,
    closed_at: datetime | None = None,
    revisit: Revisit | None = None,
) -> Item:
    """Adds an item under the next number of each branch that answers for it.

    `owners` are pairs of branch and person in charge. With `closed_at` the item is closed from the
    start, as in an archive.
    """
    state = State.OPEN
    if closed_at is not None:
        state = State.CLOSED
    row: dict[str, object] = {
        "cycle_id": cycle_id,
        "source": new.source,
        "origin": new.origin,
        "submission_id": new.submission,
        "position": new.position,
        "problem": new.problem,
        "cause": new.cause,
        "measure": new.measure,
        "due": new.due,
        "state": state,
        "created_by": created_by,
        "created_at": created_at,
        "closed_at": closed_at,
        **_seen_at(revisit),
    }
    (item_id,) = add_row(session, _ITEMS, row)
    for branch_id, person_id in owners:
        # Numbers count within a branch: its people speak of 「第 2 条」 without knowing the whole.
        ((highest,),) = _HIGHEST.rows(session.connection(), branch=branch_id)
        owner = {"item_id": item_id, "branch_id": branch_id, "number": (highest or 0) + 1}
        add_row(session, _OWNERS, owner | {"person_id": person_id})
    return item(session, item_id)


def remove(session: Session, item_id: int) -> None:
    """Takes back an item of which nothing is known but that it was entered."""
    # Owners refer to their item, so they go first.
    owners = [(owner.id,) for owner in _owners(session, [item_id])]
    write_seen(session, _REMOVE_OWNERS, owners, {"item": item_id})
    write_seen(session, _REMOVE, [(item_id,)], {"item": item_id})


def rewrite(session: Session, item_id: int, new: NewItem) -> None:
    """Replaces what was promised; the item keeps its numbers and its history."""
    promised = {
        "origin": new.origin,
        "submission_id": new.submission,
        "problem": new.problem,
        "cause": new.cause,
        "measure": new.measure,
        "due": new.due,
    }
    change_row(session, _ITEMS, (item_id,), promised)


def reword(session: Session, item_id: int, problem: str, cause: str, measure: str) -> None:
    """Puts the words of an item right; it keeps its number, its origin and its history."""
    words = {"problem": problem, "cause": cause, "measure": measure}
    change_row(session, _ITEMS, (item_id,), words)


def item(session: Session, item_id: int) -> Item:
    session.flush()
    (item,) = _items(session, _OF_ID.rows(session.connection(), item=item_id))
    return item


def locked(session: Session, item_id: int) -> Item:
    """Returns an item, locked where the database can lock.

    Of two who decide at once one is second.
    """
    session.flush()
    (item,) = _items(session, _LOCKED.rows(session.connection(), item=item_id))
    return item


@remembered("rectification_item", "rectification_owner", "cycle")
def of_department(session: Session, department_id: str, *, archived: bool = False) -> list[Item]:
    """Returns the items of the running cycles, with `archived` of all, in order of entry."""
    statement = _OF_RUNNING_YEARS
    if archived:
        statement = _OF_ALL_YEARS
    return _items(session, statement.rows(session.connection(), department=department_id))


@remembered("rectification_item", "rectification_owner", "cycle")
def of_report(session: Session, cycle_id: int, branch_id: int) -> dict[int, Item]:
    """Returns the items that came out of a branch's report, by the position of their triple."""
    rows = _OF_REPORT.rows(session.connection(), cycle=cycle_id, branch=branch_id)
    return {row.position: item for row, item in zip(rows, _items(session, rows), strict=True)}


@remembered("rectification_item", "rectification_owner", "cycle")
def departments_with_items(session: Session) -> list[str]:
    """Returns the departments that have an item in a running cycle."""
    return [department for (department,) in _WITH_ITEMS.rows(session.connection())]


def in_charge(session: Session, item_ids: Collection[int]) -> list[InCharge]:
    """Returns who is known to be in charge, for each owner of these items."""
    return [
        InCharge(owner.item_id, owner.branch_id, owner.person_id)
        for owner in _owners(session, item_ids)
    ]


def put_in_charge(session: Session, item_id: int, branch_id: int, person_id: int) -> None:
    owner = _owner(session, item_id, branch_id)
    change_row(session, _OWNERS, (owner.id,), {"person_id": person_id})


def set_due(session: Session, item_id: int, due: date) -> None:
    change_row(session, _ITEMS, (item_id,), {"due": due})


def mark_done(session: Session, item_id: int, branch_id: int, now: datetime) -> tuple[int, ...]:
    """Notes that a branch has done its part; returns the branches that have not."""
    owner = _owner(session, item_id, branch_id)
    if owner.done_at is None:
        change_row(session, _OWNERS, (owner.id,), {"done_at": now})
    owners = _owners(session, [item_id])
    return tuple(owner.branch_id for owner in owners if owner.done_at is None)


def propose(session: Session, item_id: int, person_id: int) -> None:
    """Proposes the closure of an item, in this person's name."""
    proposed = {"state": State.PROPOSED, "proposed_by": person_id}
    change_row(session, _ITEMS, (item_id,), proposed)


def close(session: Session, item_id: int, person_id: int, now: datetime) -> None:
    closed = {"state": State.CLOSED, "closed_by": person_id, "closed_at": now}
    change_row(session, _ITEMS, (item_id,), closed)


def mark_held(session: Session, item_id: int, revisit: Revisit) -> None:
    """Notes that a closed item was looked at again and held."""
    change_row(session, _ITEMS, (item_id,), _seen_at(revisit))


def reopen(session: Session, item_id: int, *, due: date | None = None) -> None:
    """Opens an item that was proposed or closed: all who answer for it have to do their part again.

    With `due` that day replaces its date.
    """
    again: dict[str, object] = {
        "state": State.OPEN,
        "proposed_by": None,
        "closed_by": None,
        "closed_at": None,
        **_seen_at(None),
    }
    if due is not None:
        again["due"] = due
    change_row(session, _ITEMS, (item_id,), again)
    for owner in _owners(session, [item_id]):
        change_row(session, _OWNERS, (owner.id,), {"done_at": None})


def _owner(session: Session, item_id: int, branch_id: int) -> Row[Any]:
    (owner,) = [owner for owner in _owners(session, [item_id]) if owner.branch_id == branch_id]
    return owner


def _owners(session: Session, item_ids: Collection[int]) -> list[Row[Any]]:
    if not item_ids:
        return []
    session.flush()
    return _OF_ITEMS.rows(session.connection(), items=list(item_ids))


def _items(session: Session, rows: Sequence[Row[Any]]) -> list[Item]:
    owners: dict[int, list[Owner]] = defaultdict(list)
    for owner in _owners(session, [row.id for row in rows]):
        owners[owner.item_id].append(
            Owner(owner.branch_id, owner.number, owner.done_at is not None)
        )
    return [_item(row, tuple(owners[row.id])) for row in rows]


def _seen_at(revisit: Revisit | None) -> dict[str, object]:
    """Returns what is kept of a visit; of none, that there was none."""
    if revisit is None:
        return {"held_at": None, "held_by": None, "held_note": ""}
    return {"held_at": revisit.at, "held_by": revisit.by, "held_note": revisit.seen}


def _item(row: Row[Any], owners: tuple[Owner, ...]) -> Item:
    revisit = None
    # A tap that once said 保持良好 without a word was no visit.
    if row.held_at is not None and row.held_note:
        revisit = Revisit(row.held_at, row.held_by, row.held_note)
    return Item(
        id=row.id,
        cycle=row.cycle_id,
        source=Source(row.source),
        origin=row.origin,
        problem=row.problem,
        cause=row.cause,
        measure=row.measure,
        due=row.due,
        state=State(row.state),
        owners=owners,
        created_at=row.created_at,
        submission=row.submission_id,
        proposed_by=row.proposed_by,
        closed_by=row.closed_by,
        closed_at=row.closed_at,
        revisit=revisit,
    )
