"""The reminder ledger: one row per (item, target, window), so that 「为什么没提醒我」 has an answer."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, insert
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, func, select

from bot.domain.values import dataclass
from bot.storage.cycles import CycleRow
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow
from bot.storage.sealing import insert_seen


class ReminderState(StrEnum):
    PLANNED = "planned"  # what became of it stands in the outbox, under `key`
    SKIPPED = "skipped"


class ReminderRow(TableRow, table=True):
    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("cycle_id", "item", "target", "window"),)

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    item: str  # what it is about: countdown, report, rectification ...
    target: str  # "group" or the person's id
    window: str  # the rung or month that it belongs to, e.g. 2026-12-24
    planned_at: datetime
    state: str
    reason: str = ""  # why it was skipped, or planned later than it should have been
    key: str = ""  # of its part of a digest, or of a message of its own


_TABLE = SQLModel.metadata.tables[ReminderRow.__tablename__]
_COLUMNS = _TABLE.c
_OF_ITEM = (
    _COLUMNS.cycle_id == bindparam("cycle"),
    _COLUMNS.item == bindparam("item"),
)
# What every beat asks and writes is put together once and sent past the mapper.
_TARGETS = Prepared(
    select_columns(_COLUMNS.target).where(*_OF_ITEM, _COLUMNS.window == bindparam("window"))
)
_FIRST = Prepared(
    select_columns(*_COLUMNS)
    .where(*_OF_ITEM, _COLUMNS.target == bindparam("target"))
    .order_by(_COLUMNS.id)
    .limit(1)
)
_ITEMS = (
    select_columns(*_COLUMNS)
    .where(_COLUMNS.item.in_(bindparam("items", expanding=True)))
    .order_by(_COLUMNS.id)
)
_OF_ITEMS = Prepared(_ITEMS)
_OF_WINDOWS = Prepared(_ITEMS.where(_COLUMNS.window.in_(bindparam("windows", expanding=True))))
_RECORD = Prepared(insert(_TABLE).returning(_COLUMNS.id))


@dataclass(frozen=True)
class Reminder:
    """One entry of the ledger; the fields are those of the row."""

    item: str
    target: str
    window: str
    planned_at: datetime
    state: ReminderState
    reason: str
    key: str


def targets(session: Session, cycle_id: int, item: str, window: str) -> set[str]:
    """Returns who has an entry for this window."""
    session.flush()
    rows = _TARGETS.rows(session.connection(), cycle=cycle_id, item=item, window=window)
    return {target for (target,) in rows}


@remembered("reminder")
def find(session: Session, cycle_id: int, item: str, target: str) -> Reminder | None:
    """Returns the first entry about this item for this target, of whatever window."""
    session.flush()
    row = _FIRST.first(session.connection(), cycle=cycle_id, item=item, target=target)
    if row is None:
        return None
    return _reminder(row)


def record(
    session: Session,
    *,
    cycle_id: int,
    item: str,
    target: str,
    window: str,
    planned_at: datetime,
    key: str = "",
    reason: str = "",
) -> None:
    """Adds an entry: planned under the key of what is said, or left out for a reason."""
    state = ReminderState.SKIPPED
    if key:
        state = ReminderState.PLANNED
    entry = {
        "cycle_id": cycle_id,
        "item": item,
        "target": target,
        "window": window,
        "planned_at": planned_at,
        "state": state,
        "reason": reason,
        "key": key,
    }
    insert_seen(session, _RECORD, entry)


def of_cycles(session: Session, cycle_ids: Collection[int]) -> list[Reminder]:
    """Returns the whole ledger of these cycles, in the order of what was planned."""
    entries = select(ReminderRow).where(col(ReminderRow.cycle_id).in_(cycle_ids))
    rows = session.exec(entries.order_by(col(ReminderRow.planned_at), col(ReminderRow.id)))
    return [_reminder(row) for row in rows]


def of_items(
    session: Session, items: Collection[str], windows: Collection[str] | None = None
) -> list[Reminder]:
    """Returns every entry about one of these items, of all windows or of these."""
    session.flush()
    connection = session.connection()
    if windows is None:
        rows = _OF_ITEMS.rows(connection, items=list(items))
    else:
        rows = _OF_WINDOWS.rows(connection, items=list(items), windows=list(windows))
    return [_reminder(row) for row in rows]


def latest_of_target(session: Session, target: str, limit: int) -> list[Reminder]:
    """Returns the newest entries of one person over all cycles, newest first."""
    entries = select(ReminderRow).where(ReminderRow.target == target)
    newest = entries.order_by(col(ReminderRow.planned_at).desc(), col(ReminderRow.id).desc())
    return [_reminder(row) for row in session.exec(newest.limit(limit))]


def doubled(session: Session, department_id: str) -> list[tuple[str, str]]:
    """Returns target and window of entries that are there twice, which the unique key forbids."""
    entries = select(ReminderRow.target, ReminderRow.window).join(
        CycleRow, col(ReminderRow.cycle_id) == col(CycleRow.id)
    )
    groups = entries.where(CycleRow.department_id == department_id).group_by(
        col(ReminderRow.cycle_id),
        col(ReminderRow.item),
        col(ReminderRow.target),
        col(ReminderRow.window),
    )
    return list(session.exec(groups.having(func.count() > 1)))


def _reminder(row: ReminderRow | Row[Any]) -> Reminder:
    return Reminder(
        row.item,
        row.target,
        row.window,
        row.planned_at,
        ReminderState(row.state),
        row.reason,
        row.key,
    )
