"""The reminder ledger: one row per (item, target, window), so that "why was I (not) reminded" has an answer."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select


class ReminderRow(SQLModel, table=True):
    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("cycle_id", "item", "target", "window"),)

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    item: str  # what it is about: countdown, report, rectification ...
    target: str  # "group" or the person's id
    window: str  # the rung or month that it belongs to, e.g. 2026-12-24
    planned_at: datetime
    state: str  # planned | skipped; what became of a planned one stands in the outbox under `key`
    reason: str = ""
    key: str = ""


def known(session: Session, cycle_id: int, item: str, window: str) -> set[str]:
    """Targets that have their row for this window."""
    found = select(ReminderRow.target).where(
        ReminderRow.cycle_id == cycle_id, ReminderRow.item == item, ReminderRow.window == window
    )
    return set(session.exec(found))


def find(session: Session, cycle_id: int, item: str, target: str) -> ReminderRow | None:
    """The first row about this item for this target, of whatever window."""
    found = select(ReminderRow).where(
        ReminderRow.cycle_id == cycle_id, ReminderRow.item == item, ReminderRow.target == target
    )
    return session.exec(found.order_by(col(ReminderRow.id)).limit(1)).first()


def add(session: Session, row: ReminderRow) -> None:
    session.add(row)
    session.flush()


def of_target(session: Session, cycle_id: int, target: str) -> list[ReminderRow]:
    found = select(ReminderRow).where(ReminderRow.cycle_id == cycle_id, ReminderRow.target == target)
    return list(session.exec(found.order_by(col(ReminderRow.id))))


def of_items(session: Session, items: Collection[str], windows: Collection[str] | None = None) -> list[ReminderRow]:
    """Every row about one of these items, of all windows or of these."""
    found = select(ReminderRow).where(col(ReminderRow.item).in_(items))
    if windows is not None:
        found = found.where(col(ReminderRow.window).in_(windows))
    return list(session.exec(found.order_by(col(ReminderRow.id))))


def latest_of_target(session: Session, target: str, limit: int) -> list[ReminderRow]:
    """The newest rows of one person over all cycles, newest first."""
    found = select(ReminderRow).where(ReminderRow.target == target)
    return list(
        session.exec(found.order_by(col(ReminderRow.planned_at).desc(), col(ReminderRow.id).desc()).limit(limit))
    )
