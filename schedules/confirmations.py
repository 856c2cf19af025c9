"""Cards that one person was asked to confirm and has not answered: the others are asked as well."""

from datetime import datetime

from bot.actions import confirmations
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


def act(work: UnitOfWork) -> int:
    """Passes on what has waited long enough; how many cards."""
    return confirmations.pass_on_due(work)


async def tick(services: Services, now: datetime) -> int:
    return await services.write(act, now=now)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    return confirmations.next_due(work, after)
