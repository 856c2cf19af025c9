"""What one clause may ask for: every canonical word that it fits, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dispatch.understanding import moods
from bot.dispatch.understanding.sketch import Sketch
from bot.dispatch.understanding.values import Intent
from bot.dispatch.understanding.weighing import Hit, asks, entry_of, hit_of
from bot.domain.people import Person

MISSPELT = 0.5


@dataclass(frozen=True)
class Reading:
    """A clause read as `word`. `weight` is that of the hit, less for typing errors, more for a word at the head."""

    word: str
    weight: float
    hit: Hit
    sketch: Sketch
    typo: bool = False

    @property
    def start(self) -> int:
        """Where the cue begins in the text."""
        return self.sketch.places[self.hit.start][0]

    @property
    def end(self) -> int:
        return self.sketch.places[self.hit.end - 1][1]

    @property
    def length(self) -> int:
        return self.hit.explained

    @property
    def cue(self) -> str:
        return self.sketch.letters[self.hit.start : self.hit.act_end]

    @property
    def before(self) -> str:
        return self.sketch.letters[: self.hit.start]

    @property
    def after(self) -> str:
        return self.sketch.letters[self.hit.act_end :]

    @property
    def rest(self) -> str:
        """What may be text of its own."""
        return self.sketch.letters[self.hit.end :]

    @property
    def questions(self) -> bool:
        """Whether the clause has the words of a question."""
        return asks(self.sketch.letters)

    @property
    def denied(self) -> bool:
        return moods.denied(self.before, self.after, text_follows=entry_of(self.word).swallows)

    @property
    def told(self) -> bool:
        return moods.told(self.before, self.cue, self.after)


def readings(
    sketch: Sketch, intents: Sequence[Intent], actor: Person, *, typo: bool = False
) -> list[Reading]:
    found = ((intent.word, hit_of(sketch, intent, actor)) for intent in intents)
    lost = MISSPELT if typo else 0.0
    made = [Reading(word, hit.weight - lost, hit, sketch, typo) for word, hit in found if hit]
    return sorted(made, key=lambda reading: (-reading.weight, -reading.length))
