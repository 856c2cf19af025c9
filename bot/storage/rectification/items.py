"""Items of the ledger and the branches that answer for them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, func, select

from bot.domain.rectification.items import Item, NewItem, Owner, Revisit, Source, State
from bot.domain.values import dataclass
from bot.storage import submission_rows  # noqa: F401 - items refer to its table
from bot.storage.cycles import ACTIVE, CycleRow
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow


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
    select_columns(_ITEMS)
    .join(_CYCLES, _ITEMS.c.cycle_id == _CYCLES.c.id)
    .where(_CYCLES.c.department_id == bindparam("department"))
    .order_by(_ITEMS.c.id)
)
_OF_ALL_YEARS = Prepared(_OF_DEPARTMENT)
_OF_RUNNING_YEARS = Prepared(_OF_DEPARTMENT.where(_CYCLES.c.state == ACTIVE))
_OF_ID = Prepared(_ITEMS.select().where(_ITEMS.c.id == bindparam("item")))
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
    row = ItemRow(
        cycle_id=cycle_id,
        source=new.source,
        origin=new.origin,
        submission_id=new.submission,
        position=new.position,
        problem=new.problem,
        cause=new.cause,
        measure=new.measure,
        due=new.due,
        state=state,
        created_by=created_by,
        created_at=created_at,
        closed_at=closed_at,
    )
    if revisit is not None:
        _write_revisit(row, revisit)
    session.add(row)
    session.flush()
    assert row.id is not None
    for branch_id, person_id in owners:
        # Numbers count within a branch: its people speak of 「第 2 条」 without knowing the whole.
        highest = select(func.max(OwnerRow.number)).where(OwnerRow.branch_id == branch_id)
        number = (session.exec(highest).first() or 0) + 1
        owner = OwnerRow(item_id=row.id, branch_id=branch_id, number=number, person_id=person_id)
        session.add(owner)
        session.flush()
    return item(session, row.id)


def remove(session: Session, item_id: int) -> None:
    """Takes back an item of which nothing is known but that it was entered."""
    for owner in _owners(session, [item_id]):
        session.delete(owner)
    # Owners refer to their item, so they go first.
    session.flush()
    session.delete(session.get_one(ItemRow, item_id))
    session.flush()


def rewrite(session: Session, item_id: int, new: NewItem) -> None:
    """Replaces what was promised; the item keeps its numbers and its history."""
    row = session.get_one(ItemRow, item_id)
    row.origin = new.origin
    row.submission_id = new.submission
    row.problem = new.problem
    row.cause = new.cause
    row.measure = new.measure
    row.due = new.due
    session.flush()


def reword(session: Session, item_id: int, problem: str, cause: str, measure: str) -> None:
    """Puts the words of an item right; it keeps its number, its origin and its history."""
    row = session.get_one(ItemRow, item_id)
    row.problem = problem
    row.cause = cause
    row.measure = measure
    session.flush()


def item(session: Session, item_id: int) -> Item:
    session.flush()
    (item,) = _items(session, _OF_ID.rows(session.connection(), item=item_id))
    return item


def locked(session: Session, item_id: int) -> Item:
    """Returns an item, locked where the database can lock.

    Of two who decide at once one is second.
    """
    statement = select(ItemRow).where(ItemRow.id == item_id).with_for_update()
    # Read anew, for another may have changed it while the lock was waited for.
    row = session.exec(statement.execution_options(populate_existing=True)).one()
    return _items(session, [row])[0]


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
    statement = select(ItemRow).join(OwnerRow, col(OwnerRow.item_id) == col(ItemRow.id))
    statement = statement.where(
        ItemRow.cycle_id == cycle_id,
        ItemRow.source == Source.REPORT,
        OwnerRow.branch_id == branch_id,
    )
    rows = session.exec(statement).all()
    return {row.position: item for row, item in zip(rows, _items(session, rows), strict=True)}


@remembered("rectification_item", "rectification_owner", "cycle")
def departments_with_items(session: Session) -> list[str]:
    """Returns the departments that have an item in a running cycle."""
    statement = select(CycleRow.department_id).join(
        ItemRow, col(ItemRow.cycle_id) == col(CycleRow.id)
    )
    return sorted(set(session.exec(statement.where(CycleRow.state == ACTIVE))))


def in_charge(session: Session, item_ids: Collection[int]) -> list[InCharge]:
    """Returns who is known to be in charge, for each owner of these items."""
    return [
        InCharge(owner.item_id, owner.branch_id, owner.person_id)
        for owner in _owners(session, item_ids)
    ]


def put_in_charge(session: Session, item_id: int, branch_id: int, person_id: int) -> None:
    _owner(session, item_id, branch_id).person_id = person_id
    session.flush()


def set_due(session: Session, item_id: int, due: date) -> None:
    session.get_one(ItemRow, item_id).due = due
    session.flush()


def mark_done(session: Session, item_id: int, branch_id: int, now: datetime) -> tuple[int, ...]:
    """Notes that a branch has done its part; returns the branches that have not."""
    owner = _owner(session, item_id, branch_id)
    if owner.done_at is None:
        owner.done_at = now
        session.flush()
    owners = _owners(session, [item_id])
    return tuple(owner.branch_id for owner in owners if owner.done_at is None)


def propose(session: Session, item_id: int, person_id: int) -> None:
    """Proposes the closure of an item, in this person's name."""
    row = session.get_one(ItemRow, item_id)
    row.state = State.PROPOSED
    row.proposed_by = person_id
    session.flush()


