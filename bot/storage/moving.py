"""Every row of one database into another, empty one, of whichever kind: a department outgrows its file."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, func, insert, select, text

from bot.storage.schema import METADATA

BATCH = 500  # rows in memory at a time


def copy_all(source_url: str, target_url: str) -> int:
    """Copies all tables in one transaction and compares them row by row before it commits.

    Both databases have today's schema, and the target no row. Returns the number of rows. Raises NotTheSame,
    and then the target is as empty as before.
    """
    source, target = _plain(source_url), _plain(target_url)
    try:
        with source.connect() as reading, target.begin() as writing:
            copied = sum(_copy(table, reading, writing) for table in METADATA.sorted_tables)
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
        source.dispose()
        target.dispose()


class NotTheSame(Exception):
    """After copying, these tables held something else; nothing was kept."""

    def __init__(self, tables: Sequence[str]) -> None:
        super().__init__("、".join(tables))


def is_empty(url: str) -> bool:
    """Whether no table of this program holds a row."""
    engine = _plain(url)
    try:
        with engine.connect() as connection:
            counts = (
                connection.scalar(select(func.count()).select_from(table))
                for table in METADATA.sorted_tables
            )
            return not any(counts)
    finally:
        engine.dispose()


def _plain(url: str) -> Engine:
    """Without the guards of `Database`: facts keep the seals that they have."""
    return create_engine(url, hide_parameters=True)


def _copy(table: Table, reading: Connection, writing: Connection) -> int:
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


def _digest(table: Table, connection: Connection) -> str:
    """Of all rows. Their order is left out, for databases sort text differently."""
    digests = sorted(
        hashlib.sha256(repr(sorted(row.items())).encode()).digest()
        for batch in _batches(table, connection)
        for row in batch
    )
    return hashlib.sha256(b"".join(digests)).hexdigest()


def _count_on(connection: Connection) -> None:
    """PostgreSQL numbers new rows from where the old ones end."""
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
