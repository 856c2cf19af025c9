"""Open items: asked after once a month and gently once more (S35, S36).

Some months after they were closed they are looked back at.
"""

from datetime import datetime

from bot.actions import bulletins
from bot.actions.rectification import following
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


def act(work: UnitOfWork) -> int:
    """Enqueues what is due; how many messages. A second call at the same moment finds nothing."""
    return following.follow_up(work) + bulletins.remind_due(work)


async def tick(services: Services, now: datetime) -> int:
    return await services.write(act, now=now)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    return following.next_due(work, after)
