"""What is the matter with a database, as far as its driver tells: so that each trouble is told by
its own name.
"""

import sqlite3
from enum import Enum, auto

from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from bot.storage.database import is_away


class Trouble(Enum):
    AWAY = auto()  # locked, unreachable, or the file cannot be opened
    FULL = auto()  # the disk
    FORBIDDEN = auto()  # the account may not write, or not make tables
    DAMAGED = auto()  # the file is no database any more
    UNFIT = auto()  # its tables are not those of this program


SQLITE = (
    ("SQLITE_FULL", Trouble.FULL),
    ("SQLITE_READONLY", Trouble.FORBIDDEN),
    ("SQLITE_PERM", Trouble.FORBIDDEN),
    ("SQLITE_CORRUPT", Trouble.DAMAGED),
    ("SQLITE_NOTADB", Trouble.DAMAGED),
)
POSTGRES = {
    "42501": Trouble.FORBIDDEN,
    "53100": Trouble.FULL,
    "XX001": Trouble.DAMAGED,
    "XX002": Trouble.DAMAGED,
}
UNFIT_SQLITE = ("no such table", "no such column", "has no column named")


def trouble_of(error: Exception) -> Trouble | None:
    """None where the error is none of the database's: a broken rule or a bug."""
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, sqlite3.Error):
        return _of_sqlite(original)
    if not isinstance(error, DBAPIError):
        return None
    state = getattr(original, "sqlstate", None) or ""
    if state in POSTGRES:
        return POSTGRES[state]
    if isinstance(error, ProgrammingError):
        return Trouble.UNFIT if state.startswith("42") else None
    return Trouble.AWAY if isinstance(error, OperationalError) else None


def _of_sqlite(error: sqlite3.Error) -> Trouble | None:
    name = getattr(error, "sqlite_errorname", "")
    for start, trouble in SQLITE:
        if name.startswith(start):
            return trouble
    if any(words in str(error) for words in UNFIT_SQLITE):
        return Trouble.UNFIT
    if not isinstance(error, sqlite3.OperationalError):
        return None
    return Trouble.AWAY if is_away(OperationalError("", None, error), reading=False) else None
