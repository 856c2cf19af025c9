"""How intents and the borders of free text are learned from phrases.

Both are linear: a sum of weights of the character n-grams that occur, learned by a perceptron with
a margin whose weights are averaged. No library is needed, and the same phrases give the same
weights on every machine.
"""

import hashlib
import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from bot.dispatch.understanding.borders import Border, Features, Passages, passages
from bot.dispatch.understanding.intents import features
from bot.dispatch.understanding.learned import written
from bot.dispatch.understanding.phrases import Phrase, read_phrases

Weights = dict[str, dict[str, int]]
Passage = tuple[int, int]  # where it begins and ends, by letters
PassageWeights = dict[Border, dict[str, int]]

ROUNDS = 5
MARGIN = 1.0
SCALE = 1_000  # of the whole numbers that are kept
FAINTEST = 14  # smaller weights are left out
SEEDS = 1
PASSAGE_ROUNDS = 6
FAINTEST_OF_PASSAGES = 60
# How much a wrong passage must lie behind the right one.
NONE_FOR_SOME, SOME_FOR_NONE = 12, 8
LOST, INEXACT, BEYOND = 6, 2, 0.3
STRONGEST = 0.03  # change of a weight by one phrase: few letters alone settle nothing


def fingerprint(phrases: Sequence[Phrase]) -> str:
    """Names these phrases: what was learned from them bears it."""
    lines = "\n".join(f"{phrase.label}\t{phrase.written}" for phrase in phrases)
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def learn() -> str:
    """Returns all that is learned from the phrases, as it is shipped."""
    phrases = list(read_phrases())
    texts = sorted({phrase.word for phrase in phrases if phrase.text_start is not None})
    return written(fingerprint(phrases), texts, learn_intents(phrases), learn_passages(phrases))


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


def learn_passages(phrases: Sequence[Phrase]) -> PassageWeights:
    """Returns the weight of each feature of a text's ends and of the letters within it.

    Learned from are all phrases of the requests that are ever said with a text.
    """
    with_text = {phrase.word for phrase in phrases if phrase.text_start is not None}
    examples = [
        (passages(phrase.sketch, phrase.word), _passage_of(phrase))
        for phrase in phrases
        if phrase.word in with_text
    ]
    weights: dict[Border, Counter[str]] = {border: Counter() for border in Border}
    sums: dict[Border, Counter[str]] = {border: Counter() for border in Border}
    shuffler = random.Random(SEEDS)  # noqa: S311 - an order, not a secret
    step = 0
    for _ in range(PASSAGE_ROUNDS):
        shuffler.shuffle(examples)
        for possible, right in examples:
            step += 1
            wrong = _most_tempting(possible, right, weights)
            if wrong == right:
                continue
            for passage, change in ((right, 1), (wrong, -1)):
                for border, feature in _features_of(possible, passage):
                    weights[border][feature] += change
                    sums[border][feature] += change * step
    # What a single place has tells nothing.
    times: Counter[tuple[Border, str]] = Counter()
    for possible, _ in examples:
        for border, places in possible.by_border:
            times.update((border, feature) for place in places for feature in place)
    often = {feature for feature, count in times.items() if count > 1}
    learned: dict[Border, dict[str, int]] = {border: {} for border in Border}
    for border, feature in sorted(often):
        mean = weights[border][feature] - sums[border][feature] / max(1, step)
        weight = round(100 * mean)
        if abs(weight) >= FAINTEST_OF_PASSAGES:
            learned[border][feature] = weight
    return learned


def _passage_of(phrase: Phrase) -> Passage:
    """Returns the letters at which the text of a phrase begins and ends; the end twice for none."""
    last = len(phrase.letters)
    start, end = phrase.text_start, phrase.text_end
    if start is None or end is None or start >= end:
        return last, last
    return start, end


def _features_of(possible: Passages, passage: Passage) -> Iterator[tuple[Border, str]]:
    """Yields all that speaks for a passage: at both of its ends, and of every letter within."""
    start, end = passage
    for feature in possible.starts[start]:
        yield Border.START, feature
    if start < end:
        for feature in possible.ends[end]:
            yield Border.END, feature
    for letter in possible.letters[start:end]:
        for feature in letter:
            yield Border.WITHIN, feature


def _most_tempting(
    possible: Passages, right: Passage, weights: Mapping[Border, Mapping[str, int]]
) -> Passage:
    """Returns the passage of the highest sum, where the more a wrong one is wrong the more it
    counts: a letter that is lost is graver than one too many.
    """
    starts = _sums(possible.starts, weights[Border.START])
    ends = _sums(possible.ends, weights[Border.END])
    within = [0, *accumulate(_sums(possible.letters, weights[Border.WITHIN]))]
    first, behind = right
    last = len(possible.letters)
    best: Passage = (last, last)
    most: float = starts[last]
    if first < last:
        most += NONE_FOR_SOME
    for start in range(last):
        lost_in_front = max(0, start - first)
        beyond_in_front = max(0, first - start)
        for end in range(start + 1, last + 1):
            total: float = starts[start] + within[end] - within[start] + ends[end]
            if first == last:
                total += SOME_FOR_NONE
            else:
                lost = lost_in_front + max(0, behind - end)
                beyond = beyond_in_front + max(0, end - behind)
                if lost:
                    total += LOST + lost
                if lost or beyond:
                    total += INEXACT + BEYOND * beyond
            if total > most:
                best, most = (start, end), total
    return best


def _sums(features: Features, weights: Mapping[str, int]) -> list[int]:
    return [sum(map(weights.__getitem__, place)) for place in features]
