"""Somebody's result as it is made public: frozen, whatever is decided later."""

from dataclasses import asdict
from typing import Any

from bot.domain.values import dataclass


@dataclass(frozen=True)
class PublicResult:
    """`result` is the grade or score in words."""

    person_id: int
    name: str
    unit: str
    result: str

    def plain(self) -> dict[str, Any]:
        return asdict(self)
