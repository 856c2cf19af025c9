"""Where each stage stands (S11): planned and actual days.

Past its day and still running is a normal state.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from bot.domain.plan import Plan, Stage
from bot.domain.values import dataclass

NOT_AWAITED = ("notice", "rectification")  # by the group, see `settled`


class Progress(StrEnum):
    DONE = "done"
    UNDER_WAY = "under_way"
    OVERDUE = "overdue"  # past its day, still running
    AHEAD = "ahead"


@dataclass(frozen=True)
class Fact:
    """What is known of a stage: how many of how many are done,
    and on which day the last of them was.
    """

    done: int
    of: int
    last: date | None = None

    @property
    def complete(self) -> bool:
        return self.of > 0 and self.done >= self.of


@dataclass(frozen=True)
class Standing:
    """`actual` is the day on which the stage was complete."""

    stage: Stage
    progress: Progress
    fact: Fact | None
    actual: date | None


def standings(plan: Plan, facts: Mapping[str, Fact], today: date) -> tuple[Standing, ...]:
    """The stages in the plan's order.

    A stage of which nothing is recorded is judged by its day alone.
    """
    return tuple(_standing(stage, facts, today) for stage in plan.stages)


def settled(stages: Iterable[Standing]) -> bool:
    """Whether the group has nothing to wait for any more.

    A notice may have gone out on paper, and a branch is asked for its list of promises in private:
    neither keeps the countdown going.
    """
    facts = [standing.fact for standing in stages if standing.stage.id not in NOT_AWAITED]
    return all(fact is None or fact.complete for fact in facts)


def _standing(stage: Stage, facts: Mapping[str, Fact], today: date) -> Standing:
    fact = facts.get(stage.id)
    if fact is None and today > stage.due:
        return Standing(stage, Progress.DONE, None, None)
    if fact is None:
        return Standing(stage, Progress.AHEAD, None, None)
    if fact.complete:
        return Standing(stage, Progress.DONE, fact, fact.last)
    if today > stage.due:
        return Standing(stage, Progress.OVERDUE, fact, None)
    # As far as it is recorded: what nobody notes keeps no stage waiting.
    awaited = [facts[stage_id] for stage_id in stage.waits_for if stage_id in facts]
    ready = all(earlier.complete for earlier in awaited)
    if fact.done or ready:
        return Standing(stage, Progress.UNDER_WAY, fact, None)
    return Standing(stage, Progress.AHEAD, fact, None)
