"""The sample department: who is in it, and what its secretaries hand in."""

from bot.sample.report import sample_report
from bot.sample.roster import (
    SAMPLE_DEPARTMENT,
    SECOND_DEPARTMENT,
    sample_lines,
    sample_roster_workbook,
    second_lines,
    second_roster_workbook,
)

__all__ = [
    "SAMPLE_DEPARTMENT",
    "SECOND_DEPARTMENT",
    "sample_lines",
    "sample_report",
    "sample_roster_workbook",
    "second_lines",
    "second_roster_workbook",
]
