"""What is to be said. Every outgoing message is a row: pending -> sending -> sent | failed | skipped, with the reason.

`key` is natural and unique: the same message cannot be enqueued twice.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, func, update
from sqlmodel import Field, Index, Session, SQLModel, col, select

LEASE = timedelta(minutes=2)


class OutboxRow(SQLModel, table=True):
    __tablename__ = "outbox"
    __table_args__ = (Index("outbox_due", "state", "due_at"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    department_id: str = Field(index=True)
    platform: str
    chat_kind: str
    chat_id: str
    payload: dict[str, Any] = Field(sa_type=JSON)
    reply_token: str = ""
    parts: list[dict[str, Any]] | None = Field(default=None, sa_type=JSON)  # of a digest
    priority: int = 5
    prompted: bool = True  # False: the bot speaks without having been asked
    created_at: datetime
    due_at: datetime
    state: str = "pending"
    attempts: int = 0
    claimed_until: datetime | None = None
    sent_at: datetime | None = None
    reason: str = ""


def enqueue(session: Session, row: OutboxRow) -> bool:
    """False where the key is already there: the message was said or waits."""
    if session.exec(select(OutboxRow.id).where(OutboxRow.key == row.key)).first() is not None:
        return False
    session.add(row)
    session.flush()
    return True


def digest_of(session: Session, key: str) -> OutboxRow | None:
    """The row of a digest, locked where the database can, so that two who add to it do not lose a part."""
    found = select(OutboxRow).where(OutboxRow.key == key).with_for_update()
    return session.exec(found.execution_options(populate_existing=True)).first()


def release_all(session: Session) -> None:
    """Gives back what a dead sender held. Only for the one process that owns this database."""
    session.exec(update(OutboxRow).where(col(OutboxRow.state) == "sending").values(state="pending", claimed_until=None))


def claim_due(session: Session, now: datetime, *, limit: int = 50) -> list[OutboxRow]:
    """Takes what is due, most urgent first; rows of a sender that died come back after their lease, marked."""
    free = (col(OutboxRow.state) == "pending") & (col(OutboxRow.due_at) <= now)
    lost = (col(OutboxRow.state) == "sending") & (col(OutboxRow.claimed_until) < now)
    found = select(OutboxRow.id).where(free | lost).order_by(col(OutboxRow.priority), col(OutboxRow.id)).limit(limit)
    ids = session.exec(found.with_for_update(skip_locked=True)).all()
    if not ids:
        return []
    session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.id).in_(ids))
        .values(state="sending", claimed_until=now + LEASE, attempts=OutboxRow.attempts + 1)
    )
    rows = session.exec(select(OutboxRow).where(col(OutboxRow.id).in_(ids)).execution_options(populate_existing=True))
    return sorted(rows, key=lambda row: (row.priority, row.id))


def sent(session: Session, row_id: int, now: datetime) -> None:
    _finish(session, row_id, state="sent", sent_at=now)


def skipped(session: Session, row_id: int, reason: str) -> None:
    _finish(session, row_id, state="skipped", reason=reason)


def failed(session: Session, row_id: int, reason: str) -> None:
    _finish(session, row_id, state="failed", reason=reason)


def again(session: Session, row_id: int, *, due_at: datetime, reason: str) -> None:
    _finish(session, row_id, state="pending", due_at=due_at, reason=reason)


def counts(session: Session, department_ids: Sequence[str]) -> dict[str, int]:
    """Rows per state."""
    found = session.exec(
        select(OutboxRow.state, func.count())
        .where(col(OutboxRow.department_id).in_(department_ids))
        .group_by(OutboxRow.state)
    )
    return dict(found.all())


def outcomes(session: Session, keys: Collection[str]) -> dict[str, tuple[str, str]]:
    """State and reason of these messages by key."""
    found = session.exec(select(OutboxRow.key, OutboxRow.state, OutboxRow.reason).where(col(OutboxRow.key).in_(keys)))
    return {key: (state, reason) for key, state, reason in found}


def next_due(session: Session) -> datetime | None:
    return session.exec(select(func.min(OutboxRow.due_at)).where(OutboxRow.state == "pending")).first()


def _finish(session: Session, row_id: int, **values: object) -> None:
    session.exec(update(OutboxRow).where(col(OutboxRow.id) == row_id).values(claimed_until=None, **values))
