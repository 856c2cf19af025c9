"""The coming year's calendar: announced each November where it is missing."""

from datetime import datetime

from bot.actions import year_ends
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


async def tick(services: Services, now: datetime) -> int:
    """How many organisers were told; once a year each."""
    return await services.write(year_ends.announce_missing_calendar, now=now)


def next_due(_work: UnitOfWork, _after: datetime) -> datetime | None:
    """It rides on any other event of a November workday: nothing is lost by a day."""
    return None
