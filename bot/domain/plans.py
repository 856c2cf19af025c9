"""Refusals around changing the plan."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.refusals import Refusal


@dataclass
class PlanUnreadable(Refusal):
    """`problems` are finished sentences with line and key."""

    problems: tuple[str, ...]
    code: ClassVar[str] = "plan_unreadable"


@dataclass
class AnotherYear(Refusal):
    said: int
    running: int
    code: ClassVar[str] = "another_year"


@dataclass
class PlanUnchanged(Refusal):
    code: ClassVar[str] = "plan_unchanged"
