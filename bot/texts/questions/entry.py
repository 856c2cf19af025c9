"""A question that people ask, the ways in which they ask it, and what they are told."""

from bot.domain.people import Role
from bot.domain.plan import Part
from bot.domain.values import dataclass


@dataclass(frozen=True)
class Question:
    """One entry of the page of questions.

    The first of the `wordings` is how the page puts it. `answer` is a template with the names of
    facts in braces (`bot/actions/questions.py` knows them); where there is a `request` instead, the
    question is another way to ask for that, and its answer is the request's own. With `roles` the
    question is meant only when one of them asks, with `part` only where the plan has that part.
    `like` is the request that comes nearest to it; the outside is told that one.
    """

    wordings: tuple[str, ...]
    answer: str = ""
    request: str = ""
    like: str = ""
    roles: tuple[Role, ...] = ()
    part: Part | None = None

    @property
    def title(self) -> str:
        return self.wordings[0]


def asked(wordings: str, answer: str = "", *, request: str = "", **more: object) -> Question:
    """Makes an entry of wordings that are parted by 「|」."""
    ways = tuple(wording.strip() for wording in wordings.split("|"))
    return Question(ways, answer, request, **more)  # type: ignore[arg-type] # as declared above
