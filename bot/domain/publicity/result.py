"""Somebody's result as it is made public: frozen, whatever is decided later."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class PublicResult:
    """`result` is the grade or score in words."""

    person_id: int
    name: str
    unit: str
    result: str

    def plain(self) -> dict[str, Any]:
        return asdict(self)
