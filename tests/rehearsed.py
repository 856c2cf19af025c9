"""The rehearsed year, played once for all tests of a run that read it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.domain.values import dataclass
from bot.rehearsal.year import Outcome, rehearse
from tests.drawn import draw_small


@dataclass(frozen=True)
class Year:
    """`out` is what was written for people, `database` what the program kept."""

    outcome: Outcome
    out: Path
    database: Path


@cache
def rehearsed_year(base: Path) -> Year:
    """Plays the year into the folder `base` of this run of the tests.

    Who changes the database spoils it for nobody: what is written out was written before.
    """
    folder = base / "rehearsed"
    with _answering_backwards(), pytest.MonkeyPatch.context() as monkeypatch:
        draw_small(monkeypatch)
        outcome = asyncio.run(rehearse(folder / "out", 2026, lambda _line: None, keep=folder))
    return Year(outcome, folder / "out", folder / "data" / "shuzhi.db")


@contextmanager
def _answering_backwards() -> Iterator[None]:
    """What is asked for in no order comes backwards: PostgreSQL gives it in any."""

    def reverse(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA reverse_unordered_selects=ON")

    event.listen(Engine, "connect", reverse)
    try:
        yield
    finally:
        event.remove(Engine, "connect", reverse)
