"""All tables at one place, and the way from any older schema to today's."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from bot.storage import (
    audit,
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


def migrate(database: Database) -> bool:
    """Brings the schema up to date; True where something had to be done. Safe to call at every start."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    head = ScriptDirectory.from_config(config).get_current_head()
    with database.writer.begin() as connection:
        if MigrationContext.configure(connection).get_current_revision() == head:
            return False
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
