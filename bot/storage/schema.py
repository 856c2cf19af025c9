"""All tables at one place, and the way from any older schema to today's."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, inspect
from sqlalchemy.orm import configure_mappers
from sqlmodel import SQLModel, select

from bot.domain.values import dataclass
from bot.storage import (
    audit,
    calls,
    choices,
    cycles,
    evaluation,
    feedback,
    inbox,
    installation,
    judging,
    leases,
    materials,
    open_cards,
    outbox,
    people,
    publicity,
    quota,
    reminders,
    seals,
    submissions,
)
from bot.storage.database import Database
from bot.storage.departments import DepartmentRow
from bot.storage.polls import cells, links, meeting, paper, roll, screens, speeches, words
from bot.storage.polls import polls as polls_of_meetings
from bot.storage.rectification import (
    bulletins,
    events,
    help_requests,
    items,
    spot_checks,
    weak_branches,
)
from bot.storage.revisions import MIGRATIONS, revisions
from bot.storage.revisions import current as current_revision
from bot.storage.sealing import FactSession
from bot.storage.soundness import REFERENCES

METADATA = SQLModel.metadata
NOUNS = (
    audit,
    calls,
    choices,
    cycles,
    evaluation,
    inbox,
    installation,
    judging,
    leases,
    materials,
    outbox,
    people,
    polls_of_meetings,
    cells,
    links,
    meeting,
    paper,
    roll,
    screens,
    speeches,
    words,
    feedback,
    publicity,
    quota,
    bulletins,
    events,
    help_requests,
    items,
    spot_checks,
    weak_branches,
    reminders,
    open_cards,
    submissions,
)  # importing them fills METADATA
COLUMNS_OF_SQLITE = """
SELECT tables.name, columns.name
FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns
WHERE tables.type = 'table'
"""
SEALED_SINCE = "0009"  # the first schema whose facts are all sealed


class SchemaNewer(Exception):
    """The data were written by a newer program than this one."""


@dataclass
class SchemaMisfit(Exception):
    """Tables say that they are today's and lack what this program uses.

    `missing` names tables and columns.
    """

    missing: tuple[str, ...]


def missing(connection: Connection) -> tuple[str, ...]:
    """Tables and columns of the code that the database does not have.

    Empty where everything fits.
    """
    if connection.dialect.name == "sqlite" and _has_all(connection):
        return ()
    columns = _columns(connection)
    absent: list[str] = []
    # In no order: to sort them by their references takes longer than all the rest.
    for table in METADATA.tables.values():
        if table.name not in columns:
            absent.append(table.name)
        else:
            absent += [
                f"{table.name}.{column.name}"
                for column in table.columns
                if column.name not in columns[table.name]
            ]
    return tuple(absent)


def _has_all(connection: Connection) -> bool:
    """Tells whether SQLite understands a question for every column.

    To be told its tables takes ten times as long, at every start.
    """
    driver: Any = connection.connection.driver_connection
    try:
        for question in _questions():
            driver.execute(question)
    except sqlite3.OperationalError:
        return False
    return True


@cache
def _questions() -> tuple[str, ...]:
    """Returns a question for each table, which names all its columns and reads nothing."""
    questions = []
    for table in METADATA.tables.values():
        # With their table: a word in quotes that is no column SQLite takes for a text.
        columns = ", ".join(f'"{table.name}"."{column.name}"' for column in table.columns)
        questions.append(f'SELECT {columns} FROM "{table.name}" LIMIT 0')  # noqa: S608 - names of our own
    return tuple(questions)


def _columns(connection: Connection) -> dict[str, set[str]]:
    """Returns the columns of each table that is there."""
    columns: dict[str, set[str]] = defaultdict(set)
    if connection.dialect.name == "sqlite":
        # One question; the inspector asks one for each table, at every start.
        for table_name, column_name in connection.exec_driver_sql(COLUMNS_OF_SQLITE).all():
            columns[table_name].add(column_name)
        return columns
    for (_, table_name), reflected in inspect(connection).get_multi_columns().items():
        columns[table_name] = {column["name"] for column in reflected}
    return columns


def migrate(database: Database) -> bool:
    """Brings the schema up to date; True where something had to be done.

    Safe to call at every start. Raises SchemaNewer, and SchemaMisfit where the tables are not what
    they say.
    """
    # It takes some hundredths of a second, for which the first question would wait.
    configure_mappers()
    chain = revisions()
    with _apart_from_references(database) as connection:
        current = current_revision(connection)
        if current == chain[-1]:
            _must_fit(connection)
            return False
        if current is not None and current not in chain:
            raise SchemaNewer
        upgrade(connection)
        _must_refer(connection)
        _must_fit(connection)
        if current in chain[: chain.index(SEALED_SINCE)]:
            _seal_what_stands(connection)
    return True


def upgrade(connection: Connection) -> None:
    """Runs the migrations that this database has not seen."""
    from alembic import command  # noqa: PLC0415 - a tenth of a second that only an older database needs
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _apart_from_references(database: Database) -> Iterator[Connection]:
    """Opens a transaction in which SQLite may build a table anew.

    It drops the old one, to which others refer.
    """
    with database.writer.connect() as connection:
        driver: Any = connection.connection.driver_connection
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            driver.execute("PRAGMA foreign_keys=OFF")  # of no effect within a transaction
        try:
            with connection.begin():
                yield connection
        finally:
            if is_sqlite:
                driver.execute("PRAGMA foreign_keys=ON")


def _must_refer(connection: Connection) -> None:
    """Raises SchemaMisfit where a row refers to one that is not there.

    It reads every table, so it is asked where tables were built anew, and of the others at night by
    `audit`: a start would take longer from year to year.
    """
    if connection.dialect.name == "sqlite":
        dangling = connection.exec_driver_sql(REFERENCES).all()
        if dangling:
            raise SchemaMisfit(tuple(sorted({str(row[0]) for row in dangling})))


def _must_fit(connection: Connection) -> None:
    absent = missing(connection)
    if absent:
        raise SchemaMisfit(absent)


def _seal_what_stands(connection: Connection) -> None:
    with FactSession(connection) as session:
        for department in session.exec(select(DepartmentRow.id)).all():
            seals.seal_all(session, department)
        session.commit()
