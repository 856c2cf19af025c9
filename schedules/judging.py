"""A changed plan judges the reports anew (S17-S26); authors whose outcome changed are told once."""

from datetime import datetime

from bot.actions import cycles, judging, submissions
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


async def tick(services: Services, now: datetime) -> int:
    """How many verdicts changed. Nothing is judged twice for one version of the plan."""
    return await services.write(_judge_again, now=now)


def _judge_again(work: UnitOfWork) -> int:
    return sum(
        submissions.tell_changed(work, cycle, judging.judge_again(work, cycle))
        for cycle in cycles.active(work)
    )


def next_due(_work: UnitOfWork, _after: datetime) -> datetime | None:
    """A plan changes when somebody changes it, not by the clock."""
    return None
