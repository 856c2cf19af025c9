from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.documents.reader import DocumentReader
from tests.actions.office import office, office_data
from tests.chat import Chat
from tests.conftest import Run
from tests.played import Scripts

__all__ = ["office", "office_data"]


@pytest.fixture(scope="session")
def scripts(
    template: Path, tmp_path_factory: pytest.TempPathFactory, reader: DocumentReader
) -> Iterator[Scripts]:
    """What scripts have led to at the desk in this worker."""
    scripts = Scripts(template, tmp_path_factory.mktemp("scripts"), reader)
    yield scripts
    scripts.stop()


@pytest.fixture
async def chat(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Chat]:
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
    async with scripts.after(tmp_path, *beginning) as desk:
        yield desk
