"""What is to be said. Every outgoing message is a row: pending -> sending -> sent | failed | skipped, with the reason.

Where the platform lets nobody write first, a row becomes `unreached` and waits for a word from the other side.

`key` is natural and unique: the same message cannot be enqueued twice.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, func, update
from sqlmodel import Field, Index, Session, SQLModel, col, select

LEASE = timedelta(minutes=2)
UNDELIVERED = ("failed", "unreached")  # states of which the organiser hears
LEFT_OUT = "left_out"  # why a part of a digest was not said
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


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


def waiting_digests(
    session: Session, department_id: str, chat_kind: str, chat_id: str
) -> list[OutboxRow]:
    """The digests of a chat that have not gone out, locked as `digest_of` locks one."""
    found = select(OutboxRow).where(
        OutboxRow.department_id == department_id,
        OutboxRow.chat_kind == chat_kind,
        OutboxRow.chat_id == chat_id,
        OutboxRow.state == "pending",
        col(OutboxRow.parts).is_not(None),
    )
    locked = found.order_by(col(OutboxRow.id)).with_for_update()
    return list(session.exec(locked.execution_options(populate_existing=True)))


def release_all(session: Session) -> None:
    """Lets the leases of a dead sender run out. Only for the one process that owns this database."""
    session.exec(
        update(OutboxRow).where(col(OutboxRow.state) == "sending").values(claimed_until=LONG_AGO)
    )


def claim_due(
    session: Session, now: datetime, *, repeated: str, unclear: str, limit: int = 50
) -> list[OutboxRow]:
    """Takes what is due, most urgent first; what a dead sender held comes back after its lease.

    Whether that one had arrived is not known. It is sent again under the reason `repeated`; but what nobody asked for
    is repeated once at most, and then fails under the reason `unclear`.
    """
    free = (col(OutboxRow.state) == "pending") & (col(OutboxRow.due_at) <= now)
    lost = (col(OutboxRow.state) == "sending") & (col(OutboxRow.claimed_until) < now)
    found = (
        select(OutboxRow)
        .where(free | lost)
        .order_by(col(OutboxRow.priority), col(OutboxRow.id))
        .limit(limit)
    )
    rows = session.exec(
        found.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    ).all()
    taken = []
    for row in rows:
        if row.state == "sending" and row.attempts > 1 and not row.prompted:
            row.state, row.reason, row.claimed_until = "failed", unclear, None
            continue
        row.reason = repeated if row.state == "sending" else row.reason
        row.state, row.claimed_until, row.attempts = "sending", now + LEASE, row.attempts + 1
        taken.append(row)
    session.flush()
    return taken


def sent(session: Session, row_id: int, now: datetime) -> None:
    _finish(session, row_id, state="sent", sent_at=now)


def skipped(session: Session, row_id: int, reason: str) -> None:
    _finish(session, row_id, state="skipped", reason=reason)


def failed(session: Session, row_id: int, reason: str) -> None:
    _finish(session, row_id, state="failed", reason=reason)


def unreached(session: Session, row_id: int, reason: str) -> None:
    """Keeps the message until somebody speaks in its chat (`release_unreached`)."""
    _finish(session, row_id, state="unreached", reason=reason)


def release_unreached(
    session: Session, *, platform: str, chat_kind: str, chat_id: str, now: datetime
) -> bool:
    """Makes due what waited for a first word in this chat; whether anything did."""
    waited = session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.state) == "unreached",
            col(OutboxRow.platform) == platform,
            col(OutboxRow.chat_kind) == chat_kind,
            col(OutboxRow.chat_id) == chat_id,
        )
        .values(state="pending", due_at=now)
    )
    return waited.rowcount > 0


def make_retries_due(session: Session, platform: str, now: datetime) -> bool:
    """Ends the pauses between the tries of this platform's messages; whether any message was pausing.

    What was never tried yet keeps its own time.
    """
    pausing = session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.state) == "pending",
            col(OutboxRow.platform) == platform,
            col(OutboxRow.attempts) > 0,
            col(OutboxRow.due_at) > now,
        )
        .values(due_at=now)
    )
    return pausing.rowcount > 0


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


@dataclass(frozen=True)
class Outcome:
    """What became of a message, or of one part of a digest."""

    state: str
    reason: str
    sent_at: datetime | None = None


def outcomes(session: Session, keys: Collection[str]) -> dict[str, Outcome]:
    """By the key of the message."""
    columns = select(OutboxRow.key, OutboxRow.state, OutboxRow.reason, OutboxRow.sent_at)
    found = session.exec(columns.where(col(OutboxRow.key).in_(keys)))
    return {key: Outcome(state, reason, sent_at) for key, state, reason, sent_at in found}


def outcomes_of_parts(
    session: Session, department_id: str, chat_ids: Collection[str]
) -> dict[tuple[str, str], Outcome]:
    """By chat and the part's key. A part that was put off stands in several digests; the last one tells."""
    unasked = select(OutboxRow).where(
        OutboxRow.department_id == department_id,
        ~col(OutboxRow.prompted),
        col(OutboxRow.chat_id).in_(chat_ids),
    )
    rows = session.exec(unasked.order_by(col(OutboxRow.id)))
    return {
        (row.chat_id, part["key"]): _outcome(row, part) for row in rows for part in row.parts or ()
    }


def _outcome(digest: OutboxRow, part: Mapping[str, Any]) -> Outcome:
    if part.get(LEFT_OUT):
        return Outcome("skipped", part[LEFT_OUT])
    return Outcome(digest.state, digest.reason, digest.sent_at)


def leave_out(session: Session, row_id: int, reasons: Mapping[str, str]) -> None:
    """Notes which parts of a digest were not said, and why, by their keys."""
    row = session.get_one(OutboxRow, row_id, populate_existing=True)
    row.parts = [part | {LEFT_OUT: reasons.get(part["key"], "")} for part in row.parts or ()]
    session.flush()


def next_due(session: Session) -> datetime | None:
    return session.exec(
        select(func.min(OutboxRow.due_at)).where(OutboxRow.state == "pending")
    ).first()


def _finish(session: Session, row_id: int, **values: object) -> None:
    session.exec(
        update(OutboxRow).where(col(OutboxRow.id) == row_id).values(claimed_until=None, **values)
    )
