"""One place of a text at which somebody or something is named."""

from bot.dispatch.understanding.aliases import Fit
from bot.domain.people import Branch, Person
from bot.domain.values import dataclass


@dataclass(frozen=True)
class Mention:
    """Somebody or something named at [start, end); without candidates it is a name that the roster does not bear."""

    start: int
    end: int
    said: str
    who: tuple[Branch | Person, ...]
    fit: Fit = Fit.EXACT
    of: str = ""  # what an unknown name looks like: branch or person

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end

    @property
    def letter(self) -> str:
        """B for a branch, P for a person, in the text that cues are matched against."""
        if self.of == "branch" or (self.who and isinstance(self.who[0], Branch)):
            return "B"
        return "P"
