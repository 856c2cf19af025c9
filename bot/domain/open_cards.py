"""A card that waits for somebody's button: a confirmation by a second person, a choice, a binding."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.values import dataclass

BEHIND = "behind"  # in a card's subject: the open card that has to be answered before it is shown


class Outcome(StrEnum):
    """What becomes of a card that was asked."""

    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # a newer card took its place


@dataclass(frozen=True)
class CardText:
    """What stands on the card.

    `before` are messages that come first, where a card does not hold all.
    """

    title: str
    text: str
    before: Sequence[str] = ()


@dataclass(frozen=True)
class OpenCard:
    """`subject` holds plain values; `kind` names the button route that carries it out.

    `text` is what stands on a card that may be shown again, or to another. At `pass_on_at` others
    are asked as well, if it still waits then; those in `declined_by` said no.
    """

    id: str
    kind: str
    department: str
    subject: dict[str, Any]
    asked_by: int
    addressees: tuple[int, ...]  # persons who may press; none where the card hangs in the group
    asked_at: datetime | None = None
    text: CardText | None = None
    pass_on_at: datetime | None = None
    declined_by: tuple[int, ...] = field(default=())

    @property
    def stands_behind(self) -> bool:
        """Whether nobody has been shown it yet, for an earlier one waits before it."""
        return BEHIND in self.subject
