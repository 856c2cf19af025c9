"""Which schema a database has, and which there were; told without loading a single table."""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, String, column, inspect, select
from sqlalchemy import table as named_table

from bot.domain.patterns import pattern
from bot.storage.database import Database

MIGRATIONS = Path(__file__).with_name("migrations")
VERSIONS = named_table("alembic_version", column("version_num", String))
NAMED = {
    name: pattern(rf'^{name} = (?:"(\w+)"|None)$', re.MULTILINE)
    for name in ("revision", "down_revision")
}


@cache
def revisions() -> tuple[str, ...]:
    """Returns the schemas that there were, the oldest first, as the files of the migrations chain
    them. They are read once.
    """
    follower: dict[str | None, str] = {}
    for file in (MIGRATIONS / "versions").glob("0*.py"):
        head = file.read_text(encoding="utf-8")
        older, newer = (NAMED[name].search(head) for name in ("down_revision", "revision"))
        assert older is not None, file
        assert newer is not None, file
        follower[older[1]] = newer[1]
    chain: list[str] = []
    revision = follower.get(None)  # the first one follows none
    while revision is not None:
        chain.append(revision)
        revision = follower.get(revision)
    return tuple(chain)


def current(connection: Connection) -> str | None:
    """Returns the schema of the database; None where it has none of this program's."""
    if not inspect(connection).has_table(VERSIONS.name):
        return None
    return connection.scalar(select(VERSIONS.c.version_num))


def is_up_to_date(database: Database) -> bool:
    """Tells whether the schema calls itself today's. Whether its tables are so, `schema` looks."""
    with database.reader.connect() as connection:
        return current(connection) == revisions()[-1]


def is_up_to_date_at(url: str) -> bool:
    """Tells the same of a database that nobody has opened yet, and changes nothing there."""
    database = Database(url, readers=1)
    try:
        return is_up_to_date(database)
    finally:
        database.stop()
