"""A changed plan judges the reports anew (S17-S26); authors whose outcome changed are told once."""

from datetime import datetime

from bot.actions import cycles, judging, submissions
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork


def act(work: UnitOfWork) -> int:
    """Returns how many verdicts changed. Nothing is judged twice for one version of the plan."""
    return sum(
        submissions.tell_changed(work, cycle, judging.judge_again(work, cycle))
        for cycle in cycles.active(work)  # an archived year stays as it is
    )


async def tick(services: Services, now: datetime) -> int:
    return await services.write(act, now=now)


def next_due(_work: UnitOfWork, _after: datetime) -> datetime | None:
    """A plan changes when somebody changes it, not by the clock."""
    return None
