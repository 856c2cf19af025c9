"""Putting messages into the outbox, and parts into digests that wait there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, insert, update
from sqlmodel import Session, select

from bot.messages import Chat
from bot.storage.outbox.rows import (
    LEFT_OUT,
    TABLE,
    Digest,
    OutboxState,
    PackedPart,
)
from bot.storage.prepared import Prepared

_KNOWN = Prepared(select(TABLE.c.id).where(TABLE.c.key == bindparam("own")))
_ENQUEUE = Prepared(insert(TABLE))
_DIGEST = Prepared(TABLE.select().where(TABLE.c.id == bindparam("row")))
_DIGEST_OF = Prepared(TABLE.select().where(TABLE.c.key == bindparam("own")).with_for_update())
_SET_PARTS = Prepared(
    update(TABLE).where(TABLE.c.id == bindparam("row")).values(parts=bindparam("kept"))
)


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
    looked_up: bool = False,
) -> bool:
    """Adds a message, due at once where no moment is given. `asker` is the account that acted.

    Returns False where the key is already there: the message was said or waits. Whoever has
    `looked_up` the key in this transaction, and found nothing, saves the question.
    """
    if not looked_up and is_known(session, key):
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
    _ENQUEUE.write(session.connection(), **values)
    return True


def is_known(session: Session, key: str) -> bool:
    """Tells whether there is a message under this key, said or waiting."""
    return _KNOWN.first(session.connection(), own=key) is not None


def digest(session: Session, row_id: int) -> Digest:
    """Returns the digest in this row. Raises ValueError where there is none."""
    (row,) = _DIGEST.rows(session.connection(), row=row_id)
    return Digest.of(row)


def digest_of(session: Session, key: str) -> Digest | None:
    """Returns the digest of this key, locked where the database can lock.

    Two who add to it lose no part.
    """
    row = _DIGEST_OF.first(session.connection(), own=key)
    if row is None:
        return None
    return Digest.of(row)


def waiting_digests(session: Session, department_id: str, chat: Chat) -> list[Digest]:
    """Returns a chat's digests that have not gone out, locked as `digest_of` locks one."""
    waiting = TABLE.select().where(
        TABLE.c.department_id == department_id,
        TABLE.c.chat_kind == chat.kind,
        TABLE.c.chat_id == chat.id,
        TABLE.c.state == OutboxState.PENDING,
        TABLE.c.parts.is_not(None),
    )
    locked = waiting.order_by(TABLE.c.id).with_for_update()
    return [Digest.of(row) for row in session.connection().execute(locked)]


def set_parts(session: Session, digest_id: int, parts: Sequence[PackedPart]) -> None:
    """Replaces the parts of a digest; its state and its moment stay."""
    kept = [dict(part) for part in parts]
    _SET_PARTS.write(session.connection(), row=digest_id, kept=kept)


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
    changes: dict[str, Any] = {
        "state": OutboxState.PENDING,
        "reason": "",
        "due_at": due_at,
        "parts": [dict(part) for part in parts],
    }
    if priority is not None:
        changes["priority"] = case((TABLE.c.priority > priority, priority), else_=TABLE.c.priority)
    session.connection().execute(update(TABLE).where(TABLE.c.id == digest_id).values(**changes))


def leave_out(session: Session, row_id: int, reasons: Mapping[str, str]) -> None:
    """Notes which parts of a digest were not said, and why, by their keys."""
    parts = digest(session, row_id).parts
    left = [{**part, LEFT_OUT: reasons.get(part["key"], "")} for part in parts]
    set_parts(session, row_id, left)
