"""A database out of a backup, looked at before anybody relies on it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlmodel import Session

from bot.storage import audit, departments, leases
from bot.storage.database import Database
from bot.storage.schema import SchemaMisfit, migrate
from bot.storage.soundness import dangling


def is_ours(file: Path) -> bool:
    """Tells whether a program like this one made the database, of whatever version."""
    with closing(sqlite3.connect(file)) as database:
        rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = {name for (name,) in rows}
    return {"alembic_version", "department"} <= tables


def broken_chains(file: Path) -> list[str]:
    """Brings the database up to date, and names the departments whose audit chain does not hold.

    Raises SchemaNewer and SchemaMisfit before anything is changed.
    """
    database = Database(f"sqlite:///{file}")
    try:
        migrate(database)
        # Only tables built anew were asked for it.
        tables = dangling(file)
        if tables:
            raise SchemaMisfit(tables)
        broken = database.look(_broken)
        # Else the first server would stand by for a minute, or not start beside the dead.
        database.change(leases.end_all)
        # The file is moved alone, so nothing may be left in the log beside it.
        database.maintain("PRAGMA wal_checkpoint(TRUNCATE)").result()
    finally:
        database.stop()
    return broken


def _broken(session: Session) -> list[str]:
    broken: list[str] = []
    for department in departments.departments(session):
        first_break = audit.first_break(session, department.id)
        # A trail that was cut off at its end is whole in itself, and ends before its head.
        end = audit.heads(session, department.id)[-1]
        if first_break is not None or end != audit.head(session, department.id):
            broken.append(department.name)
    return broken
