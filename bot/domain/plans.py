"""From one year's plan to the next year's, and refusals around changing the plan."""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.plan import Plan
from bot.domain.refusals import Refusal


def next_year(plan: Plan) -> Plan:
    """The same plan a year later, as a draft for people:
    every date on its day of the year, the unit's own days left out.
    """
    return replace(
        plan,
        year=plan.year + 1,
        title=plan.title.replace(str(plan.year), str(plan.year + 1)),
        deadline=_a_year_later(plan.deadline),
        stages=tuple(replace(stage, due=_a_year_later(stage.due)) for stage in plan.stages),
        days_off=(),
        workdays=(),
    )


def _a_year_later(day: date) -> date:
    """29 February becomes the 28th."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)


@dataclass
class PlanUnreadable(Refusal):
    """`problems` are finished sentences with line and key."""

    problems: tuple[str, ...]


@dataclass
class AnotherYear(Refusal):
    """The plan is neither the running year's nor that of the year after it."""

    said: int
    running: int


class PlanUnchanged(Refusal):
    """The plan that was sent is the one in force."""
