"""Polls by the clock.

They are closed as planned, counted after the last votes have arrived, and their ballots and keys
are destroyed.
"""

from datetime import datetime

from bot.actions import polls
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


async def tick(services: Services, now: datetime) -> int:
    """Does what is due; how many steps."""
    return await polls.run_due(services, now)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    """Returns the next moment at which `tick` will have something new to do."""
    return polls.next_due(work, after)
