"""Items of the ledger and the branches that answer for them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, func, select

from bot.domain.rectification.items import Item, Owner, Source, State
from bot.storage.cycles import CycleRow


class ItemRow(SQLModel, table=True):
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
    state: str = (
        "open"  # open -> proposed -> closed; back to open where it is returned or did not hold
    )
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = None
    held_at: datetime | None = None


class OwnerRow(SQLModel, table=True):
    """`person_id` is whom the bot knows to be in charge; another secretary takes over what is open."""

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


def add(session: Session, row: ItemRow, owners: Iterable[tuple[int, int | None]]) -> Item:
    """`owners` are pairs of branch and person in charge."""
    session.add(row)
    session.flush()
    assert row.id is not None
    for branch_id, person_id in owners:
        number = _next_number(session, branch_id)
        session.add(
            OwnerRow(item_id=row.id, branch_id=branch_id, number=number, person_id=person_id)
        )
        session.flush()
    return _items(session, [row])[0]


def remove(session: Session, item_id: int) -> None:
    """Takes back an item of which nothing is known but that it was entered."""
    for owner in owner_rows(session, item_id):
        session.delete(owner)
    session.flush()
    session.delete(session.get_one(ItemRow, item_id))
    session.flush()


def row(session: Session, item_id: int) -> ItemRow:
    """The row, locked where the database can: of two who decide at once one is second."""
    found = select(ItemRow).where(ItemRow.id == item_id).with_for_update()
    return session.exec(found.execution_options(populate_existing=True)).one()


def item(session: Session, item_id: int) -> Item:
    return _items(session, [session.get_one(ItemRow, item_id)])[0]


def owner_rows(session: Session, item_id: int) -> list[OwnerRow]:
    return owners_of(session, [item_id])


def owners_of(session: Session, item_ids: Collection[int]) -> list[OwnerRow]:
    return list(
        session.exec(
            select(OwnerRow).where(col(OwnerRow.item_id).in_(item_ids)).order_by(col(OwnerRow.id))
        )
    )


def of_department(session: Session, department_id: str, *, archived: bool = False) -> list[Item]:
    """Items of the department's running cycles, in the order in which they were entered; with `archived` of all cycles."""
    found = select(ItemRow).join(CycleRow, col(ItemRow.cycle_id) == col(CycleRow.id))
    found = found.where(CycleRow.department_id == department_id).order_by(col(ItemRow.id))
    if not archived:
        found = found.where(CycleRow.state == "active")
    return _items(session, session.exec(found).all())


def of_report(session: Session, cycle_id: int, branch_id: int) -> dict[int, ItemRow]:
    """Items that came out of a branch's report, by the position of their triple."""
    found = select(ItemRow).join(OwnerRow, col(OwnerRow.item_id) == col(ItemRow.id))
    found = found.where(
        ItemRow.cycle_id == cycle_id,
        ItemRow.source == Source.REPORT,
        OwnerRow.branch_id == branch_id,
    )
    return {one.position: one for one in session.exec(found)}


def departments_with_items(session: Session) -> list[str]:
    """Departments that have an item in a running cycle."""
    found = select(CycleRow.department_id).join(ItemRow, col(ItemRow.cycle_id) == col(CycleRow.id))
    return sorted(set(session.exec(found.where(CycleRow.state == "active"))))


def _next_number(session: Session, branch_id: int) -> int:
    return (
        session.exec(
            select(func.max(OwnerRow.number)).where(OwnerRow.branch_id == branch_id)
        ).first()
        or 0
    ) + 1


def _items(session: Session, rows: Sequence[ItemRow]) -> list[Item]:
    owners: dict[int, list[Owner]] = defaultdict(list)
    ids = [one.id for one in rows]
    for owner in session.exec(
        select(OwnerRow).where(col(OwnerRow.item_id).in_(ids)).order_by(col(OwnerRow.id))
    ):
        owners[owner.item_id].append(
            Owner(owner.branch_id, owner.number, owner.done_at is not None)
        )
    return [_item(one, tuple(owners[one.id])) for one in rows if one.id is not None]


def _item(found: ItemRow, owners: tuple[Owner, ...]) -> Item:
    assert found.id is not None
    return Item(
        id=found.id,
        cycle=found.cycle_id,
        source=Source(found.source),
        origin=found.origin,
        problem=found.problem,
        cause=found.cause,
        measure=found.measure,
        due=found.due,
        state=State(found.state),
        owners=owners,
        created_at=found.created_at,
        submission=found.submission_id,
        proposed_by=found.proposed_by,
        closed_by=found.closed_by,
        closed_at=found.closed_at,
        held_at=found.held_at,
    )
