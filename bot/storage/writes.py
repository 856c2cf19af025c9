"""Rows added and changed past the mapper: each is looked at before, and noted in the trail.

The statement for a table and the columns concerned is put together once.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, insert, update
from sqlmodel import Session

from bot.storage.facts import Key, key_of
from bot.storage.prepared import Prepared
from bot.storage.sealing import insert_seen, update_seen

Row = Mapping[str, Any]  # by the name of the column
_KEY, _EXPECTED = "of_row_", "expected_"  # before the name of a column that is looked at


def add_row(session: Session, table: Table, row: Row) -> Key:
    """Adds a row; its key. Columns that are not named hold their defaults."""
    return insert_seen(session, _adding(table, tuple(row)), row)


def change_row(session: Session, table: Table, key: Key, changed: Row) -> None:
    """Changes columns of the row with this key, which is known to be there."""
    is_there = change_row_where(session, table, key, {}, changed)
    assert is_there, (table.name, key)


def change_row_where(session: Session, table: Table, key: Key, expected: Row, changed: Row) -> bool:
    """Changes columns of the row with this key.

    False, and no change, where it is not there, or does not hold what is expected.
    """
    values = dict(changed)
    for column, value in zip(table.primary_key, key, strict=True):
        values[_KEY + column.name] = value
    for name, value in expected.items():
        values[_EXPECTED + name] = value
    return update_seen(session, _changing(table, tuple(changed), tuple(expected)), key, values)


def put_row(session: Session, table: Table, row: Row) -> None:
    """Adds a row, or changes the one that is there with its key."""
    key = key_of(table, row)
    content = {name: value for name, value in row.items() if name not in table.primary_key}
    if not change_row_where(session, table, key, {}, content):
        add_row(session, table, row)


@cache
def _adding(table: Table, names: tuple[str, ...]) -> Prepared:
    del names  # the columns are those of the first row that is added so
    return Prepared(insert(table).returning(*table.primary_key))


@cache
def _changing(table: Table, names: tuple[str, ...], expected: tuple[str, ...]) -> Prepared:
    del names  # as above
    statement = update(table)
    for column in table.primary_key:
        statement = statement.where(column == bindparam(_KEY + column.name))
    for name in expected:
        # Also where nothing is expected to stand there.
        wanted = bindparam(_EXPECTED + name, type_=table.c[name].type)
        statement = statement.where(table.c[name].is_not_distinct_from(wanted))
    return Prepared(statement)
