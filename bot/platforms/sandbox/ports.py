"""What the sandbox is given besides the general ports.

It plays the chat provider, so it must know the cast.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.values import dataclass
from bot.messages import CardView
from bot.platforms.sandbox.clock import SimulatedClock


@dataclass(frozen=True)
class CastMember:
    """One person who can be played; `group` is the chat id of the department's group."""

    id: str
    name: str
    department: str
    branch: str
    roles: tuple[str, ...]
    category: str
    group: str


class Stage(Protocol):
    """The world behind the chat."""

    async def cast(self) -> Sequence[CastMember]:
        """Returns everybody on a roster who has an account."""

    async def member(self, account: str) -> CastMember | None:
        """Returns the person behind an account; None for a stranger."""

    async def card_views(self, account: str, card_ids: Collection[str]) -> Mapping[str, CardView]:
        """Returns how these cards look to that person; never stored, always derived."""

    async def advance(self, clock: SimulatedClock, moment: datetime) -> None:
        """Moves the simulated clock, stopping at every event on the way."""

    async def sample_report(self, account: str) -> bytes | None:
        """Returns a report for this person to try the hand-in with; None for somebody who has none
        to give.
        """

    async def next_event(self) -> datetime | None:
        """Returns when the clock will next have something to do."""
