"""How full the queues are."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import select

from bot.actions.work import Work
from bot.storage.inbox import InboxRow
from bot.storage.outbox import OutboxRow


@dataclass(frozen=True)
class Queues:
    """Rows per state."""

    inbox: dict[str, int]
    outbox: dict[str, int]


def queues(work: Work) -> Queues:
    return Queues(
        inbox=dict(work.session.exec(select(InboxRow.state, func.count()).group_by(InboxRow.state)).all()),
        outbox=dict(work.session.exec(select(OutboxRow.state, func.count()).group_by(OutboxRow.state)).all()),
    )
