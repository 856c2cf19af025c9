"""The morning of a step: the organiser hears what falls to him."""

from datetime import datetime

from bot.actions import organisers_days
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


def act(work: UnitOfWork) -> int:
    """Returns how many were told. A second call at the same moment finds nothing."""
    return organisers_days.tell_due(work)


async def tick(services: Services, now: datetime) -> int:
    """Does it in a transaction of its own."""
    return await services.write(act, now=now)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    return organisers_days.next_due(work, after)
