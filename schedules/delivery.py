"""The outbox: sends what is due."""

from datetime import datetime

from bot.actions import delivery
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


async def tick(services: Services, now: datetime) -> int:  # noqa: ARG001 - every tick has the same shape; the outbox asks the clock
    """Sends until nothing is due any more; returns how many messages were taken up."""
    # One delivery at a time, so that conversations keep their order.
    async with services.delivering:
        return await delivery.deliver_due(services)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    moment = delivery.next_due(work)
    # What is due by now goes out with the tick that asks.
    if moment is None or moment <= after:
        return None
    return moment
