"""What is to be said: a row per message, under a natural key that cannot be enqueued twice.

pending -> sending -> sent | failed | skipped, with the reason. Where the platform lets nobody write
first, a row becomes unreached and waits for a word from the other side.

A digest is a message in parts. Its parts stand packed in the row until it goes out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, func, update
from sqlmodel import Field, Index, Session, SQLModel, col, select

from bot.messages import Chat, ChatKind

LEASE = timedelta(minutes=2)
LEFT_OUT = "left_out"  # the key in a part of a digest under which it says why it was not said
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class OutboxState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNREACHED = "unreached"


UNDELIVERED = (OutboxState.FAILED, OutboxState.UNREACHED)  # the organiser hears of these

PackedPart = Mapping[str, Any]


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
    state: str = OutboxState.PENDING
    attempts: int = 0
    claimed_until: datetime | None = None
    sent_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Outgoing:
    """A message that a sender has claimed; `attempts` counts the one that begins."""

    id: int
    key: str
    platform: str
    chat: Chat
    payload: dict[str, Any]
    is_digest: bool
    reply_token: str
    priority: int
    attempts: int

    @property
    def conversation(self) -> tuple[str, str, str]:
        return self.platform, self.chat.kind.value, self.chat.id


@dataclass(frozen=True)
class SentMessage:
    """What was said in one message: of a digest, the parts that were not left out."""

    at: datetime
    chat: Chat
    prompted: bool
    payloads: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Digest:
    id: int
    key: str
    department: str
    chat: Chat
    state: OutboxState
    parts: tuple[PackedPart, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a message, or of one part of a digest."""

    state: str
    reason: str
    sent_at: datetime | None = None


def enqueue(
    session: Session,
    *,
    key: str,
    department_id: str,
    platform: str,
    chat: Chat,
    payload: dict[str, Any],
    now: datetime,
    due_at: datetime | None = None,
    parts: Sequence[PackedPart] | None = None,
    reply_token: str = "",
    priority: int = 5,
    prompted: bool = True,
) -> bool:
    """Adds a message, due at once where no moment is given.

    Returns False where the key is already there: the message was said or waits.
    """
    if is_known(session, key):
        return False
    row = OutboxRow(
        key=key,
        department_id=department_id,
        platform=platform,
        chat_kind=chat.kind,
        chat_id=chat.id,
        payload=payload,
        reply_token=reply_token,
        parts=None if parts is None else [dict(part) for part in parts],
        priority=priority,
        prompted=prompted,
        created_at=now,
        due_at=due_at or now,
    )
    session.add(row)
    session.flush()
    return True


def is_known(session: Session, key: str) -> bool:
    """Whether there is a message under this key, said or waiting."""
    return session.exec(select(OutboxRow.id).where(OutboxRow.key == key)).first() is not None


def digest(session: Session, row_id: int) -> Digest:
    """Returns the digest in this row. Raises NoResultFound where there is none."""
    return _digest(session.get_one(OutboxRow, row_id))


def digest_of(session: Session, key: str) -> Digest | None:
    """Returns the digest of this key, locked where the database can lock.

    Two who add to it lose no part.
    """
    statement = select(OutboxRow).where(OutboxRow.key == key).with_for_update()
    row = session.exec(statement.execution_options(populate_existing=True)).first()
    return _digest(row) if row else None


def waiting_digests(session: Session, department_id: str, chat: Chat) -> list[Digest]:
    """Returns a chat's digests that have not gone out, locked as `digest_of` locks one."""
    waiting = select(OutboxRow).where(
        OutboxRow.department_id == department_id,
        OutboxRow.chat_kind == chat.kind,
        OutboxRow.chat_id == chat.id,
        OutboxRow.state == OutboxState.PENDING,
        col(OutboxRow.parts).is_not(None),
    )
    locked = waiting.order_by(col(OutboxRow.id)).with_for_update()
    rows = session.exec(locked.execution_options(populate_existing=True))
    return [_digest(row) for row in rows]


def set_parts(session: Session, digest_id: int, parts: Sequence[PackedPart]) -> None:
    """Replaces the parts of a digest; its state and its moment stay."""
    row = session.get_one(OutboxRow, digest_id)
    row.parts = [dict(part) for part in parts]
    session.flush()


def reopen_digest(
    session: Session,
    digest_id: int,
    parts: Sequence[PackedPart],
    *,
    due_at: datetime,
    priority: int | None = None,
) -> None:
    """Makes a digest wait, with these parts alone, whatever had become of it.

    It becomes as urgent as `priority` says, where that is given, and never less urgent.
    """
    row = session.get_one(OutboxRow, digest_id)
    if priority is not None:
        row.priority = min(row.priority, priority)
    row.state = OutboxState.PENDING
    row.reason = ""
    row.due_at = due_at
    row.parts = [dict(part) for part in parts]
    session.flush()


