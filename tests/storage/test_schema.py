import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.storage.database import Database
from bot.storage.schema import METADATA, migrate

MIGRATE = """
import sys
from bot.storage.database import Database
from bot.storage.schema import migrate
print(migrate(Database(sys.argv[1])))
"""


def test_the_migrations_make_exactly_the_tables_of_the_code(empty_url: str) -> None:
    database = Database(empty_url)
    assert migrate(database)
    with database.reader.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    database.stop()


def test_migrating_again_does_nothing(url: str) -> None:
    database = Database(url)
    assert not migrate(database)
    database.stop()


@pytest.mark.parametrize("empty_url", ["postgres"], indirect=True)  # SQLite has always had one writer at a time
def test_of_two_processes_that_start_at_once_one_migrates(empty_url: str) -> None:
    processes = [
        subprocess.Popen([sys.executable, "-c", MIGRATE, empty_url], stdout=subprocess.PIPE, text=True) for _ in "12"
    ]
    said = sorted(process.communicate(timeout=60)[0].strip() for process in processes)
    assert said == ["False", "True"]
