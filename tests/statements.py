"""Compiled statements that outlive the engine of one test.

Every test opens the program on a database of its own, and a new engine compiles every statement
anew: a sixth of the suite's time. Engines of one kind of database therefore share a dialect and
what was compiled for it. The program itself has one pair of engines for its whole life.
"""

from collections import defaultdict
from typing import Any

import pytest
from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

from bot.storage import database, moving

CAPACITY = 5000  # statements; the whole program has fewer


def keep_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets all engines of one kind of database made from now on share what they compile."""
    dialects: dict[str, Dialect] = {}
    compiled: defaultdict[str, LRUCache[Any, Any]] = defaultdict(lambda: LRUCache(CAPACITY))

    def create(url: str | URL, **options: Any) -> Engine:
        engine = create_engine(url, **options)
        shared = dialects.get(engine.dialect.name)
        # One whose engine never connected does not know the version of its database.
        if shared is None or shared.server_version_info is None:
            shared = engine.dialect
        dialects[shared.name] = engine.dialect = shared
        engine._compiled_cache = compiled[shared.name]
        return engine

    for opening in (database, moving):
        monkeypatch.setattr(opening, "create_engine", create)
