"""What a batch of a removal took away."""

import json
from dataclasses import field

from bot.domain.patterns import pattern
from bot.domain.values import dataclass

BATCH = 200  # rows in one transaction: votes and messages wait no longer than for one of them
NAME = pattern(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")  # of a stored file


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