def leave_out(session: Session, row_id: int, reasons: Mapping[str, str]) -> None:
    """Notes which parts of a digest were not said, and why, by their keys."""
    row = session.get_one(OutboxRow, row_id, populate_existing=True)
    row.parts = [part | {LEFT_OUT: reasons.get(part["key"], "")} for part in row.parts or ()]
    session.flush()


def release_all(session: Session) -> None:
    """Lets the leases of a dead sender run out.

    Only for the one process that owns this database.
    """
    session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.state) == OutboxState.SENDING)
        .values(claimed_until=LONG_AGO)
    )


def claim_due(
    session: Session,
    now: datetime,
    *,
    repeated: str,
    unclear: str,
    except_on: Collection[str] = (),
    limit: int = 50,
) -> list[Outgoing]:
    """Takes what is due, most urgent first; what a dead sender held comes back after its lease.

    What goes out on the platforms `except_on` is left to another process.

    Whether that one had arrived is not known. It is sent again under the reason `repeated`; but
    what nobody asked for is repeated once at most, and then fails under the reason `unclear`.
    """
    free = (col(OutboxRow.state) == OutboxState.PENDING) & (col(OutboxRow.due_at) <= now)
    lost = (col(OutboxRow.state) == OutboxState.SENDING) & (col(OutboxRow.claimed_until) < now)
    due = (
        select(OutboxRow)
        .where(free | lost, col(OutboxRow.platform).not_in(except_on))
        .order_by(col(OutboxRow.priority), col(OutboxRow.id))
        .limit(limit)
        # Rows that another sender is about to claim are his: nobody waits for them.
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    claimed = []
    for row in session.exec(due).all():
        # A sender died on it: whether it arrived, nobody knows.
        was_lost = row.state == OutboxState.SENDING
        if was_lost and row.attempts > 1 and not row.prompted:
            row.state, row.reason, row.claimed_until = OutboxState.FAILED, unclear, None
            continue
        if was_lost:
            row.reason = repeated
        row.state = OutboxState.SENDING
        row.claimed_until = now + LEASE
        row.attempts += 1
        claimed.append(row)
    session.flush()
    return [_outgoing(row) for row in claimed]


def give_up_claims(session: Session, platform: str, *, now: datetime) -> None:
    """Ends the claims of a sender on this platform that is dead: `claim_due` treats the messages as lost."""
    session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.state) == OutboxState.SENDING, col(OutboxRow.platform) == platform)
        .values(claimed_until=now - timedelta(microseconds=1))
    )


def sent(session: Session, row_id: int, now: datetime) -> None:
    _finish(session, row_id, state=OutboxState.SENT, sent_at=now)


def keep_merged(session: Session, row_id: int, payload: dict[str, Any]) -> None:
    """Keeps a digest as it goes out: some of its parts are made at that moment."""
    session.exec(update(OutboxRow).where(col(OutboxRow.id) == row_id).values(payload=payload))


def skipped(session: Session, row_id: int, reason: str) -> None:
    _finish(session, row_id, state=OutboxState.SKIPPED, reason=reason)


def failed(session: Session, row_id: int, reason: str) -> None:
    _finish(session, row_id, state=OutboxState.FAILED, reason=reason)


def unreached(session: Session, row_id: int, reason: str) -> None:
    """Keeps the message until somebody speaks in its chat (`release_unreached`)."""
    _finish(session, row_id, state=OutboxState.UNREACHED, reason=reason)


def again(session: Session, row_id: int, *, due_at: datetime, reason: str) -> None:
    """Lets the message wait for its next try."""
    _finish(session, row_id, state=OutboxState.PENDING, due_at=due_at, reason=reason)


def release_unreached(
    session: Session, *, platform: str, chat_kind: str, chat_id: str, now: datetime
) -> bool:
    """Makes due what waited for a first word in this chat; returns whether anything did."""
    released = session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.state) == OutboxState.UNREACHED,
            col(OutboxRow.platform) == platform,
            col(OutboxRow.chat_kind) == chat_kind,
            col(OutboxRow.chat_id) == chat_id,
        )
        .values(state=OutboxState.PENDING, due_at=now)
    )
    return released.rowcount > 0


def make_retries_due(session: Session, platform: str, now: datetime) -> bool:
    """Ends the pauses between the tries of this platform's messages.

    Returns whether any was pausing.

    What was never tried yet keeps its own time.
    """
    ended = session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.state) == OutboxState.PENDING,
            col(OutboxRow.platform) == platform,
            col(OutboxRow.attempts) > 0,
            col(OutboxRow.due_at) > now,
        )
        .values(due_at=now)
    )
    return ended.rowcount > 0


