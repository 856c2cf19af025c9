"""The end of the publication of reports (S29)."""

from datetime import datetime

from bot.actions import publicity
from bot.actions.work import Work
from bot.actions.world import World


async def tick(world: World, now: datetime) -> int:
    """Closes what is over; how many windows."""
    return await world.write(publicity.close_due, now=now)


def next_due(work: Work, after: datetime) -> datetime | None:
    return publicity.next_due(work, after)
