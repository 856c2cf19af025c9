"""A cycle: one department's evaluation of one year, under the plan in force."""

from bot.domain.plan import Plan
from bot.domain.values import dataclass


@dataclass(frozen=True)
class Cycle:
    id: int
    department: str
    year: int
    plan: Plan
    plan_version: int
    archived: bool = False
