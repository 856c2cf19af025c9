"""Situations that are played once and copied for every test that begins in them.

A script says and taps what leads there, through the real program. Its data directory is kept, and
each test gets a copy on which the program is started, as after a restart. What a program remembers
in its process alone is therefore not there; `tests/test_situations.py` compares the rest.
"""

import shutil
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from tests.chat import Chat

Script = Callable[[Chat], Awaitable[object]]
Begin = Callable[[Script], AbstractAsyncContextManager[Chat]]


@dataclass(frozen=True)
class Played:
    data: Path
    seen: Mapping[str, int]  # how far everybody had read


class Situations:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._played: dict[Script, Played] = {}

    def __contains__(self, script: Script) -> bool:
        return script in self._played

    def keep(self, script: Script, data: Path, chat: Chat) -> None:
        """Keeps what a script led to. The program has stopped."""
        kept = self._folder / str(len(self._played))
        _copy(data, kept)
        self._played[script] = Played(kept, dict(chat.seen))

    def lay_out(self, script: Script, data: Path) -> Mapping[str, int]:
        """Puts a copy in place of this data directory; returns how far everybody had read."""
        played = self._played[script]
        for folder in (data, _keys(data)):
            shutil.rmtree(folder, ignore_errors=True)
        _copy(played.data, data)
        return played.seen


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target)
    if _keys(source).exists():
        shutil.copytree(_keys(source), _keys(target))


def _keys(data: Path) -> Path:
    """The keys of ballots lie beside the data, never in them."""
    return data.with_name(data.name + "-keys")
