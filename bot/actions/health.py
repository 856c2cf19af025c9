"""How full the queues are."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, select

from bot.actions.work import Work
from bot.storage import outbox
from bot.storage.inbox import InboxRow
from bot.storage.outbox import OutboxRow


@dataclass(frozen=True)
class Queues:
    """Rows per state."""

    inbox: dict[str, int]
    outbox: dict[str, int]


def incidents(work: Work) -> list[str]:
    """The numbers under which the log tells why a message could not be worked on, newest first."""
    found = select(InboxRow.incident).where(InboxRow.state == "failed").order_by(col(InboxRow.id).desc())
    return list(work.session.exec(found))


def undelivered(work: Work) -> dict[str, int]:
    """How many messages did not arrive, by reason."""
    counts = (
        select(OutboxRow.reason, func.count())
        .where(col(OutboxRow.state).in_(outbox.UNDELIVERED))
        .group_by(OutboxRow.reason)
    )
    return dict(work.session.exec(counts).all())


def queues(work: Work) -> Queues:
    return Queues(
        inbox=dict(work.session.exec(select(InboxRow.state, func.count()).group_by(InboxRow.state)).all()),
        outbox=dict(work.session.exec(select(OutboxRow.state, func.count()).group_by(OutboxRow.state)).all()),
    )
