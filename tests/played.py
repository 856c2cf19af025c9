"""Beginnings of conversations at the desk: played once, then gone on from in a transaction of each test's own.

`chat` is such a conversation. `@after(script)` on a test says where it begins, and the script says and taps what leads
there. `@whole` has the test go through the whole program instead.
"""

import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from bot.documents.reader import DocumentReader
from bot.storage.database import Database
from tests.actions.office import going_on, opened
from tests.chat import Chat
from tests.conftest import START, Run
from tests.desk import Desk, Shown
from tests.situations import Script

whole = pytest.mark.whole


def after(script: Script, *, at: datetime = START) -> pytest.MarkDecorator:
    """Lets a test begin where the script ends, which began at that moment."""
    return pytest.mark.after.with_args(script, at)


async def nothing(_chat: Chat) -> None:
    """Nobody has said anything yet."""


@dataclass(frozen=True)
class Beginning:
    """Where a script has led."""

    folder: Path
    database: Database
    now: datetime = START
    shown: tuple[Shown, ...] = ()
    seen: Mapping[str, int] = field(default_factory=dict)


class Scripts:
    def __init__(self, template: Path, folder: Path, reader: DocumentReader) -> None:
        self._template = template
        self._folder = folder
        self._reader = reader
        self._played: dict[tuple[Script, datetime], Beginning] = {}

    def stop(self) -> None:
        for beginning in self._played.values():
            beginning.database.stop()

    @asynccontextmanager
    async def after(self, script: Script = nothing, at: datetime = START) -> AsyncIterator[Desk]:
        """A desk that goes on where the script ended; what is done there is taken back."""
        if (script, at) not in self._played:
            self._played[script, at] = await self._play(script, at)
        beginning = self._played[script, at]
        with going_on(beginning.database, beginning.folder, now=beginning.now) as office:
            desk = Desk(office, self._reader)
            desk.room.shown += beginning.shown
            desk.seen.update(beginning.seen)
            yield desk

    async def _play(self, script: Script, at: datetime) -> Beginning:
        folder = self._folder / str(len(self._played))
        shutil.copytree(self._template, folder)
        database = Database(f"sqlite:///{folder / 'shuzhi.db'}")
        with opened(database, folder, now=at, kept=True) as office:
            desk = Desk(office, self._reader)
            await script(desk)
        return Beginning(folder, database, desk.now, tuple(desk.room.shown), dict(desk.seen))


@pytest.fixture(scope="session")
def scripts(
    template: Path, tmp_path_factory: pytest.TempPathFactory, reader: DocumentReader
) -> Iterator[Scripts]:
    """What scripts have led to at the desk in this run."""
    scripts = Scripts(template, tmp_path_factory.mktemp("scripts"), reader)
    yield scripts
    scripts.stop()


@pytest.fixture
async def chat(request: pytest.FixtureRequest) -> AsyncIterator[Chat]:
    """A conversation at the desk, `@after` a script or from the beginning.

    With `@whole`, or where the test looks at the `data` directory, it goes through the whole program.
    """
    if request.node.get_closest_marker("whole") or "data" in request.fixturenames:
        run: Run = request.getfixturevalue("run")
        async with run(request.getfixturevalue("data")) as chat:
            yield chat
        return
    scripts: Scripts = request.getfixturevalue("scripts")
    marker = request.node.get_closest_marker("after")
    beginning = marker.args if marker else ()
    async with scripts.after(*beginning) as desk:
        yield desk
