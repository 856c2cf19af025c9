"""The reminder on the last workday before the meeting (S27)."""

from datetime import datetime

from bot.actions import polls
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


def act(work: UnitOfWork) -> int:
    """Reminds whoever is to be reminded; how many people. A second call finds nobody."""
    return polls.remind_of_meetings(work)


async def tick(services: Services, now: datetime) -> int:
    return await services.write(act, now=now)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    return polls.reminds_of_meetings_at(work, after)
