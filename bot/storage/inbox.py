"""What came in and must be worked on exactly once. A vote never stands here (ballot step 5)."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, update
from sqlmodel import Field, Index, Session, SQLModel, UniqueConstraint, col, select

LEASE = timedelta(minutes=2)  # longer than any file takes to fetch and read


class InboxRow(SQLModel, table=True):
    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("platform", "message_id"),
        Index("inbox_waiting", "state", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    message_id: str  # `Update.own_id`; older rows hold the bare id of the platform
    sender: str
    payload: dict[str, Any] = Field(sa_type=JSON)
    received_at: datetime
    state: str = "pending"  # pending -> working -> done | failed
    attempts: int = 0
    claimed_until: datetime | None = None
    answer: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # of a click, for its repeats
    incident: str = ""  # the number under which the log holds the traceback


def find(session: Session, platform: str, sender: str, *message_ids: str) -> InboxRow | None:
    """This person's message under one of these ids; nobody else's of the same id."""
    same = (
        InboxRow.platform == platform,
        InboxRow.sender == sender,
        col(InboxRow.message_id).in_(message_ids),
    )
    return session.exec(select(InboxRow).where(*same)).first()


def store(session: Session, row: InboxRow) -> int | None:
    """The new row's id, or None where this message is already known."""
    if find(session, row.platform, row.sender, row.message_id) is not None:
        return None
    session.add(row)
    session.flush()
    return row.id


def waiting(session: Session, now: datetime) -> list[tuple[int, str]]:
    """Ids and senders of what nobody works on, oldest first: after a restart, or where a worker died."""
    free = (col(InboxRow.state) == "pending") | (
        (col(InboxRow.state) == "working") & (col(InboxRow.claimed_until) < now)
    )
    found = session.exec(
        select(InboxRow.id, InboxRow.sender).where(free).order_by(col(InboxRow.id))
    )
    return [(row_id, sender) for row_id, sender in found if row_id is not None]


def release_all(session: Session) -> None:
    """Gives back what a dead worker held. Only for the one process that owns this database."""
    session.exec(
        update(InboxRow)
        .where(col(InboxRow.state) == "working")
        .values(state="pending", claimed_until=None)
    )


def claim(session: Session, row_id: int, now: datetime) -> InboxRow | None:
    """Takes the row for this worker; None where another was first or the work is done."""
    free = (col(InboxRow.state) == "pending") | (
        (col(InboxRow.state) == "working") & (col(InboxRow.claimed_until) < now)
    )
    taken = session.exec(
        update(InboxRow)
        .where(col(InboxRow.id) == row_id, free)
        .values(state="working", claimed_until=now + LEASE, attempts=InboxRow.attempts + 1)
    )
    return session.get(InboxRow, row_id, populate_existing=True) if taken.rowcount == 1 else None
