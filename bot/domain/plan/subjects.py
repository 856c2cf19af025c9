"""Groups of those who are evaluated."""

from bot.domain.plan.ballots import Row
from bot.domain.plan.grading import GradeCaps
from bot.domain.values import dataclass


@dataclass(frozen=True)
class SubjectGroup:
    """Some of those who are evaluated, with rules of their own (S2).

    What is None or empty is as the plan says for everybody. With `bodies` the group holds no
    persons but 班子 or branches. In an `office` whoever follows goes on with what is there.
    """

    id: str
    title: str
    bodies: bool = False
    office: bool = False
    characters: int | None = None
    speech_minutes: int | None = None
    rows: tuple[Row, ...] = ()
    caps: GradeCaps | None = None
