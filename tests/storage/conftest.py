import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.schema import migrate
from tests.postgres import create_database, emptying, with_tables


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "shuzhi.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: str) -> Iterator[Callable[[], str]]:
    """Gives the address of one migrated database for all, emptied, which costs less than a copy."""
    url = create_database(postgres, "migrated", like=with_tables(postgres))
    with emptying(url) as empty:

        def emptied() -> str:
            empty()
            return url

        yield emptied


@pytest.fixture(params=["sqlite", "postgres"])
def own_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database whose tables this test may change."""
    if request.param == "sqlite":
        migrated: Path = request.getfixturevalue("migrated_file")
        return f"sqlite:///{shutil.copyfile(migrated, tmp_path / 'shuzhi.db')}"
    base: str = request.getfixturevalue("postgres")
    return create_database(base, f"own{abs(hash(tmp_path))}", like=with_tables(base))


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database without a row."""
    if request.param == "sqlite":
        migrated: Path = request.getfixturevalue("migrated_file")
        return f"sqlite:///{shutil.copyfile(migrated, tmp_path / 'shuzhi.db')}"
    emptied: Callable[[], str] = request.getfixturevalue("migrated_postgres")
    return emptied()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A running database: its writer waits for work."""
    made = Database(url)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def neighbour(database: Database) -> Iterator[Database]:
    """A second process over the same data."""
    made = Database(database.url)
    made.start()
    yield made
    made.stop()


def _migrate(url: str) -> None:
    database = Database(url)
    migrate(database)
    database.stop()
