"""A card that waits for somebody's button: a confirmation by a second person, a choice, a binding."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What becomes of a card that was asked."""

    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # a newer card took its place


@dataclass(frozen=True)
class OpenCard:
    """`subject` holds plain values; `kind` names the button route that carries it out."""

    id: str
    kind: str
    department: str
    subject: dict[str, Any]
    asked_by: int
    addressees: tuple[int, ...]  # persons who may press; none where the card hangs in the group
