"""The end of the publication of reports (S29)."""

from datetime import datetime

from bot.actions import publicity
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


def act(work: UnitOfWork) -> int:
    """Closes what is over; how many windows."""
    return publicity.close_due(work)


async def tick(services: Services, now: datetime) -> int:
    return await services.write(act, now=now)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    return publicity.next_due(work, after)
