"""Refusals around changing the plan."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.refusals import Refusal


@dataclass(frozen=True)
class PlanUnreadable(Refusal):
    """`problems` are finished sentences with line and key."""

    problems: tuple[str, ...]
    code: ClassVar[str] = "plan_unreadable"


@dataclass(frozen=True)
class AnotherYear(Refusal):
    said: int
    running: int
    code: ClassVar[str] = "another_year"


@dataclass(frozen=True)
class PlanUnchanged(Refusal):
    code: ClassVar[str] = "plan_unchanged"
