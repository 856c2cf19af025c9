"""What SQLite wants to be told: at each connection, at the beginning of a transaction, and at each
step within one.

It is told so past the engine, which takes ten times as long as SQLite.
"""

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import OperationalError
from typing_extensions import override

DRIVER = "sqlite+steps"
WRITER_PRAGMAS = (
    *("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"),
    # Otherwise each savepoint writes a journal of its own, into a file that is deleted at once.
    "temp_store=MEMORY",
    "cache_size=-32768",  # KiB: the ballot cells of the largest hall
)


class SQLiteWithSteps(SQLiteDialect_pysqlite):
    """The engine compiles each savepoint anew, and each way back to one."""

    supports_statement_cache = True

    @override
    def do_savepoint(self, connection: Connection, name: str) -> None:
        _tell(connection, f"SAVEPOINT {name}")

    @override
    def do_release_savepoint(self, connection: Connection, name: str) -> None:
        _tell(connection, f"RELEASE SAVEPOINT {name}")

    @override
    def do_rollback_to_savepoint(self, connection: Connection, name: str) -> None:
        _tell(connection, f"ROLLBACK TO SAVEPOINT {name}")


registry.register(DRIVER.replace("+", "."), __name__, SQLiteWithSteps.__name__)


def prepare(engine: Engine, *, writes: bool) -> None:
    """Lets this engine's connections be told what a writer's, or a reader's, are told."""
    if writes:
        event.listen(engine, "connect", _prepare_writer)
        event.listen(engine, "begin", _begin_immediate)
    else:
        event.listen(engine, "connect", _prepare_reader)
        event.listen(engine, "begin", _begin)


def _prepare_writer(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late and loses updates
    for pragma in WRITER_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _prepare_reader(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA query_only=ON")


def _begin_immediate(connection: Connection) -> None:
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        _tell(connection, "BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    # Without it each statement would see a moment of its own.
    _tell(connection, "BEGIN")


def _tell(connection: Connection, statement: str) -> None:
    """Sends a statement past the engine. Raises OperationalError as the engine does."""
    driver: Any = connection.connection.driver_connection
    try:
        driver.execute(statement)
    except sqlite3.OperationalError as error:
        raise OperationalError(statement, None, error, hide_parameters=True) from error
