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
    reason: str = ""  # why it was skipped, or planned later than it should have been
    key: str = ""  # of its part of a digest, or of a message of its own


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
    """Planned under the key of what is said, or, without one, left out for a reason."""
    state = "planned" if key else "skipped"
    session.add(
        ReminderRow(
            cycle_id=cycle_id,
            item=item,
            target=target,
            window=window,
            planned_at=planned_at,
            state=state,
            reason=reason,
            key=key,
        )
    )
    session.flush()


def of_cycles(session: Session, cycle_ids: Collection[int]) -> list[ReminderRow]:
    """The whole ledger of these cycles, in the order of what was planned."""
    found = select(ReminderRow).where(col(ReminderRow.cycle_id).in_(cycle_ids))
    return list(session.exec(found.order_by(col(ReminderRow.planned_at), col(ReminderRow.id))))


def of_items(
    session: Session, items: Collection[str], windows: Collection[str] | None = None
) -> list[ReminderRow]:
    """Every row about one of these items, of all windows or of these."""
    found = select(ReminderRow).where(col(ReminderRow.item).in_(items))
    if windows is not None:
        found = found.where(col(ReminderRow.window).in_(windows))
    return list(session.exec(found.order_by(col(ReminderRow.id))))


def latest_of_target(session: Session, target: str, limit: int) -> list[ReminderRow]:
    """The newest rows of one person over all cycles, newest first."""
    found = select(ReminderRow).where(ReminderRow.target == target)
    return list(
        session.exec(
            found.order_by(col(ReminderRow.planned_at).desc(), col(ReminderRow.id).desc()).limit(
                limit
            )
        )
    )
