"""The coming year's calendar: announced each November where it is missing."""

from datetime import datetime

from bot.actions import year_ends
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


def act(work: UnitOfWork) -> int:
    """Returns how many organisers were told; once a year each."""
    return year_ends.announce_missing_calendar(work)


async def tick(services: Services, now: datetime) -> int:
    return await services.write(act, now=now)


def next_due(_work: UnitOfWork, _after: datetime) -> datetime | None:
    """It rides on any other event of a November workday: nothing is lost by a day."""
    return None
