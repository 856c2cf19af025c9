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


@pytest.fixture(scope="module", autouse=True)
def small_pictures() -> Iterator[None]:
    """Pictures are drawn at a tenth of their size: what they look like is tried in `tests/exports`."""
    draw = resvg_py.svg_to_bytes

    def drawn(**drawing: Any) -> bytes:
        return draw(**drawing | {"zoom": drawing["zoom"] * SMALL})

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(resvg_py, "svg_to_bytes", drawn)
        yield
