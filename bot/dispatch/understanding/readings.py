"""What a part of a message asks for: learned from phrases, and who asks."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from bot.dispatch.understanding import moods
from bot.dispatch.understanding.grammar import DONE, HELP, REMARKS
from bot.dispatch.understanding.intents import (
    Labels,
    closed_labels,
    letter_weights,
    scores,
    text_between,
)
from bot.dispatch.understanding.phrases import NOTHING, words_in
from bot.dispatch.understanding.sketch import Sketch
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

# Margins of a reading:
CERTAIN = 0  # below it it is none
ASKED_BESIDE = 150  # a question beside another: answering both alters nothing
PLAIN = 400  # a request of its own
TRUSTED = 500  # an order, however it sounds

NOT_HIS = 300  # what is not this person's to ask for weighs less
TIE = 120  # within this, what is open for him is read rather than something else
SPELT_OUT = 600  # the word of a request that has no phrases
CUE = 0.3  # of the strongest letter: what a letter of the cue brings at least
HARDLY = 200  # what says no more than this for any request asks for nothing
HEAD = 300  # the word itself in front
REPORTED = pattern(r"^N(?:已经?|都)?(?:完成|做完|办完|办好)了?:")


@dataclass(frozen=True)
class Reading:
    """Letters read as the request `word` with its fixed `text`, if there is one.

    `margin` is what it has over the next one, a thousand is plain; it is negative where asking
    for nothing is more likely. `rival` is the next one. `beside` are other words that the same
    letters say just as well: 「给老李一个好」 decides or votes.
    """

    word: str
    text: str
    margin: int
    sketch: Sketch
    rival: str = ""
    rival_margin: int = 0
    label: str = ""
    beside: tuple[str, ...] = ()

    @cached_property
    def text_span(self) -> tuple[int, int]:
        """The letters at which its text begins and ends; the end of all twice for none."""
        return text_between(self.sketch, self.word)

    @cached_property
    def cue(self) -> tuple[int, int]:
        """The letters that speak most for this request, outside of its text."""
        letters = self.sketch.letters
        at = letters.find(self.word)
        if at >= 0:
            return at, at + len(self.word)
        weights = letter_weights(letters, self.label)
        first, last = self.text_span
        if 0 < first < last:
            weights = weights[:first]
        least = CUE * max(weights, default=0)
        best, start, total = (0.0, 0, min(1, len(letters))), 0, 0.0
        for at, weight in enumerate(weights):
            if total <= 0:
                start, total = at, 0.0
            total += weight - least
            if total > best[0]:
                best = (total, start, at + 1)
        first, last = best[1], best[2]
        # What stands in front of a comma is another clause: 「还不能收,请退给他们」.
        while first + 1 < last and letters[first] == ",":
            first += 1
        return first, last

    @cached_property
    def _plain(self) -> str:
        """The letters without what only sounds like a denial."""
        return moods.without_lacks(self.sketch.letters)

    @property
    def before(self) -> str:
        return self._plain[: self.cue[0]]

    @property
    def act(self) -> str:
        return self.sketch.letters[slice(*self.cue)]

    @property
    def after(self) -> str:
        return self._plain[self.cue[1] :]

    @property
    def asking(self) -> str:
        """The letters without a text that follows the cue."""
        first, last = self.text_span
        letters = self.sketch.letters
        if self.cue[1] <= first < last:
            return letters[:first]
        return letters

    @property
    def denied(self) -> bool:
        return moods.denied(self.before, self.after, text_follows=self.word in REMARKS)

    @property
    def told(self) -> bool:
        return moods.told(self.before, self.act, self.after)


def read(
    sketch: Sketch,
    words: frozenset[str],
    his: Collection[str] | None = None,
    favoured: Collection[str] = (),
) -> Reading | None:
    """The most likely request of these words; None where the letters say nothing of any.

    `his` are the words that this person may ask for, where that is known; `favoured` those that
    he is likely to ask for now: they go first where two are as likely, and are no surer for it.
    """
    letters = sketch.letters
    if not letters or not words:
        return None
    head = letters.removeprefix("先")
    totals = _weighed(letters, head, words, his)
    # 「第6条完成了：地点改在实验室」: whatever follows the colon is the report.
    reports_item = DONE in totals and REPORTED.match(letters) is not None
    if reports_item:
        totals[DONE] = max(totals.values()) + HEAD
    nothing = max(totals.pop(NOTHING, 0), HARDLY)
    if not totals:
        return None
    # What cannot be done is not done: its words differ by one letter from those that report it.
    likeliest = max(totals, key=totals.__getitem__)
    is_stuck = likeliest == DONE and not reports_item and moods.is_unable(letters)
    if is_stuck and HELP in words:
        totals[HELP] = totals.pop(DONE) + 1
    # The heaviest goes first; of those that weigh the same, the first in the order of labels.
    ranking = sorted(sorted(totals), key=totals.__getitem__, reverse=True)
    best = _favoured_of(ranking, totals, favoured)
    meant = his_words(best, his) or words_in(best)[:1]
    word, text = meant[0], best.partition(" ")[2]
    # 「定等 钱多多 好」 asks, whoever that is: the word stands apart in front.
    is_apart = head.startswith(word) and len(letters) - len(head) + len(word) in sketch.spaced
    if is_apart or reports_item:
        nothing = HARDLY
    rival = next((label for label in ranking if not set(meant) & set(words_in(label))), "")
    beside = min(totals.get(rival, 0), totals[best])  # a tie leaves no margin
    second = max(beside, nothing)
    return Reading(
        word,
        text,
        totals[best] - second,
        sketch,
        words_in(rival)[0],
        totals[best] - beside,
        best,
        tuple(meant[1:]),
    )


def _weighed(
    letters: str, head: str, words: frozenset[str], his: Collection[str] | None
) -> dict[str, int]:
    """Returns how much the letters speak for each label of these words, whose it is and what stands
    at their `head` considered.
    """
    labels = Labels.of(words)
    totals = scores(letters, labels.numbers)
    for word in labels.untaught:
        if word in letters:
            totals[word] = SPELT_OUT
    if his is not None:
        for label in closed_labels(words, frozenset(his)).intersection(totals):
            totals[label] -= NOT_HIS
    for label in labels.headed(head):
        totals[label] += HEAD
    return totals


def his_words(label: str, his: Collection[str] | None) -> tuple[str, ...]:
    """The words of a label that this person may ask for; all where that is not known."""
    return tuple(word for word in words_in(label) if his is None or word in his)


def _favoured_of(
    ranking: Sequence[str], totals: Mapping[str, int], favoured: Collection[str]
) -> str:
    """Returns the label that is read: the likeliest, or a favoured one that is as likely."""
    best = ranking[0]
    for label in ranking:
        if totals[best] - totals[label] > TIE:
            break
        if words_in(label)[0] in favoured:
            return label
    return best
