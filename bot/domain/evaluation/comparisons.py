"""What came of holding a plan's condition against one person."""

from enum import StrEnum
from fractions import Fraction

from bot.domain.plan import Condition
from bot.domain.values import dataclass


class Standing(StrEnum):
    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"  # the facts are not there yet


@dataclass(frozen=True)
class Comparison:
    """A condition held against one person. What it does not ask about is nought or empty.

    `place` of `fellows` by score, of whom `room` are within the rank; `share` of `ballots` shown.
    """

    condition: Condition
    standing: Standing
    place: int = 0
    fellows: int = 0
    room: int = 0
    share: Fraction | None = None
    ballots: int = 0
    score: Fraction | None = None
    words: str = ""  # of the entry that was found
