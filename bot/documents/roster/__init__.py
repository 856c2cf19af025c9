"""The roster workbook (docs/interface.md).

Every row that can be read, every problem named for the person who fills it in. Reading is
forgiving about form (order of columns, spaces, full-width letters, ways to write a date) and
strict about meaning.
"""

from collections.abc import Collection, Sequence

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
from bot.domain.plan import SubjectGroup

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


def read_roster(
    content: bytes, *, categories: Collection[str], groups: Sequence[SubjectGroup] = ()
) -> RosterSheet:
    """Reads any bytes; what is no roster at all gives one problem with row 0.

    `categories` are the ids of the plan's 票类, `groups` its groups of subjects.
    """
    # The server has it done by a worker, and needs nothing of what opens a workbook.
    from bot.documents.roster.reading import read_roster as read  # noqa: PLC0415

    return read(content, categories=categories, groups=groups)
