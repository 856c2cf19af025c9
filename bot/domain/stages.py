"""Where each stage stands (S11): planned and actual days. Past its day and still running is a normal state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.plan import Plan, Stage

NOT_AWAITED = ("notice", "rectification")  # by the group


class Progress(StrEnum):
    DONE = "done"
    UNDER_WAY = "under_way"
    OVERDUE = "overdue"  # past its day, still running
    AHEAD = "ahead"


@dataclass(frozen=True)
class Fact:
    """What is known of a stage: how many of how many are done, and on which day the last of them was."""

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
    """The stages in the plan's order. A stage of which nothing is recorded is judged by its day alone."""
    return tuple(
        _standing(stage, facts.get(stage.id), _all_done(stage, facts), today)
        for stage in plan.stages
    )


def settled(found: Iterable[Standing]) -> bool:
    """Whether the group has nothing to wait for any more. A notice may have gone out on paper, and a branch is asked for its
    list of promises in private: neither keeps the countdown going.
    """
    return all(
        one.fact is None or one.fact.complete for one in found if one.stage.id not in NOT_AWAITED
    )


def _standing(stage: Stage, fact: Fact | None, ready: bool, today: date) -> Standing:  # noqa: FBT001 - one fact of four
    if fact is None:
        progress = Progress.DONE if today > stage.due else Progress.AHEAD
        return Standing(stage, progress, None, None)
    if fact.complete:
        return Standing(stage, Progress.DONE, fact, fact.last)
    if today > stage.due:
        return Standing(stage, Progress.OVERDUE, fact, None)
    return Standing(stage, Progress.UNDER_WAY if fact.done or ready else Progress.AHEAD, fact, None)


def _all_done(stage: Stage, facts: Mapping[str, Fact]) -> bool:
    """Whether everything that the stage waits for is done, as far as it is recorded."""
    return all(facts[waited].complete for waited in stage.waits_for if waited in facts)