def close(session: Session, item_id: int, person_id: int, now: datetime) -> None:
    row = session.get_one(ItemRow, item_id)
    row.state = State.CLOSED
    row.closed_by = person_id
    row.closed_at = now
    session.flush()


def mark_held(session: Session, item_id: int, revisit: Revisit) -> None:
    """Notes that a closed item was looked at again and held."""
    _write_revisit(session.get_one(ItemRow, item_id), revisit)
    session.flush()


def reopen(session: Session, item_id: int, *, due: date | None = None) -> None:
    """Opens an item that was proposed or closed: all who answer for it have to do their part again.

    With `due` that day replaces its date.
    """
    row = session.get_one(ItemRow, item_id)
    row.state = State.OPEN
    row.proposed_by = None
    row.closed_by = None
    row.closed_at = None
    row.held_at = None
    row.held_by = None
    row.held_note = ""
    if due is not None:
        row.due = due
    for owner in _owners(session, [item_id]):
        owner.done_at = None
    session.flush()


def _owner(session: Session, item_id: int, branch_id: int) -> OwnerRow:
    statement = select(OwnerRow).where(OwnerRow.item_id == item_id, OwnerRow.branch_id == branch_id)
    return session.exec(statement).one()


def _owners(session: Session, item_ids: Collection[int]) -> Sequence[OwnerRow]:
    if not item_ids:
        return []
    statement = select(OwnerRow).where(col(OwnerRow.item_id).in_(item_ids))
    return session.exec(statement.order_by(col(OwnerRow.id))).all()


def _items(session: Session, rows: Sequence[ItemRow] | Sequence[Row[Any]]) -> list[Item]:
    ids = [row.id for row in rows if row.id is not None]
    if not ids:
        return []
    session.flush()
    owners: dict[int, list[Owner]] = defaultdict(list)
    for owner in _OF_ITEMS.rows(session.connection(), items=ids):
        owners[owner.item_id].append(
            Owner(owner.branch_id, owner.number, owner.done_at is not None)
        )
    return [_item(row, tuple(owners[row.id])) for row in rows if row.id is not None]


def _write_revisit(row: ItemRow, revisit: Revisit) -> None:
    row.held_at = revisit.at
    row.held_by = revisit.by
    row.held_note = revisit.seen


def _item(row: ItemRow | Row[Any], owners: tuple[Owner, ...]) -> Item:
    assert row.id is not None
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
