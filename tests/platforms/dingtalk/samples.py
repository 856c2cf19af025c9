"""The recorded samples beside the project's root; tests that replay them skip where they are missing."""

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[4] / "shared" / "platforms" / "samples" / "dingtalk"


def text(name: str) -> str:
    path = ROOT / name
    if not path.is_file():
        pytest.skip(f"recorded sample {name} is not here")
    return path.read_text(encoding="utf-8")


def load(name: str) -> Any:
    return json.loads(text(name))


def body(name: str) -> Any:
    """The JSON of a recorded HTTP exchange, behind its headers."""
    return json.loads(text(name).partition("\n\n")[2])
