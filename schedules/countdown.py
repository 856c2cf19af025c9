"""The countdown to 31 December and to each stage (S4, S11)."""

from datetime import datetime

from bot.actions import reminders
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


def act(work: UnitOfWork) -> int:
    """Enqueues what is due; how many messages. A second call at the same moment finds nothing."""
    return reminders.remind_due(work)


async def tick(services: Services, now: datetime) -> int:
    return await services.write(act, now=now)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    return reminders.next_due(work, after)
