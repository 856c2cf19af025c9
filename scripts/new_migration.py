"""Drafts a migration from what the tables say and an up-to-date database lacks: `.venv/bin/python scripts/new_migration.py "Add x."`."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from bot.storage.database import Database
from bot.storage.revisions import MIGRATIONS
from bot.storage.schema import migrate


def main(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'empty.db'}")
        if any((MIGRATIONS / "versions").glob("[0-9]*.py")):
            migrate(database)
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("file_template", "%%(rev)s")
        number = f"{len(list((MIGRATIONS / 'versions').glob('[0-9]*.py'))) + 1:04}"
        with database.writer.begin() as connection:
            config.attributes["connection"] = connection
            command.revision(config, message, autogenerate=True, rev_id=number)
        database.stop()


main(sys.argv[1])
