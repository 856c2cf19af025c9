"""Where the free text of a request begins and where it ends, by what stands around the place."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from bot.dispatch.understanding.sketch import Sketch

BEFORE, BEHIND = 5, 2  # letters around a place that are looked at
NAMES = frozenset("BP")
FAR = 12


class Border(StrEnum):
    """The two ends of a text."""

    START = "start"
    END = "end"


def border_features(
    sketch: Sketch, word: str, border: Border, start: int | None = None
) -> Iterator[Sequence[str]]:
    """The features of every place that may be this border, in their order; the last one is the
    end of the sketch. An end lies behind the start.
    """
    letters = sketch.letters
    first = 0 if border is Border.START or start is None else start + 1
    names = [at for at, letter in enumerate(letters) if letter in NAMES]
    for at in range(first, len(letters) + 1):
        gap = " " if at in sketch.spaced else ""
        before = "^" + letters[max(0, at - BEFORE - 1) : at] + gap
        behind = letters[at : at + BEHIND] or "$"
        features = [f"{before[-length:]}|" for length in range(1, BEFORE + 1)]
        features += [f"{word}:{before[-length:]}|" for length in range(1, BEFORE + 1)]
        features += [f"|{behind[:length]}" for length in range(1, BEHIND + 1)]
        features += [f"{before[-1]}|{behind[0]}", f"{before[-2:]}|{behind[0]}"]
        named_before = bool(names) and names[0] < at
        named_behind = bool(names) and names[-1] >= at
        features.append(f"{word}:{named_before}|{named_behind}")
        features.append(f"{min(at - first, FAR)}")
        stops = sum(letter in ",:。" for letter in letters[:at])
        features.append(f"{word}:{min(stops, 3)}{before[-1] in ',:。'}")
        if at == len(letters):
            features += ["$", f"{word}:$"]
        yield features
