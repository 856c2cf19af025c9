"""Calls for help that wait too long: one reminder, then a leader (S35, S37)."""

from datetime import datetime

from bot.actions.help_requests import waiting
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


def act(work: UnitOfWork) -> int:
    """Reminds and hands on what is due; how many steps."""
    return waiting.follow_up(work)


async def tick(services: Services, now: datetime) -> int:
    return await services.write(act, now=now)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    return waiting.next_due(work, after)