def next_due(session: Session) -> datetime | None:
    """Returns when the next waiting message is due."""
    due = select(func.min(OutboxRow.due_at)).where(OutboxRow.state == OutboxState.PENDING)
    return session.exec(due).first()


def counts(session: Session, department_ids: Sequence[str] | None = None) -> dict[str, int]:
    """Returns how many messages of these departments, or of all, are in each state."""
    numbers = select(OutboxRow.state, func.count()).group_by(OutboxRow.state)
    if department_ids is not None:
        numbers = numbers.where(col(OutboxRow.department_id).in_(department_ids))
    return dict(session.exec(numbers).all())


def refusals(session: Session) -> dict[str, int]:
    """Returns how many of the answers that are kept refused something, by code."""
    code = OutboxRow.payload["refused"].as_string()
    return dict(session.exec(select(code, func.count()).where(code != "").group_by(code)).all())


def undelivered(session: Session) -> dict[str, int]:
    """Returns how many messages did not arrive, by reason."""
    numbers = select(OutboxRow.reason, func.count()).group_by(OutboxRow.reason)
    return dict(session.exec(numbers.where(col(OutboxRow.state).in_(UNDELIVERED))).all())


def outcomes(session: Session, keys: Collection[str]) -> dict[str, Outcome]:
    """Returns what became of these messages, by their keys."""
    columns = select(OutboxRow.key, OutboxRow.state, OutboxRow.reason, OutboxRow.sent_at)
    rows = session.exec(columns.where(col(OutboxRow.key).in_(keys)))
    return {key: Outcome(state, reason, sent_at) for key, state, reason, sent_at in rows}


def outcomes_of_parts(
    session: Session, department_id: str, chat_ids: Collection[str]
) -> dict[tuple[str, str], Outcome]:
    """Returns what became of the parts of all digests in these chats, by chat and the part's key.

    A part that was put off stands in several digests; the last one tells.
    """
    unasked = select(OutboxRow).where(
        OutboxRow.department_id == department_id,
        ~col(OutboxRow.prompted),
        col(OutboxRow.chat_id).in_(chat_ids),
    )
    parts: dict[tuple[str, str], Outcome] = {}
    for row in session.exec(unasked.order_by(col(OutboxRow.id))):
        for part in row.parts or ():
            outcome = Outcome(row.state, row.reason, row.sent_at)
            if part.get(LEFT_OUT):
                outcome = Outcome(OutboxState.SKIPPED, part[LEFT_OUT])
            parts[row.chat_id, part["key"]] = outcome
    return parts


def has_spoken(session: Session, chat: Chat) -> bool:
    """Whether anything was ever sent into this conversation."""
    sent = select(OutboxRow.id).where(
        OutboxRow.chat_kind == chat.kind.value,
        OutboxRow.chat_id == chat.id,
        OutboxRow.state == OutboxState.SENT,
    )
    return session.exec(sent.limit(1)).first() is not None


def sent_messages(session: Session) -> list[SentMessage]:
    """Returns everything that was sent, in the order of sending."""
    rows = session.exec(
        select(OutboxRow)
        .where(OutboxRow.state == OutboxState.SENT)
        .order_by(col(OutboxRow.sent_at), col(OutboxRow.id))
    )
    messages = []
    for row in rows:
        assert row.sent_at is not None
        payloads = [row.payload]
        if row.parts and not row.payload:
            payloads = [part["message"] for part in row.parts if not part.get(LEFT_OUT)]
        chat = Chat(ChatKind(row.chat_kind), row.chat_id)
        messages.append(SentMessage(row.sent_at, chat, row.prompted, tuple(payloads)))
    return messages


def _finish(session: Session, row_id: int, **values: object) -> None:
    session.exec(
        update(OutboxRow).where(col(OutboxRow.id) == row_id).values(claimed_until=None, **values)
    )


def _outgoing(row: OutboxRow) -> Outgoing:
    assert row.id is not None
    return Outgoing(
        id=row.id,
        key=row.key,
        platform=row.platform,
        chat=Chat(ChatKind(row.chat_kind), row.chat_id),
        payload=row.payload,
        is_digest=row.parts is not None,
        reply_token=row.reply_token,
        priority=row.priority,
        attempts=row.attempts,
    )


def _digest(row: OutboxRow) -> Digest:
    assert row.id is not None
    return Digest(
        id=row.id,
        key=row.key,
        department=row.department_id,
        chat=Chat(ChatKind(row.chat_kind), row.chat_id),
        state=OutboxState(row.state),
        parts=tuple(row.parts or ()),
    )
