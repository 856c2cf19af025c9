import gc
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, settings

from bot.actions import rosters
from bot.actions.installation import seed
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.app import Program
from bot.cli.offline import offline
from bot.clocks import set_clock
from bot.documents.reader import DocumentReader
from bot.documents.roster import RosterLine
from bot.domain.people import Department
from bot.domain.planfile import sample_plan
from bot.sample import SAMPLE_DEPARTMENT, SECOND_DEPARTMENT, sample_lines, second_lines
from bot.settings import Settings, load_settings
from bot.storage.files import FileStore
from tests.acquaintance import acquainted
from tests.chat import SHANGHAI, Chat
from tests.drawn import keep_pictures
from tests.logs import log_plainly
from tests.migrated import keep_tables
from tests.postgres import server
from tests.readings import RememberingReader
from tests.situations import Begin, Script, Situations
from tests.statements import keep_compiled

# How long an example takes says something about the machine, nothing about the program.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

if find_spec("sniffio") is None:
    # httpx asks for it at every request: Python looks for it in all its folders only this once.
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # so import is told that it is not there

gc.disable()  # until all tests are collected: what they are made of stays
START = datetime(2026, 12, 1, 8, 30, tzinfo=SHANGHAI)  # a Tuesday, nine days before reports are due
Run = Callable[[Path], AbstractAsyncContextManager[Chat]]


def pytest_collection_finish() -> None:
    """Looks no more for garbage among the modules and thousands of tests, and less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _in_every_test(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What holds for all: a single fixture, for each is gone through at every one of ten thousand tests."""
    log_plainly()
    with pytest.MonkeyPatch.context() as monkeypatch:
        # No variable or .env file of the machine reaches a test.
        for name in [name for name in os.environ if name.startswith("SHUZHI_")]:
            monkeypatch.delenv(name)
        monkeypatch.chdir(tmp_path_factory.getbasetemp())
        # How full the machine's disk is says nothing about the program.
        monkeypatch.setattr(FileStore, "free", lambda _files: 10 * 1024**3)
        keep_compiled(monkeypatch)
        keep_pictures(monkeypatch)
        keep_tables(monkeypatch)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """One PostgreSQL server for all tests of a run; its address."""
    yield from server()


@pytest.fixture(scope="session")
def reader() -> Iterator[DocumentReader]:
    """One sandboxed reader for all tests: starting a worker costs more than reading."""
    with RememberingReader() as shared:
        yield shared


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the sample department and a second one, made once and copied for each test.

    Everybody knows the bot already; the first contact has tests of its own.
    """
    data = tmp_path_factory.mktemp("template") / "data"
    set_clock(settings_for(data), START)
    with offline(create=True, platforms=("sandbox",), data_dir=data) as reached:
        reached.write(lambda work: _add(work, SAMPLE_DEPARTMENT, sample_lines()))
        reached.write(lambda work: _add(work, SECOND_DEPARTMENT, second_lines()))
    return data


def _add(work: UnitOfWork, department: Department, lines: tuple[RosterLine, ...]) -> None:
    seed(work, department, sample_plan(START.year))
    rosters.import_roster(work, department.id, lines, actor=SYSTEM)
    acquainted(work, department.id)


@pytest.fixture
def data(template: Path, tmp_path: Path) -> Path:
    """A data directory of this test's own."""
    return Path(shutil.copytree(template, tmp_path / "data"))


def settings_for(data: Path) -> Settings:
    return load_settings(platforms=("sandbox",), data_dir=data)


@pytest.fixture
def run(reader: DocumentReader) -> Run:
    """Runs the program on a data directory, as often as a test wants to restart it."""

    def start(data: Path) -> AbstractAsyncContextManager[Chat]:
        return running(Program(settings_for(data), reader=reader))

    return start


@asynccontextmanager
async def running(program: Program) -> AsyncIterator[Chat]:
    """The program, started, and a conversation with it."""
    await program.start()
    transport = httpx.ASGITransport(app=program.web)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            yield Chat(program, client)
    finally:
        await program.stop()


@pytest.fixture
async def chat(run: Run, data: Path) -> AsyncIterator[Chat]:
    async with run(data) as started:
        yield started


@pytest.fixture(scope="session")
def situations(tmp_path_factory: pytest.TempPathFactory) -> Situations:
    """What scripts have led to in this run."""
    return Situations(tmp_path_factory.mktemp("situations"))


@pytest.fixture
def begin(run: Run, data: Path, situations: Situations) -> Begin:
    """Runs the program in the situation to which a script leads: played once, then copied.

    The same script means the same `data` before it.
    """

    @asynccontextmanager
    async def begun(script: Script) -> AsyncIterator[Chat]:
        if script not in situations:
            async with run(data) as playing:
                await script(playing)
            situations.keep(script, data, playing)
        seen = situations.lay_out(script, data)
        async with run(data) as started:
            started.seen.update(seen)
            yield started

    return begun
