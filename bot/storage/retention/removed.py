"""What was found to be due, and what became of it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

BATCH = 200  # rows in one transaction: votes and messages wait no longer than for one of them
NAME = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")  # of a stored file


@dataclass(frozen=True)
class Found:
    """How much is due, and when the first and the last of it came to be; unnamed letters have no time."""

    number: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def __add__(self, other: "Found") -> "Found":
        moments = (self.first, self.last, other.first, other.last)
        known = [moment for moment in moments if moment is not None]
        number = self.number + other.number
        return Found(number, min(known, default=None), max(known, default=None))

    @classmethod
    def of(cls, moments: Iterable[datetime | None]) -> "Found":
        every = list(moments)
        known = [moment for moment in every if moment is not None]
        return cls(len(every), min(known, default=None), max(known, default=None))


@dataclass
class Removed:
    """How much went in this transaction, and which stored files it had named."""

    number: int = 0
    files: set[str] = field(default_factory=set)

    def __add__(self, other: "Removed") -> "Removed":
        return Removed(self.number + other.number, self.files | other.files)

    def add(self, *contents: object) -> None:
        """Counts one thing; files are looked for in these parts of it."""
        self.number += 1
        for content in contents:
            self.files.update(NAME.findall(json.dumps(content, default=str)))
