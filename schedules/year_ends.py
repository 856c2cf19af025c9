"""The coming year's calendar: announced each November where it is missing."""

from datetime import datetime

from bot.actions import year_ends
from bot.actions.work import Work
from bot.actions.world import World


async def tick(world: World, now: datetime) -> int:
    """How many organisers were told; once a year each."""
    return await world.write(year_ends.announce_missing_calendar, now=now)


def next_due(_work: Work, _after: datetime) -> datetime | None:
    """It rides on any other event of a November workday: nothing is lost by a day."""
    return None
