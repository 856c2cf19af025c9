"""What a clause asks for, as learned from phrases (`learning`)."""

from collections.abc import Collection
from functools import lru_cache

from bot.dispatch.understanding.borders import Border, Features, best_passage, passages
from bot.dispatch.understanding.learned import Learned, border_weight, weights
from bot.dispatch.understanding.phrases import NOTHING, words_in
from bot.dispatch.understanding.sketch import Sketch
from bot.dispatch.understanding.sounds import spoken as sounds_of

READ = 80  # letters of a clause that are looked at
WRITTEN = (1, 2, 3, 4)  # letters in a row
SPOKEN = (2, 3)  # syllables in a row


@lru_cache(maxsize=8)
def labels_of(words: frozenset[str]) -> tuple[str, ...]:
    """The labels of these words, and that of asking for nothing."""
    learned = Learned.load().labels
    return tuple(
        label for label in learned if label == NOTHING or words.issuperset(words_in(label))
    )


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
    totals = dict.fromkeys(labels, 0)
    for feature in features(letters):
        for label, weight in weights(feature):
            if label in totals:
                totals[label] += weight
    return totals


def letter_weights(letters: str, label: str) -> list[float]:
    """What each letter brings to this label, by the n-grams in which it stands."""
    read = letters[:READ]
    written = f"^{read}$"
    gains = [0.0] * len(written)
    for length in WRITTEN:
        for at in range(len(written) - length + 1):
            weight = dict(weights(written[at : at + length])).get(label, 0)
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
