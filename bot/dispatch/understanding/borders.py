"""Where the free text of a request begins and ends: by what stands around both places, and by what
is between them.

The passage is found as a whole: what tells nothing of the matter, 「评议会告个假」, speaks against
every passage that holds it.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from bot.dispatch.understanding.sketch import Sketch
from bot.domain.values import dataclass

BEFORE, BEHIND = 5, 2  # letters around a start that are looked at
AHEAD = 4  # letters behind an end
NAMES = frozenset("BP")
FAR = 12
STOPS = ",:。"


class Border(StrEnum):
    """What a feature speaks of: the two ends of a text, or a letter within it."""

    START = "start"
    END = "end"
    WITHIN = "within"


Features = Sequence[Sequence[str]]  # of every place, or of every letter, in their order


@dataclass(frozen=True)
class Passages:
    """All passages of a sketch: what speaks for each start, for each end, for each letter within.

    A start at the end of the sketch is that of no passage.
    """

    starts: Features
    ends: Features
    letters: Features

    @property
    def by_border(self) -> Sequence[tuple[Border, Features]]:
        return (
            (Border.START, self.starts),
            (Border.END, self.ends),
            (Border.WITHIN, self.letters),
        )


def passages(sketch: Sketch, word: str) -> Passages:
    """Returns all passages of a sketch for a request of this word."""
    return Passages(
        list(_starts(sketch, word)), list(_ends(sketch, word)), list(_letters(sketch, word))
    )


def best_passage(
    starts: Sequence[int], ends: Sequence[int], letters: Sequence[int]
) -> tuple[int, int]:
    """Returns where the passage of the highest sum begins and ends; the end twice for none."""
    last = len(letters)
    best, most = (last, last), starts[last]
    begun, begun_at, within = 0, -1, 0
    for at in range(last):
        if begun_at < 0 or starts[at] - within > begun:
            begun, begun_at = starts[at] - within, at
        within += letters[at]
        total = begun + within + ends[at + 1]
        if total > most:
            best, most = (begun_at, at + 1), total
    return best


def _starts(sketch: Sketch, word: str) -> Iterator[Sequence[str]]:
    """Yields what speaks for each place at which a text may begin."""
    letters = sketch.letters
    names = [at for at, letter in enumerate(letters) if letter in NAMES]
    stops = 0
    for at in range(len(letters) + 1):
        if at and letters[at - 1] in STOPS:
            stops += 1
        before = "^" + letters[max(0, at - BEFORE - 1) : at] + sketch.gap_before(at)
        behind = letters[at : at + BEHIND] or "$"
        features = [f"{before[-length:]}|" for length in range(1, BEFORE + 1)]
        features += [f"{word}:{before[-length:]}|" for length in range(1, BEFORE + 1)]
        features += [f"|{behind[:length]}" for length in range(1, BEHIND + 1)]
        features += [f"{before[-1]}|{behind[0]}", f"{before[-2:]}|{behind[0]}"]
        named_before = bool(names) and names[0] < at
        named_behind = bool(names) and names[-1] >= at
        features.append(f"{word}:{named_before}|{named_behind}")
        features.append(f"{min(at, FAR)}")
        features.append(f"{word}:{min(stops, 3)}{before[-1] in STOPS}")
        if at == len(letters):
            features += ["$", f"{word}:$"]
        yield features


def _ends(sketch: Sketch, word: str) -> Iterator[Sequence[str]]:
    """Yields what speaks for each place at which a text may end."""
    letters = sketch.letters
    for at in range(len(letters) + 1):
        before = ("^" + letters)[max(0, at - 1) : at + 1]
        behind = letters[at : at + AHEAD] + "$"
        gap = sketch.gap_before(at)
        features = [f"|{gap}{behind[:length]}" for length in range(1, AHEAD + 1)]
        features += [f"{word}:|{gap}{behind[:length]}" for length in range(1, AHEAD)]
        features += [f"{before[-1]}|{behind[0]}", f"{before}|{behind[:2]}"]
        features += [f"{before}|", f"{before[-1]}|", f"{word}:{before[-1]}|"]
        features.append(f"{word}:{before[-1] in STOPS}{at == len(letters)}")
        yield features


def _letters(sketch: Sketch, word: str) -> Iterator[Sequence[str]]:
    """Yields what each letter says of standing within a text."""
    around = f"^{sketch.letters}$"
    for at in range(1, len(around) - 1):
        letter, pair = around[at], around[at : at + 2]
        yield (
            letter,
            f"{around[at - 1]}{letter}<",
            f"{pair}>",
            around[at - 1 : at + 2],
            f"{word}:{pair}",
            f"{word}:",
        )
