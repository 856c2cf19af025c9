"""How intents and the borders of free text are learned from phrases.

Both are linear: a sum of weights of the character n-grams that occur, learned by a perceptron with
a margin whose weights are averaged. No library is needed, and the same phrases give the same
weights on every machine.
"""

import hashlib
import math
import random
from collections import Counter
from collections.abc import Sequence

from bot.dispatch.understanding.borders import Border, border_features
from bot.dispatch.understanding.intents import features
from bot.dispatch.understanding.learned import written
from bot.dispatch.understanding.phrases import Phrase, read_phrases

Weights = dict[str, dict[str, int]]
Example = tuple[Sequence[Sequence[str]], int]

ROUNDS = 5
MARGIN = 1.0
SCALE = 1_000  # of the whole numbers that are kept
FAINTEST = 14  # smaller weights are left out
SEEDS = 1
STRONGEST = 0.03  # change of a weight by one phrase: few letters alone settle nothing


def fingerprint(phrases: Sequence[Phrase]) -> str:
    """Names these phrases: what was learned from them bears it."""
    lines = "\n".join(f"{phrase.label}\t{phrase.written}" for phrase in phrases)
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def learn() -> str:
    """Returns all that is learned from the phrases, as it is shipped."""
    phrases = list(read_phrases())
    texts = sorted({phrase.word for phrase in phrases if phrase.text_start is not None})
    borders = {border: learn_border(phrases, border) for border in Border}
    return written(fingerprint(phrases), texts, learn_intents(phrases), borders)


def learn_intents(phrases: Sequence[Phrase]) -> Weights:
    """Returns the weight of each feature for each label."""
    labels = sorted({phrase.label for phrase in phrases})
    numbers = {label: number for number, label in enumerate(labels)}
    examples = [(sorted(features(phrase.letters)), numbers[phrase.label]) for phrase in phrases]
    counts = Counter(feature for present, _ in examples for feature in present)
    learned = {feature: _Learned() for feature, times in counts.items() if times > 1}
    known = [
        ([learned[feature] for feature in present if feature in learned], label)
        for present, label in examples
    ]
    shuffler = random.Random(SEEDS)  # noqa: S311 - an order, not a secret
    step = 0
    for _ in range(ROUNDS):
        shuffler.shuffle(known)
        for present, label in known:
            step += 1
            scores = [0.0] * len(labels)
            for feature in present:
                for other, weight in feature.weights.items():
                    scores[other] += weight
            right, scores[label] = scores[label], -math.inf
            best_rival = max(scores)
            loss = MARGIN - right + best_rival
            if loss <= 0:
                continue
            change = min(STRONGEST, loss / (2 * max(1, len(present))))
            rival = scores.index(best_rival)
            for feature in present:
                feature.move(label, change, step)
                feature.move(rival, -change, step)
    weights = {feature: learned[feature].averaged(labels, step) for feature in sorted(learned)}
    return {feature: kept for feature, kept in weights.items() if kept}


class _Learned:
    """What was learned of one feature: its weights by label, and what they were on the way."""

    __slots__ = ("sums", "weights")

    def __init__(self) -> None:
        self.weights: dict[int, float] = {}
        self.sums: dict[int, float] = {}

    def move(self, label: int, change: float, step: int) -> None:
        """Changes the weight for a label by this phrase, the `step`-th that was looked at."""
        self.weights[label] = self.weights.get(label, 0.0) + change
        self.sums[label] = self.sums.get(label, 0.0) + change * step

    def averaged(self, labels: Sequence[str], steps: int) -> dict[str, int]:
        """Returns the mean weight over all steps; the faintest are left out."""
        averaged = {
            labels[label]: round(SCALE * (weight - self.sums[label] / steps))
            for label, weight in sorted(self.weights.items())
        }
        return {label: weight for label, weight in averaged.items() if abs(weight) >= FAINTEST}


def learn_border(phrases: Sequence[Phrase], border: Border) -> dict[str, int]:
    """Returns the weight of each feature of a place at which a text begins or ends.

    Learned from are all phrases of the requests that are ever said with a text.
    """
    with_text = {phrase.word for phrase in phrases if phrase.text_start is not None}
    examples = [
        example
        for phrase in phrases
        if phrase.word in with_text and (example := _border_example(phrase, border)) is not None
    ]
    weights: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    shuffler = random.Random(SEEDS)  # noqa: S311 - an order, not a secret
    step = 0
    for _ in range(ROUNDS + 3):
        shuffler.shuffle(examples)
        for places, right in examples:
            step += 1
            scores = [sum(weights[feature] for feature in place) for place in places]
            rivals = [score for at, score in enumerate(scores) if at != right]
            if not rivals or scores[right] - max(rivals) >= MARGIN * 10:
                continue
            wrong = max((at for at in range(len(scores)) if at != right), key=scores.__getitem__)
            for at, change in ((right, 1), (wrong, -1)):
                for feature in places[at]:
                    weights[feature] += change
                    sums[feature] += change * step
    learned = {}
    for feature in sorted(weights):
        weight = round(100 * (weights[feature] - sums[feature] / max(1, step)))
        if abs(weight) >= 10:
            learned[feature] = weight
    return learned


def _border_example(phrase: Phrase, border: Border) -> Example | None:
    places = list(border_features(phrase.sketch, phrase.word, border, phrase.text_start))
    right = phrase.text_start
    if border is Border.END:
        if phrase.text_start is None or phrase.text_end is None:
            return None
        right = phrase.text_end - phrase.text_start - 1
    if right is None:
        right = len(places) - 1
    return places, right
