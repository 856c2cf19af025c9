"""`plan.toml`: the year's plan as a file that an organiser can read and edit (docs/interface.md).

`default_plan` is the plan of 2022 moved to another year, `render` writes a plan with its
explanations, `decode` and `parse` read one and name line and key of everything that is wrong,
`changes` says in the group's words what differs.
"""

from bot.domain.planfile.builtin import bare_plan, default_plan, sample_plan
from bot.domain.planfile.differences import changes
from bot.domain.planfile.problems import PlanInvalid, PlanProblem
from bot.domain.planfile.reading import decode, parse
from bot.domain.planfile.rendering import render
from bot.domain.planfile.stored import restore, store

__all__ = [
    "PlanInvalid",
    "PlanProblem",
    "bare_plan",
    "changes",
    "decode",
    "default_plan",
    "parse",
    "render",
    "restore",
    "sample_plan",
    "store",
]
