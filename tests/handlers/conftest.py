from collections.abc import Iterator

import pytest

from tests.actions.begun import beginnings, office
from tests.drawn import draw_small
from tests.played import chat, scripts

__all__ = ["beginnings", "chat", "office", "scripts"]


@pytest.fixture(scope="module", autouse=True)
def _pictures_drawn_small() -> Iterator[None]:
    """What pictures look like is tried in `tests/exports`."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        draw_small(monkeypatch)
        yield
