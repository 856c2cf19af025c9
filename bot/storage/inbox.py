"""What came in and must be worked on exactly once. A vote never stands here (ballot step 5)."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, bindparam, func, insert, or_, update
from sqlmodel import Field, Index, Session, SQLModel, UniqueConstraint, col, select

from bot.domain.values import dataclass
from bot.messages import ChatKind
from bot.storage.prepared import Prepared
from bot.storage.rows import TableRow

LEASE = timedelta(minutes=2)  # longer than any file takes to fetch and read


class State(StrEnum):
    PENDING = "pending"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


class InboxRow(TableRow, table=True):
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
    state: str = State.PENDING.value  # pending -> working -> done | failed
    attempts: int = 0
    claimed_until: datetime | None = None
    answer: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # of a click, for its repeats
    incident: str = ""  # the number under which the log holds the traceback


@dataclass(frozen=True)
class Address:
    """What a message is known by: the same id of another sender is another message."""

    platform: str
    sender: str
    message_id: str
    older_id: str = ""  # under which an earlier version of the program stored it


@dataclass(frozen=True)
class Claim:
    """A message that a worker holds; `attempt` is its proof when it finishes."""

    attempt: int
    payload: dict[str, Any]


_TABLE = SQLModel.metadata.tables[InboxRow.__tablename__]
_COLUMNS = _TABLE.c
_PAYLOAD = col(InboxRow.payload)
# To have opened the chat is not enough.
SAID_IN_SINGLE_CHAT = (
    _PAYLOAD["chat"]["kind"].as_string() == ChatKind.DIRECT.value,
    ~_PAYLOAD["entered"].as_boolean(),
)
_HAS_ADDRESS = (
    _COLUMNS.platform == bindparam("of_platform"),
    _COLUMNS.sender == bindparam("of_sender"),
    _COLUMNS.message_id.in_((bindparam("own_id"), bindparam("older_id"))),
)
# A worker may take it.
_IS_FREE = or_(
    _COLUMNS.state == State.PENDING,
    (_COLUMNS.state == State.WORKING) & (_COLUMNS.claimed_until < bindparam("now")),
)
# What every message needs is put together once and sent past the mapper, in a quarter of the time:
# nothing else in a message's transactions looks at its row.
_KNOWN = Prepared(select(_COLUMNS.id).where(*_HAS_ADDRESS))
_ANSWER = Prepared(select(_COLUMNS.answer).where(*_HAS_ADDRESS))
_STORE = Prepared(insert(_TABLE).returning(_COLUMNS.id))
_FREE = Prepared(select(_COLUMNS.id, _COLUMNS.sender).where(_IS_FREE).order_by(_COLUMNS.id))
_CLAIM = Prepared(
    update(_TABLE)
    .where(_COLUMNS.id == bindparam("row"), _IS_FREE)
    .values(
        state=State.WORKING.value,
        claimed_until=bindparam("until"),
        attempts=_COLUMNS.attempts + 1,
    )
    .returning(_COLUMNS.attempts, _COLUMNS.payload)
)
_FINISH = Prepared(
    update(_TABLE)
    .where(
        _COLUMNS.id == bindparam("row"),
        _COLUMNS.state == State.WORKING,
        _COLUMNS.attempts == bindparam("attempt"),
    )
    .values(state=bindparam("ended"), incident=bindparam("number"), claimed_until=None)
)

_RELEASE_ALL = (
    update(_TABLE)
    .where(_COLUMNS.state == State.WORKING)
    .values(state=State.PENDING.value, claimed_until=None)
)


def is_known(session: Session, address: Address) -> bool:
    return _KNOWN.first(session.connection(), **_named(address)) is not None


def store(
    session: Session, address: Address, payload: dict[str, Any], *, now: datetime
) -> int | None:
    """Stores a message that is to be worked on; returns its id, or None where it is known."""
    if is_known(session, address):
        return None
    return _store(session, address, payload, State.PENDING, None, now)


def store_answered(
    session: Session,
    address: Address,
    payload: dict[str, Any],
    answer: dict[str, Any],
    *,
    now: datetime,
) -> None:
    """Stores a click together with its answer, for repeats.

    It is a no-op where the click is known.
    """
    if not is_known(session, address):
        _store(session, address, payload, State.DONE, answer, now)


def answer_to(session: Session, address: Address) -> dict[str, Any] | None:
    """Returns what this very click was answered before."""
    row = _ANSWER.first(session.connection(), **_named(address))
    if row is None:
        return None
    answer: dict[str, Any] | None = row.answer
    return answer


def scrub(session: Session, address: Address, words: dict[str, Any]) -> None:
    """Replaces these parts of a message. It is a no-op where the message is not known."""
    rows = session.exec(select(InboxRow).where(*_HAS_ADDRESS), params=_named(address))
    row = rows.first()
    if row is not None:
        # A change within a JSON column is not noticed, a new value is.
        row.payload = row.payload | words
        session.flush()


def waiting(session: Session, now: datetime) -> list[tuple[int, str]]:
    """Returns ids and senders of what nobody works on, the oldest first: after a restart, or where
    a worker died.
    """
    rows = _FREE.rows(session.connection(), now=now)
    return [(row.id, row.sender) for row in rows]


def release_all(session: Session) -> None:
    """Gives back what a dead worker held. Only for the one process that owns this database."""
    session.connection().execute(_RELEASE_ALL)


def release(session: Session, platform: str) -> None:
    """Gives back what a dead process had taken from this platform.

    Were it alive, its work would count no more: `finish` asks for the attempt.
    """
    session.exec(
        update(InboxRow)
        .where(col(InboxRow.state) == State.WORKING, col(InboxRow.platform) == platform)
        .values(state=State.PENDING.value, claimed_until=None)
    )


def claim(session: Session, row_id: int, now: datetime) -> Claim | None:
    """Takes the message for this worker.

    Returns None where another was first or the work is done.
    """
    row = _CLAIM.first(session.connection(), row=row_id, now=now, until=now + LEASE)
    if row is None:
        return None
    return Claim(row.attempts, row.payload)


def finish(session: Session, row_id: int, attempt: int, *, incident: str) -> bool:
    """Ends the work, as failed where there was an incident.

    Returns False where another worker took it over.
    """
    state = State.DONE
    if incident:
        state = State.FAILED
    ended = {"row": row_id, "attempt": attempt, "ended": state.value, "number": incident}
    return _FINISH.write(session.connection(), **ended) == 1


def give_up(session: Session, row_id: int, incident: str) -> None:
    """Marks a message that cannot be worked on at all, whoever holds it."""
    session.exec(
        update(InboxRow)
        .where(col(InboxRow.id) == row_id)
        .values(state=State.FAILED.value, incident=incident, claimed_until=None)
    )


def writers(session: Session, platform: str, *, since: datetime | None = None) -> frozenset[str]:
    """Returns the accounts that ever wrote, sent or tapped something in single chat.

    `since` leaves out what is older.
    """
    senders = select(InboxRow.sender).where(InboxRow.platform == platform, *SAID_IN_SINGLE_CHAT)
    if since is not None:
        senders = senders.where(InboxRow.received_at >= since)
    return frozenset(session.exec(senders.distinct()))


def incidents(session: Session) -> list[str]:
    """Returns the incidents' numbers of what failed, the newest first."""
    failed = select(InboxRow.incident).where(InboxRow.state == State.FAILED)
    return list(session.exec(failed.order_by(col(InboxRow.id).desc())))


def counts(session: Session) -> dict[str, int]:
    """Returns how many messages are in each state."""
    return dict(session.exec(select(InboxRow.state, func.count()).group_by(InboxRow.state)).all())


def _named(address: Address) -> dict[str, str]:
    """Returns the parameters of `_HAS_ADDRESS`."""
    return {
        "of_platform": address.platform,
        "of_sender": address.sender,
        "own_id": address.message_id,
        "older_id": address.older_id,
    }


def _store(
    session: Session,
    address: Address,
    payload: dict[str, Any],
    state: State,
    answer: dict[str, Any] | None,
    now: datetime,
) -> int:
    values = {
        "platform": address.platform,
        "message_id": address.message_id,
        "sender": address.sender,
        "payload": payload,
        "received_at": now,
        "state": state.value,
        "answer": answer,
    }
    ((row_id,),) = _STORE.rows(session.connection(), **values)
    return int(row_id)
