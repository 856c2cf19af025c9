"""A changed plan judges the reports anew (S17-S26); authors whose outcome changed are told once."""

from datetime import datetime

from bot.actions import cycles, judging, submissions
from bot.actions.work import Work
from bot.actions.world import World


async def tick(world: World, now: datetime) -> int:
    """How many verdicts changed. Nothing is judged twice for one version of the plan."""
    return await world.write(_judge_again, now=now)


def _judge_again(work: Work) -> int:
    return sum(
        submissions.tell_changed(work, cycle, judging.judge_again(work, cycle))
        for cycle in cycles.active(work)
    )


def next_due(_work: Work, _after: datetime) -> datetime | None:
    """A plan changes when somebody changes it, not by the clock."""
    return None
