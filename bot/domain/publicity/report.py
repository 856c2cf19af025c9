"""A report as it is made public: frozen, whatever is handed in later."""

from dataclasses import asdict
from typing import Any

from bot.domain.values import dataclass


@dataclass(frozen=True)
class PublicReport:
    """`branch_id` and the version tell which report it is; `sha256` and `size` its file."""

    branch_id: int
    branch: str
    secretary: str
    version: int
    name: str
    characters: int
    sha256: str
    size: int

    def plain(self) -> dict[str, Any]:
        return asdict(self)
