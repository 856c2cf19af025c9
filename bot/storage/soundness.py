"""Whether a database file is sound, as SQLite itself finds; PostgreSQL looks after its own."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

SHOWN = 3  # damages named
REFERENCES = "PRAGMA foreign_key_check"


def file_of(url: str) -> Path | None:
    """Returns the file behind an address; None where it is none of SQLite's."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        return None
    return Path(address.database)


def damage_of(url: str, *, quick: bool = False) -> str | None:
    """Returns the first damage of the file behind an address; None where it is whole, or where
    the database is no file.
    """
    file = file_of(url)
    if file is None:
        return None
    return next(iter(damages(file, quick=quick)), None)


def damages(file: Path, *, quick: bool = False) -> tuple[str, ...]:
    """Returns what is wrong with a database file, in SQLite's words; empty where it is whole.

    `quick` leaves out whether every index agrees with its table. Raises OperationalError where it
    cannot be opened.
    """
    check = "integrity_check"
    if quick:
        check = "quick_check"
    try:
        with closing(sqlite3.connect(file)) as database:
            database.execute("PRAGMA query_only=ON")
            findings = [str(row[0]) for row in database.execute(f"PRAGMA {check}({SHOWN})")]
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        return (str(error),)
    if findings == ["ok"]:
        return ()
    return tuple(findings)


def dangling(file: Path) -> tuple[str, ...]:
    """Returns the tables of a database file with rows that refer to rows which are not there.

    The program leaves none; whoever changes the database by other means may.
    """
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA query_only=ON")
        return tuple(sorted({str(row[0]) for row in database.execute(REFERENCES)}))
