import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.actions.test_polls.polling_station import (
    PollingStation,
    make_station,
    plan_with,
    sample_lines,
    sqlite_url,
    station_like,
    station_over,
)
from tests.postgres import create_database, with_tables


@pytest.fixture(params=["sqlite", "postgres"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Addresses of databases without a row, by name; the empty name tells only of which kind they are."""
    if request.param == "sqlite":
        return lambda name: sqlite_url(tmp_path / name)
    base: str = request.getfixturevalue("postgres")
    # Copying all tables takes a fifth of making them.
    tables = with_tables(base)
    test = secrets.token_hex(4)
    return lambda name: create_database(base, f"t{test}{name}", like=tables) if name else base


@pytest.fixture(scope="session")
def file_of_a_station(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite database of the sample department of forty, to be copied."""
    folder = tmp_path_factory.mktemp("station")
    asyncio.run(_set_up(sqlite_url(folder), folder))
    return folder / "data" / "shuzhi.db"


@pytest.fixture(scope="session")
def server_with_a_station(
    postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, str]:
    """A server of PostgreSQL, and the name of the same department's database on it, to be copied."""
    name = "with_station"
    url = create_database(postgres, name, like=with_tables(postgres))
    asyncio.run(_set_up(url, tmp_path_factory.mktemp("station")))
    return postgres, name


async def _set_up(url: str, folder: Path) -> None:
    station = make_station(url, folder)
    await station.set_up(plan_with(), sample_lines())
    station.services.database.stop()


@pytest.fixture
async def sqlite_station(file_of_a_station: Path, tmp_path: Path) -> AsyncIterator[PollingStation]:
    """The sample department of forty, at its meeting, with a file as its database."""
    station = station_like(file_of_a_station, tmp_path)
    yield station
    station.services.database.stop()


@pytest.fixture
async def postgres_station(
    server_with_a_station: tuple[str, str], tmp_path: Path
) -> AsyncIterator[PollingStation]:
    """The same department with a database on a server."""
    server, like = server_with_a_station
    url = create_database(server, f"t{secrets.token_hex(4)}", like=like)
    station = station_over(Database(url), tmp_path)
    yield station
    station.services.database.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def station(request: pytest.FixtureRequest) -> PollingStation:
    """The sample department of forty, at its meeting, once on each kind of database."""
    station: PollingStation = request.getfixturevalue(f"{request.param}_station")
    return station
