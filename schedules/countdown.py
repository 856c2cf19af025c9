"""The countdown to 31 December and to each stage (S4, S11)."""

from datetime import datetime

from bot.actions import reminders
from bot.actions.work import Work
from bot.actions.world import World


async def tick(world: World, now: datetime) -> int:
    """Enqueues what is due; how many messages. A second call at the same moment finds nothing."""
    return await world.write(reminders.remind_due, now=now)


def next_due(work: Work, after: datetime) -> datetime | None:
    return reminders.next_due(work, after)
