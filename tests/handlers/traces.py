"""What a data directory holds, and which of the words that were said are found in it."""

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path


def rows(data: Path) -> dict[str, list[object]]:
    """Everything in the database but the cells and the roll, whose changes are the votes."""
    with sqlite3.connect(data / "shuzhi.db") as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        kept = [name for name in names if name not in {"poll_cell", "poll_roll", "sqlite_sequence"}]
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in kept}


def everywhere(data: Path) -> bytes:
    """All files of the data directory, the write-ahead log among them."""
    return b"".join(path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file())


def traces(data: Path, said: Iterable[str]) -> list[str]:
    held = everywhere(data)
    return [one for one in said if one.encode() in held or json.dumps(one)[1:-1].encode() in held]
