"""The recorded samples beside the project's root; tests that replay them skip where they are missing."""

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[4] / "shared" / "platforms" / "samples" / "wecom"


def text(name: str) -> str:
    path = ROOT / name
    if not path.is_file():
        pytest.skip(f"recorded sample {name} is not here")
    return path.read_text(encoding="utf-8")


def load(name: str) -> Any:
    return json.loads(text(name))


def names(folder: str) -> list[str]:
    return sorted(f"{folder}/{path.name}" for path in (ROOT / folder).glob("*.json")) or [
        f"{folder}/missing.json"
    ]
