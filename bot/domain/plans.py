"""From one year's plan to the next year's, single days of a plan moved, and refusals around changing
the plan.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.domain.plan import Plan, Stage
from bot.domain.refusals import Refusal
from bot.domain.values import dataclass

DEADLINE = "deadline"  # beside the stages' ids: the day on which everything is done
MEETING = "meeting"  # the stage whose day people keep free


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
    """Returns the same day of the next year; 29 February becomes the 28th."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)


def with_days(plan: Plan, days: Mapping[str, date]) -> Plan:
    """Returns the plan with other days for these stages, or for DEADLINE.

    A stage that waits for one of them follows it; the meeting does not, for people have kept its day.
    Raises DaysOutOfOrder where a stage would end before one that it waits for.
    """
    moved: dict[str, Stage] = {}
    disorder = []
    for stage in plan.stages:
        day = days.get(stage.id, stage.due)
        for earlier in [moved[name] for name in stage.waits_for if name in moved]:
            if earlier.due <= day:
                continue
            if stage.id in days or stage.id == MEETING:
                disorder.append((replace(stage, due=day), earlier))
            else:
                day = earlier.due
        moved[stage.id] = replace(stage, due=day)
    if disorder:
        raise DaysOutOfOrder(tuple(disorder))
    deadline = days.get(DEADLINE, plan.deadline)
    return replace(plan, stages=tuple(moved.values()), deadline=deadline)


@dataclass
class DaysOutOfOrder(Refusal):
    """Each pair is a stage and one that it waits for, with the days that they would have."""

    pairs: tuple[tuple[Stage, Stage], ...]


@dataclass
class PublicityEndsEarlier(Refusal):
    """What is public stays so at least until its announced last day."""

    last: date


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
