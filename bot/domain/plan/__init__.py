"""The year's plan as data: what the department decided,
and what the plan leaves open with its default.

The built-in plan holds the content of the 2022 plan; every number that a unit may set differently
is a field here and a key in `plan.toml` (read and written by `bot.domain.planfile`). S-ids name the
sentence of the plan that a field serves.
"""

from bot.domain.plan.ballots import (
    BallotRules,
    Listed,
    ReleaseRules,
    Row,
    SatisfactionRules,
    Scope,
    Step,
    Venue,
    VoterCategory,
)
from bot.domain.plan.grading import (
    COMMENTS,
    EVERYDAY,
    FIELD_VISITS,
    FOUR_IDS,
    FOUR_INPUTS,
    INPUT_OF,
    RELEASED,
    SELF,
    Condition,
    GradeCaps,
    InputRule,
)
from bot.domain.plan.parts import SECTIONED, STAGE_OF, Part
from bot.domain.plan.procedure import (
    MeetingRules,
    Rectification,
    Reminders,
    Retention,
    Rights,
    SchoolHolidays,
    Stage,
)
from bot.domain.plan.reports import FocusArea, Material, ReportRules
from bot.domain.plan.subjects import SubjectGroup
from bot.domain.plan.whole import Plan

__all__ = [
    "COMMENTS",
    "EVERYDAY",
    "FIELD_VISITS",
    "FOUR_IDS",
    "FOUR_INPUTS",
    "INPUT_OF",
    "RELEASED",
    "SECTIONED",
    "SELF",
    "STAGE_OF",
    "BallotRules",
    "Condition",
    "FocusArea",
    "GradeCaps",
    "InputRule",
    "Listed",
    "Material",
    "MeetingRules",
    "Part",
    "Plan",
    "Rectification",
    "ReleaseRules",
    "Reminders",
    "ReportRules",
    "Retention",
    "Rights",
    "Row",
    "SatisfactionRules",
    "SchoolHolidays",
    "Scope",
    "Stage",
    "Step",
    "SubjectGroup",
    "Venue",
    "VoterCategory",
]
