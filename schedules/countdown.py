"""The countdown to 31 December and to each stage (S4, S11)."""

from datetime import datetime

from bot.actions import reminders
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


async def tick(services: Services, now: datetime) -> int:
    """Enqueues what is due; how many messages. A second call at the same moment finds nothing."""
    return await services.write(reminders.remind_due, now=now)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    return reminders.next_due(work, after)
