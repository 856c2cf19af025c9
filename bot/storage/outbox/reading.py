"""What became of what was to be said."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from bot.messages import Chat, ChatKind
from bot.storage.outbox.rows import (
    LEFT_OUT,
    TABLE,
    UNDELIVERED,
    OutboxRow,
    OutboxState,
    Outcome,
    Outgoing,
    SentMessage,
)
from bot.storage.prepared import Prepared

_UNREACHED = Prepared(
    TABLE.select()
    .where(
        TABLE.c.state == OutboxState.UNREACHED,
        TABLE.c.platform == bindparam("on"),
        TABLE.c.chat_kind == bindparam("kind"),
        TABLE.c.chat_id == bindparam("chat"),
    )
    .order_by(TABLE.c.id)
)


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


def is_addressed(session: Session, chat: Chat) -> bool:
    """Tells whether anything was ever to be said in this conversation."""
    addressed = select(OutboxRow.id).where(
        OutboxRow.chat_kind == chat.kind.value, OutboxRow.chat_id == chat.id
    )
    return session.exec(addressed.limit(1)).first() is not None


def unreached_in(session: Session, platform: str, chat: Chat) -> list[Outgoing]:
    """Returns what waits there until somebody speaks, the oldest first."""
    rows = _UNREACHED.rows(session.connection(), on=platform, kind=chat.kind.value, chat=chat.id)
    return [Outgoing.of(row) for row in rows]


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
        prompted = row.prompted
        if chat.kind is ChatKind.DIRECT:
            prompted = row.asker == row.chat_id
        messages.append(SentMessage(row.sent_at, chat, prompted, tuple(payloads)))
    return messages
