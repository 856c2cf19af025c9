"""What a grade rests on, and how many of the best there may be."""

from fractions import Fraction

from bot.domain.people import Role
from bot.domain.plan.parts import Part
from bot.domain.values import dataclass


@dataclass(frozen=True)
class InputRule:
    """Something that a grade rests on (S31). It stands beside the others; nothing is computed.

    `by` says who enters it: words of `Role`, or SELF for the evaluated person; what is released or
    entered by its own command (现场测评, 点评) needs none. The weight is shown beside the title.
    With `classes` it is a ballot of its own, in which these voter categories vote. Where it is not
    `required`, a grade does not wait for it.
    """

    id: str
    title: str
    by: tuple[str, ...] = (Role.LEADER, Role.ORGANISER)
    weight: Fraction | None = None
    classes: tuple[str, ...] = ()
    required: bool = True

    @property
    def is_ballot(self) -> bool:
        """Whether it is released and not entered."""
        return self.id == RELEASED or bool(self.classes)

    @property
    def shown(self) -> str:
        """The title with its weight."""
        if self.weight is None:
            return self.title
        return f"{self.title}（占 {float(self.weight * 100):g}%）"


SELF = "本人"

EVERYDAY, FIELD_VISITS, COMMENTS, RELEASED = "everyday", "fieldwork", "comment", "ballot"

INPUT_OF = {
    Part.EVERYDAY: EVERYDAY,
    Part.VISITS: FIELD_VISITS,
    Part.COMMENTS: COMMENTS,
}

FOUR_IDS = frozenset({EVERYDAY, FIELD_VISITS, COMMENTS, RELEASED})

FOUR_INPUTS = (
    InputRule(EVERYDAY, "平时掌握"),
    InputRule(FIELD_VISITS, "调研了解"),
    InputRule(COMMENTS, "领导点评"),
    InputRule(RELEASED, "现场测评"),
)


@dataclass(frozen=True)
class GradeCaps:
    """How many may get the best grade; None = no cap (the plan of 2022 names none)."""

    max_best: Fraction | None = Fraction(1, 3)
    min_below_best: Fraction | None = Fraction(15, 100)


@dataclass(frozen=True)
class Condition:
    """What the plan wants of whoever gets one of some grades; it is held against the facts for
    those who decide, and decides nothing.

    One of these is wanted: `rank` (by score among the first so many of his group), `least_votes`
    or `most_votes` (the share of the ballots for `steps`), `least_score`, no entry `without`, or an
    entry of `input` that `says` so. `input` is also which ballot is meant, empty for the first.
    Without `grades` it is about the best one, without `steps` about the best one of the ballot.
    """

    id: str
    title: str
    grades: tuple[str, ...] = ()
    rank: Fraction | None = None
    least_votes: Fraction | None = None
    most_votes: Fraction | None = None
    steps: tuple[str, ...] = ()
    least_score: int | None = None
    without: str = ""
    input: str = ""
    says: str = ""
