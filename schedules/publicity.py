"""The end of the publication of reports (S29)."""

from datetime import datetime

from bot.actions import publicity
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


async def tick(services: Services, now: datetime) -> int:
    """Closes what is over; how many windows."""
    return await services.write(publicity.close_due, now=now)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    return publicity.next_due(work, after)
