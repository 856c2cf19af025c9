"""A cycle: one department's evaluation of one year, under the plan in force."""

from dataclasses import dataclass

from bot.domain.plan import Plan


@dataclass(frozen=True)
class Cycle:
    id: int
    department: str
    year: int
    plan: Plan
    plan_version: int
    archived: bool = False
