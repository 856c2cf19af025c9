"""A disk that is nearly full: the organisers hear of it once a day, in time."""

from datetime import datetime

from bot.actions import health
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


async def tick(services: Services, now: datetime) -> int:
    """Tells the organisers where room is low; how many."""
    # On all days with room enough the writer is left alone.
    if services.files.free() >= health.LOW_DISK:
        return 0
    return await services.write(health.warn_of_disk, now=now)


def next_due(_work: UnitOfWork, _after: datetime) -> datetime | None:
    """None: no clock tells when a disk fills."""
    return None
