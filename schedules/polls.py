"""Polls by the clock: planned closes, counts after the last votes have arrived, destruction of ballots and keys."""

from datetime import datetime

from bot.actions import polls
from bot.actions.work import Work
from bot.actions.world import World


async def tick(world: World, now: datetime) -> int:
    """Does what is due; how many steps."""
    return await polls.run_due(world, now)


def next_due(work: Work, after: datetime) -> datetime | None:
    """The next moment at which `tick` will have something new to do."""
    return polls.next_due(work, after)
