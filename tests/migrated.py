"""Tables that the migrations made once.

Thirty-odd migrations make an empty database what it is today in a quarter of a second, and hundreds
of tests begin with an empty one. The first of a run applies them; the next SQLite databases get the
tables by the statements that SQLite keeps of them, those of PostgreSQL by the statements that the
migrations sent. A database that holds anything is migrated as in the program, and
`tests/storage/test_schema.py` does without this.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event, inspect, text

from bot.storage import schema

TABLES = text(
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY rowid"
)
run_migrations = schema.upgrade
Sent = tuple[str, Any]  # a statement with its parameters


def keep_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets empty databases get the tables of the first one of their kind."""
    kept: dict[str, list[Sent]] = {}

    def upgrade(connection: Connection) -> None:
        kind = connection.dialect.name
        if inspect(connection).get_table_names():
            run_migrations(connection)
        elif kind in kept:
            for statement, parameters in kept[kind]:
                connection.exec_driver_sql(statement, parameters)
        else:
            with listening(connection) as sent:
                run_migrations(connection)
            kept[kind] = tables_of_sqlite(connection) if kind == "sqlite" else sent

    monkeypatch.setattr(schema, "upgrade", upgrade)


def tables_of_sqlite(connection: Connection) -> list[Sent]:
    version = connection.scalar(text("SELECT version_num FROM alembic_version"))
    statements = [*connection.scalars(TABLES)]
    statements.append(f"INSERT INTO alembic_version VALUES ('{version}')")
    return [(statement, None) for statement in statements]


@contextmanager
def listening(connection: Connection) -> Iterator[list[Sent]]:
    """What is sent meanwhile to change the database: an empty one answers no question otherwise."""
    sent: list[Sent] = []

    def note(
        _connection: Connection, _cursor: Any, statement: str, parameters: Any, *_: Any
    ) -> None:
        if not statement.lstrip().startswith("SELECT"):
            sent.append((statement, parameters or None))

    event.listen(connection, "before_cursor_execute", note)
    yield sent
    event.remove(connection, "before_cursor_execute", note)
