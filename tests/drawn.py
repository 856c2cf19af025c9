"""Pictures are drawn once in a run: the same drawing is the same picture.

Drawing takes a tenth of a second, and many tests release the same result.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import resvg_py

SMALL = 0.1


def keep_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = resvg_py.svg_to_bytes
    pictures: dict[str, bytes] = {}

    def drawn(**drawing: Any) -> bytes:
        key = repr(drawing)
        if key not in pictures:
            pictures[key] = bytes(draw(**drawing))
        return pictures[key]

    monkeypatch.setattr(resvg_py, "svg_to_bytes", drawn)


def draw_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws at a tenth of the size, where nobody looks at more than that there is a picture."""
    draw = resvg_py.svg_to_bytes

    def drawn(**drawing: Any) -> bytes:
        return draw(**drawing | {"zoom": drawing["zoom"] * SMALL})

    monkeypatch.setattr(resvg_py, "svg_to_bytes", drawn)


@pytest.fixture(scope="module", autouse=True)
def small_pictures() -> Iterator[None]:
    """What pictures look like is tried in `tests/exports`."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        draw_small(monkeypatch)
        yield
