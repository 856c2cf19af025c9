"""The fields of the plan as one table: what reads, writes,
compares and documents a plan goes through it.

A new field is a line in one of these modules beside its place in `bot.domain.plan`.
"""

from bot.domain.planfile.fields.ballots import BALLOT, CATEGORY, RELEASE, SATISFACTION, VENUE
from bot.domain.planfile.fields.grading import CAPS, CONDITION, GRADES, INPUT, RIGHTS, SUBJECTS
from bot.domain.planfile.fields.head import HEAD, WORDS
from bot.domain.planfile.fields.procedure import (
    CALENDAR,
    MEETING,
    PUBLICITY,
    RECTIFICATION,
    REMINDERS,
    STAGE,
)
from bot.domain.planfile.fields.reports import FOCUS_AREA, MATERIAL, REPORT
from bot.domain.planfile.fields.retention import RETENTION
from bot.domain.planfile.fields.table import Entry, Field, Table, read_fields

# In the order in which a difference is told; the order of the file is `rendering`'s.
RULES = (
    WORDS,
    REPORT,
    MEETING,
    BALLOT,
    GRADES,
    RELEASE,
    CAPS,
    PUBLICITY,
    REMINDERS,
    CALENDAR,
    RECTIFICATION,
    SATISFACTION,
    RIGHTS,
    RETENTION,
)

__all__ = [
    "BALLOT",
    "CALENDAR",
    "CAPS",
    "CATEGORY",
    "CONDITION",
    "FOCUS_AREA",
    "GRADES",
    "HEAD",
    "INPUT",
    "MATERIAL",
    "MEETING",
    "PUBLICITY",
    "RECTIFICATION",
    "RELEASE",
    "REMINDERS",
    "REPORT",
    "RETENTION",
    "RIGHTS",
    "RULES",
    "SATISFACTION",
    "STAGE",
    "SUBJECTS",
    "VENUE",
    "WORDS",
    "Entry",
    "Field",
    "Table",
    "read_fields",
]
