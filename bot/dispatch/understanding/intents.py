"""What a clause asks for, as learned from phrases (`learning`)."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from bot.dispatch.understanding.borders import Border, border_features
from bot.dispatch.understanding.phrases import NOTHING
from bot.dispatch.understanding.sketch import Sketch
from bot.dispatch.understanding.sounds import spoken as sounds_of

LEARNED = Path(__file__).with_name("learned.json")
READ = 80  # letters of a clause that are looked at
WRITTEN = (1, 2, 3, 4)  # letters in a row
SPOKEN = (2, 3)  # syllables in a row


@dataclass(frozen=True)
class Learned:
    """The weights of features for labels, and of the places where a text begins and ends."""

    packed: Mapping[str, str]  # by feature; see `learning`
    labels: Sequence[str]
    start: Mapping[str, int]
    end: Mapping[str, int]
    with_text: frozenset[str]  # the words that are said with a text

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(label.split(" ")[0] for label in self.labels)

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> "Learned":
        learned = json.loads(LEARNED.read_text(encoding="utf-8"))
        return cls(
            learned["intents"],
            learned["labels"],
            learned["start"],
            learned["end"],
            frozenset(learned["texts"]),
        )

    def weights(self, feature: str) -> Iterator[tuple[str, int]]:
        """How much a feature speaks for each label that it says anything of."""
        for number, weight in _unpacked(self.packed.get(feature, "")):
            yield self.labels[number], weight


@lru_cache(maxsize=8192)
def _unpacked(pairs: str) -> tuple[tuple[int, int], ...]:
    """The numbers of labels and their weights; the parts of a message are read several times."""
    split = (pair.partition(":") for pair in pairs.split())
    return tuple((int(number), int(weight)) for number, _, weight in split)


@lru_cache(maxsize=8)
def labels_of(words: frozenset[str]) -> tuple[str, ...]:
    """The labels of these words, and that of asking for nothing."""
    learned = Learned.load().labels
    return tuple(label for label in learned if label == NOTHING or label.split(" ")[0] in words)


def features(letters: str) -> set[str]:
    """The n-grams of the letters as written and as spoken."""
    read = letters[:READ]
    written = f"^{read}$"
    present = {
        written[at : at + length] for length in WRITTEN for at in range(len(written) - length + 1)
    }
    spoken = ["^", *sounds_of(read), "$"]
    for length in SPOKEN:
        for at in range(len(spoken) - length + 1):
            present.add("/" + " ".join(spoken[at : at + length]))
    return present


def scores(letters: str, labels: Collection[str]) -> dict[str, int]:
    """How much the letters speak for each of these labels; a thousand is plain."""
    learned = Learned.load()
    totals = dict.fromkeys(labels, 0)
    for feature in features(letters):
        for label, weight in learned.weights(feature):
            if label in totals:
                totals[label] += weight
    return totals


def letter_weights(letters: str, label: str) -> list[float]:
    """What each letter brings to this label, by the n-grams in which it stands."""
    learned = Learned.load()
    read = letters[:READ]
    written = f"^{read}$"
    gains = [0.0] * len(written)
    for length in WRITTEN:
        for at in range(len(written) - length + 1):
            weight = dict(learned.weights(written[at : at + length])).get(label, 0)
            for place in range(at, at + length):
                gains[place] += weight / length
    return gains[1:-1]


def text_between(sketch: Sketch, word: str) -> tuple[int, int]:
    """The letters at which the text of this request begins and ends; the end twice for none."""
    learned = Learned.load()
    if word not in learned.with_text:
        return len(sketch.letters), len(sketch.letters)
    start = _best(sketch, word, Border.START, learned.start, None)
    if start == len(sketch.letters):
        return start, start
    end = _best(sketch, word, Border.END, learned.end, start)
    return start, start + 1 + end


def _best(
    sketch: Sketch, word: str, border: Border, weights: Mapping[str, int], start: int | None
) -> int:
    totals = [
        sum(weights.get(feature, 0) for feature in place)
        for place in border_features(sketch, word, border, start)
    ]
    return max(range(len(totals)), key=totals.__getitem__)
