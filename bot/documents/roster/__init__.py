"""The roster workbook (docs/interface.md).

Every row that can be read, every problem named for the person who fills it in. Reading is
forgiving about form (order of columns, spaces, full-width letters, ways to write a date) and
strict about meaning.
"""

from bot.documents.roster.lines import (
    ACCOUNT,
    BRANCH,
    CATEGORY,
    COLUMNS,
    GROUPS,
    NAME,
    NOTE,
    REQUIRED,
    RESPONSIBLE,
    ROLES,
    SINCE,
    SUPERIORS,
    RosterLine,
    RosterProblem,
    RosterSheet,
    Severity,
)
from bot.documents.roster.reading import read_roster

__all__ = [
    "ACCOUNT",
    "BRANCH",
    "CATEGORY",
    "COLUMNS",
    "GROUPS",
    "NAME",
    "NOTE",
    "REQUIRED",
    "RESPONSIBLE",
    "ROLES",
    "SINCE",
    "SUPERIORS",
    "RosterLine",
    "RosterProblem",
    "RosterSheet",
    "Severity",
    "read_roster",
]
