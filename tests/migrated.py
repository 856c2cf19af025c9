"""Tables that the migrations made once.

Thirty-odd migrations make an empty database what it is today in a quarter of a second, and hundreds
of tests begin with an empty one. The first of a worker runs them; the next get the tables by the
statements that SQLite keeps of them. A database that holds anything is migrated as in the program,
and `tests/storage/test_schema.py` does without this.
"""

import pytest
from sqlalchemy import Connection, inspect, text

from bot.storage import schema

TABLES = text(
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY rowid"
)
run_migrations = schema.upgrade


def keep_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets empty SQLite databases get the tables of the first one."""
    statements: list[str] = []

    def upgrade(connection: Connection) -> None:
        is_empty = not inspect(connection).get_table_names()
        if connection.dialect.name != "sqlite" or not is_empty:
            run_migrations(connection)
            return
        if not statements:
            run_migrations(connection)
            version = connection.scalar(text("SELECT version_num FROM alembic_version"))
            statements.extend(connection.scalars(TABLES))
            statements.append(f"INSERT INTO alembic_version VALUES ('{version}')")
            return
        for statement in statements:
            connection.exec_driver_sql(statement)

    monkeypatch.setattr(schema, "upgrade", upgrade)
