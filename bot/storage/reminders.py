"""The reminder ledger: one row per (item, target, window), so that "why was I (not) reminded" has an answer."""

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


def add(session: Session, row: ReminderRow) -> None:
    session.add(row)
    session.flush()


def of_target(session: Session, cycle_id: int, target: str) -> list[ReminderRow]:
    found = select(ReminderRow).where(ReminderRow.cycle_id == cycle_id, ReminderRow.target == target)
    return list(session.exec(found.order_by(col(ReminderRow.id))))
