"""What is the matter with a database, as far as its driver tells: so that each trouble is told by
its own name.
"""

import sqlite3
from enum import Enum, auto

from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from bot.storage.database import is_away


class Trouble(Enum):
    AWAY = auto()  # for a reason that its driver does not tell
    BUSY = auto()  # another process holds the file
    SHUT = auto()  # the file is not to be opened by this account
    SILENT = auto()  # no server answers at the address
    REJECTED = auto()  # the server does not know the account or its password
    MISSING = auto()  # the server has no such database
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
    ("SQLITE_BUSY", Trouble.BUSY),
    ("SQLITE_LOCKED", Trouble.BUSY),
    ("SQLITE_CANTOPEN", Trouble.SHUT),
)
POSTGRES = {
    "42501": Trouble.FORBIDDEN,
    "53100": Trouble.FULL,
    "XX001": Trouble.DAMAGED,
    "XX002": Trouble.DAMAGED,
}
# A connection that was never made has no code. A server that speaks another language is AWAY.
CONNECTING = (
    (("refused", "timeout expired", "resolve host", "translate host"), Trouble.SILENT),
    (("No such file",), Trouble.SILENT),  # the socket of a server on this machine
    (("password", 'FATAL:  role "'), Trouble.REJECTED),
    (('FATAL:  database "',), Trouble.MISSING),
)
UNFIT_SQLITE = ("no such table", "no such column", "has no column named")


def trouble_of(error: Exception) -> Trouble | None:
    """Returns None where the error is none of the database's: a broken rule or a bug."""
    original: object = error
    if isinstance(error, DBAPIError):
        original = error.orig
    if isinstance(original, sqlite3.Error):
        return _of_sqlite(original)
    if isinstance(error, DBAPIError):
        return _of_postgres(error)
    return None


def _of_postgres(error: DBAPIError) -> Trouble | None:
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in POSTGRES:
        return POSTGRES[state]
    # Class 42: a table or column that is named is not there.
    if isinstance(error, ProgrammingError) and state.startswith("42"):
        return Trouble.UNFIT
    if not isinstance(error, OperationalError):
        return None
    words = str(error.orig)
    for signs, trouble in CONNECTING:
        if any(sign in words for sign in signs):
            return trouble
    return Trouble.AWAY


def _of_sqlite(error: sqlite3.Error) -> Trouble | None:
    name = getattr(error, "sqlite_errorname", "")
    for start, trouble in SQLITE:
        if name.startswith(start):
            return trouble
    if any(words in str(error) for words in UNFIT_SQLITE):
        return Trouble.UNFIT
    if not isinstance(error, sqlite3.OperationalError):
        return None
    if not is_away(OperationalError("", None, error), reading=False):
        return None
    return Trouble.AWAY
