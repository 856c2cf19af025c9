"""A robot that another program has taken over: the organisers hear of it, while it lasts and after."""

from datetime import datetime
from functools import partial

from bot.actions import health
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


async def tick(services: Services, now: datetime) -> int:
    """Tells of each robot that is taken over; how many messages."""
    messages = 0
    for platform, takeover in services.takeovers.items():
        if not takeover.is_taken_over():
            continue
        warn = partial(health.warn_of_takeover, platform=platform, posts_apart=takeover.posts_apart)
        messages += await services.write(warn, now=now)
    return messages


def next_due(_work: UnitOfWork, _after: datetime) -> datetime | None:
    """None: no clock tells when a robot is taken over."""
    return None
