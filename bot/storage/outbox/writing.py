"""Putting messages into the outbox, and parts into digests that wait there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert
from sqlmodel import Session, col, select

from bot.messages import Chat
from bot.storage.outbox.rows import (
    LEFT_OUT,
    TABLE,
    Digest,
    OutboxRow,
    OutboxState,
    PackedPart,
)

_KNOWN = select(TABLE.c.id).where(TABLE.c.key == bindparam("own"))
_ENQUEUE = insert(TABLE)


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
    asker: str = "",
) -> bool:
    """Adds a message, due at once where no moment is given. `asker` is the account that acted.

    Returns False where the key is already there: the message was said or waits.
    """
    if is_known(session, key):
        return False
    kept_parts = None
    if parts is not None:
        kept_parts = [dict(part) for part in parts]
    values = {
        "key": key,
        "department_id": department_id,
        "platform": platform,
        "chat_kind": chat.kind.value,
        "chat_id": chat.id,
        "payload": payload,
        "reply_token": reply_token,
        "parts": kept_parts,
        "priority": priority,
        "prompted": prompted,
        "asker": asker,
        "created_at": now,
        "due_at": due_at or now,
    }
    session.connection().execute(_ENQUEUE, values)
    return True


def is_known(session: Session, key: str) -> bool:
    """Tells whether there is a message under this key, said or waiting."""
    return session.connection().execute(_KNOWN, {"own": key}).first() is not None


def digest(session: Session, row_id: int) -> Digest:
    """Returns the digest in this row. Raises NoResultFound where there is none."""
    return Digest.of(session.get_one(OutboxRow, row_id))


def digest_of(session: Session, key: str) -> Digest | None:
    """Returns the digest of this key, locked where the database can lock.

    Two who add to it lose no part.
    """
    statement = select(OutboxRow).where(OutboxRow.key == key).with_for_update()
    # Read anew, for another may have added a part while the lock was waited for.
    row = session.exec(statement.execution_options(populate_existing=True)).first()
    if row is None:
        return None
    return Digest.of(row)


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
    return [Digest.of(row) for row in rows]


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
