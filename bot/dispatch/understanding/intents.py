"""What a clause asks for, as learned from phrases (`learning`)."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from bot.dispatch.understanding.borders import Border, Features, best_passage, passages
from bot.dispatch.understanding.learned import Learned, border_weight, weights
from bot.dispatch.understanding.phrases import NOTHING, words_in
from bot.dispatch.understanding.sketch import Sketch
from bot.dispatch.understanding.sounds import spoken as sounds_of
from bot.domain.values import dataclass

READ = 80  # letters of a clause that are looked at
WRITTEN = (1, 2, 3, 4)  # letters in a row
SPOKEN = (2, 3)  # syllables in a row


@dataclass(frozen=True)
class Labels:
    """The labels of the words that can be asked for, and that of asking for nothing.

    `numbers` has each that was learned with its number, in their order; `untaught` are the words
    that have no phrases, and are labels of themselves. `by_head` has all of them by the word that
    stands in front of whoever asks so.
    """

    numbers: Mapping[str, int]
    untaught: frozenset[str]
    by_head: Mapping[str, Sequence[str]]
    longest_head: int

    @classmethod
    @lru_cache(maxsize=8)
    def of(cls, words: frozenset[str]) -> "Labels":
        learned = Learned.load()
        numbers = {
            label: number
            for label, number in learned.numbers.items()
            if label == NOTHING or words.issuperset(words_in(label))
        }
        untaught = words - learned.words
        by_head: dict[str, list[str]] = {}
        for label in (*numbers, *untaught):
            by_head.setdefault(label.split(" ")[0], []).append(label)
        return cls(numbers, untaught, by_head, max(map(len, by_head)))

    def headed(self, letters: str) -> Iterator[str]:
        """Yields the labels whose word the letters begin with."""
        for end in range(1, min(len(letters), self.longest_head) + 1):
            yield from self.by_head.get(letters[:end], ())


@lru_cache(maxsize=32)
def closed_labels(words: frozenset[str], his: frozenset[str]) -> frozenset[str]:
    """The labels of these words that somebody may not ask for who may ask for `his`."""
    labels = Labels.of(words)
    allowed = his | {NOTHING}
    every = (*labels.numbers, *labels.untaught)
    return frozenset(label for label in every if allowed.isdisjoint(words_in(label)))


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


def scores(letters: str, labels: Mapping[str, int]) -> dict[str, int]:
    """How much the letters speak for each of these labels; a thousand is plain.

    Labels are given with the numbers that they have where they were learned.
    """
    totals = [0] * len(Learned.load().labels)
    for feature in features(letters):
        for number, weight in weights(feature).items():
            totals[number] += weight
    return {label: totals[number] for label, number in labels.items()}


def letter_weights(letters: str, label: str) -> list[float]:
    """What each letter brings to this label, by the n-grams in which it stands."""
    read = letters[:READ]
    written = f"^{read}$"
    gains = [0.0] * len(written)
    number = Learned.load().numbers.get(label)
    if number is None:
        return gains[1:-1]
    for length in WRITTEN:
        for at in range(len(written) - length + 1):
            weight = weights(written[at : at + length]).get(number, 0)
            for place in range(at, at + length):
                gains[place] += weight / length
    return gains[1:-1]


def text_between(sketch: Sketch, word: str) -> tuple[int, int]:
    """The letters at which the text of this request begins and ends; the end twice for none."""
    if word not in Learned.load().with_text:
        return len(sketch.letters), len(sketch.letters)
    possible = passages(sketch, word)
    return best_passage(
        _weighed(Border.START, possible.starts),
        _weighed(Border.END, possible.ends),
        _weighed(Border.WITHIN, possible.letters),
    )


def _weighed(border: Border, features: Features) -> list[int]:
    """Sums up what the features of each place weigh for this border."""
    return [sum(border_weight(border, feature) for feature in place) for place in features]
