import secrets
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.actions.test_polls.polling_station import (
    PollingStation,
    make_station,
    plan_with,
    sample_lines,
)
from tests.postgres import create_database, with_tables


@pytest.fixture(params=["sqlite", "postgres"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Addresses of databases without a row, by name; the empty name tells only of which kind they are."""
    if request.param == "sqlite":
        return lambda name: f"sqlite:///{tmp_path / name / 'data' / 'shuzhi.db'}"
    base: str = request.getfixturevalue("postgres")
    # Copying all tables takes a fifth of making them.
    tables = with_tables(base)
    test = secrets.token_hex(4)
    return lambda name: create_database(base, f"t{test}{name}", like=tables) if name else base


@pytest.fixture
def url(new_url: Callable[[str], str]) -> str:
    return new_url("station")


@pytest.fixture
async def station(url: str, tmp_path: Path) -> AsyncIterator[PollingStation]:
    """The sample department of forty, at its meeting."""
    made = make_station(url, tmp_path)
    await made.set_up(plan_with(), sample_lines())
    yield made
    made.services.database.stop()
