"""Every row of one database into another, empty one, of whichever kind: a department outgrows its
file, and a backup of a server's database is a file.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Table,
    create_engine,
    func,
    insert,
    literal,
    select,
    text,
    union_all,
)

from bot.storage.database import WRITER_LOCK, Database
from bot.storage.schema import METADATA, migrate

BATCH = 500  # rows in memory at a time
DIGESTS = 2**256  # how many different ones there are


class NotTheSame(Exception):
    """After copying, these tables held something else; nothing was kept."""

    def __init__(self, tables: Sequence[str]) -> None:
        super().__init__("、".join(tables))


class NotEmpty(Exception):
    """The target has rows already; nothing was changed."""


def copy_all(source_url: str, target_url: str) -> int:
    """Copies all tables in one transaction and compares them row by row before it commits.

    The source is seen as it is at one moment, whatever is written to it meanwhile. Both databases
    have today's schema. Returns the number of rows. Raises NotEmpty, and NotTheSame, and then the
    target is as it was before.
    """
    source, target = Database(source_url, readers=1), _plain(target_url)
    try:
        # A reader of `Database` has a snapshot of its own.
        with source.reader.connect() as reading, target.begin() as writing:
            if writing.dialect.name == "postgresql":
                # As every writer of this program waits for another: a server may be started now.
                writing.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
            if _holds_rows(writing):
                raise NotEmpty
            # In this order no row refers to one that is not there yet.
            copied = sum(copy_rows(table, reading, writing) for table in METADATA.sorted_tables)
            differing = [
                table.name
                for table in METADATA.sorted_tables
                if _digest(table, reading) != _digest(table, writing)
            ]
            if differing:
                raise NotTheSame(differing)
            _count_on(writing)
        return copied
    finally:
        source.stop()
        target.dispose()


def copy_into_file(source_url: str, file: Path) -> None:
    """Makes an SQLite database of all that another one holds at this moment, of today's schema.

    Raises NotTheSame.
    """
    target_url = f"sqlite:///{file}"
    make_tables(target_url)
    copy_all(source_url, target_url)


def make_tables(url: str) -> None:
    """Brings a database up to today's schema; an empty one gets all tables, and stays without rows.

    Raises SchemaNewer and SchemaMisfit.
    """
    database = Database(url)
    try:
        migrate(database)
    finally:
        database.stop()


def is_empty(url: str) -> bool:
    """Tells whether no table of this program holds a row."""
    engine = _plain(url)
    try:
        with engine.connect() as connection:
            return not _holds_rows(connection)
    finally:
        engine.dispose()


def _holds_rows(connection: Connection) -> bool:
    rows = (select(literal(1)).select_from(table) for table in METADATA.sorted_tables)
    return connection.execute(union_all(*rows).limit(1)).first() is not None


def _plain(url: str) -> Engine:
    """Opens it without the guards of `Database`: facts keep the seals that they have."""
    return create_engine(url, hide_parameters=True)


def copy_rows(table: Table, reading: Connection, writing: Connection) -> int:
    copied = 0
    for rows in _batches(table, reading):
        writing.execute(insert(table), rows)
        copied += len(rows)
    return copied


def _batches(table: Table, connection: Connection) -> Iterator[list[dict[str, Any]]]:
    ordered = select(table).order_by(*table.primary_key.columns)
    with connection.execute(ordered, execution_options={"yield_per": BATCH}) as rows:
        for batch in rows.mappings().partitions():
            yield [dict(row) for row in batch]


def _digest(table: Table, connection: Connection) -> tuple[int, int]:
    """Returns how many rows there are, and the sum of their digests.

    A sum knows no order, for databases sort text differently, and takes no memory.
    """
    number, total = 0, 0
    for batch in _batches(table, connection):
        for row in batch:
            digest = hashlib.sha256(repr(sorted(row.items())).encode()).digest()
            total += int.from_bytes(digest)
        number += len(batch)
    return number, total % DIGESTS


def _count_on(connection: Connection) -> None:
    """Lets PostgreSQL number new rows from where the old ones end."""
    if connection.dialect.name != "postgresql":
        return
    for table in METADATA.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
        newest = connection.scalar(select(func.max(column)))
        if sequence and newest:
            connection.execute(
                text("SELECT setval(:sequence, :newest)"), {"sequence": sequence, "newest": newest}
            )
