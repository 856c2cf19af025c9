"""All tables at one place, and the way from any older schema to today's."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import configure_mappers
from sqlmodel import SQLModel

from bot.storage import (
    audit,
    calls,
    cycles,
    evaluation,
    inbox,
    judging,
    leases,
    outbox,
    people,
    polls,
    publicity,
    quota,
    rectification,
    reminders,
    requests,
    submissions,
)
from bot.storage.database import Database

METADATA = SQLModel.metadata
NOUNS = (
    audit,
    calls,
    cycles,
    evaluation,
    inbox,
    judging,
    leases,
    outbox,
    people,
    polls,
    publicity,
    quota,
    rectification,
    reminders,
    requests,
    submissions,
)  # importing them fills METADATA
MIGRATIONS = Path(__file__).with_name("migrations")


class SchemaNewer(Exception):
    """The data were written by a newer program than this one."""


def migrate(database: Database) -> bool:
    """Brings the schema up to date; True where something had to be done. Safe to call at every start. Raises SchemaNewer."""
    configure_mappers()  # takes some hundredths of a second, for which the first question would wait
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    newest, *older = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    with database.writer.begin() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        if found == newest:
            return False
        if found is not None and found not in older:
            raise SchemaNewer
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
