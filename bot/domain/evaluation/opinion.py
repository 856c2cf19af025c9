"""评价意见 (S32): sentences in three parts, each with its source; the first two must not be empty.

A draft only brings together what people wrote; every sentence can be changed, dropped or added, in
chat, where it is called by its number, or in the Word file.
"""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from bot.domain.evaluation.refusals import SentenceUnknown
from bot.domain.patterns import pattern
from bot.domain.values import dataclass


class Half(StrEnum):
    ACHIEVED = "achieved"  # 肯定成绩
    LACKING = "lacking"  # 指出问题
    DIRECTION = "direction"  # 明确方向
    UNSORTED = "unsorted"  # nobody has said yet; until somebody does no paper has it
    NOTED = "noted"  # neither: it stays a note, and no paper has it

    @property
    def required(self) -> bool:
        """Both halves that the plan names; the direction may be left to them."""
        return self in (Half.ACHIEVED, Half.LACKING)


PARTS = (Half.ACHIEVED, Half.LACKING, Half.DIRECTION)  # of the paper
_ENDS = pattern(r"[。；;！!？?\n]+")
_STOPS = pattern(r"(?<=[。！？!?])|\n")
_EDGES = " \u3000，,。；;、:：\n"
# 「1. 」, 「（三）」, 「二、」; before another figure it is no number but 「1.5倍」.
_NUMBER = pattern(
    r"^\s*[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[．.、)）](?![\d一二三四五六七八九十])\s*"
)


@dataclass(frozen=True)
class Sentence:
    """`source` says where it comes from, for the leadership alone; the secretary reads the text.

    `said` tells whether somebody of the leadership said or wrote it, and not the secretary himself or
    the ledger.
    """

    half: Half
    text: str
    source: str
    said: bool = True


@dataclass(frozen=True)
class Opinion:
    """Sentences in the order of their halves; people name them by their place, from 1."""

    sentences: tuple[Sentence, ...] = ()

    @property
    def empty_halves(self) -> tuple[Half, ...]:
        written = {sentence.half for sentence in self.sentences}
        return tuple(half for half in Half if half.required and half not in written)

    @property
    def unsaid_halves(self) -> tuple[Half, ...]:
        """The required parts in which nobody of the leadership is heard."""
        heard = {sentence.half for sentence in self.sentences if sentence.said}
        return tuple(half for half in Half if half.required and half not in heard)

    def of(self, half: Half) -> tuple[tuple[int, Sentence], ...]:
        """The sentences of one part, each with the number that people name it by."""
        numbered = enumerate(self.sentences, 1)
        return tuple((number, sentence) for number, sentence in numbered if sentence.half is half)

    def changed(self, number: int, text: str, source: str) -> "Opinion":
        """The sentence gives way to those of the text. Raises SentenceUnknown."""
        before = self._sentence(number)
        sentences = [Sentence(before.half, sentence, source) for sentence in prose(text)]
        return self._with(number, tuple(sentences))

    def dropped(self, number: int) -> "Opinion":
        """Returns the opinion without the sentence. Raises SentenceUnknown."""
        self._sentence(number)
        return self._with(number, ())

    def sorted_as(self, number: int, half: Half) -> "Opinion":
        """The sentence moves into that part. Raises SentenceUnknown."""
        before = self._sentence(number)
        return ordered(self._with(number, (replace(before, half=half),)).sentences)

    def added(self, half: Half, text: str, source: str) -> "Opinion":
        """Several sentences of a text are added one by one."""
        added = [Sentence(half, sentence, source) for sentence in prose(text)]
        return ordered([*self.sentences, *added])

    def _sentence(self, number: int) -> Sentence:
        if not 1 <= number <= len(self.sentences):
            raise SentenceUnknown(number, len(self.sentences))
        return self.sentences[number - 1]

    def _with(self, number: int, sentences: tuple[Sentence, ...]) -> "Opinion":
        return Opinion((*self.sentences[: number - 1], *sentences, *self.sentences[number:]))


def sentences_of(text: str) -> list[str]:
    """Returns the single statements of a text: a semicolon or a line end closes one too."""
    return [cleaned for part in _ENDS.split(text) if (cleaned := clean(part))]


def prose(text: str) -> list[str]:
    """The sentences of a text as they stand on a paper: what a semicolon joins stays together."""
    return [cleaned for part in _STOPS.split(text) if (cleaned := clean(part))]


def clean(text: str) -> str:
    """Returns a sentence without a number before it, closed by one full stop or its own mark; empty where nothing is said."""
    words = text.strip(_EDGES)
    while _NUMBER.match(words):
        words = _NUMBER.sub("", words).strip(_EDGES)
    if words.endswith(("？", "！", "?", "!")):
        return words
    if not words:
        return ""
    return f"{words}。"


def ordered(sentences: Iterable[Sentence]) -> Opinion:
    order = list(Half)
    return Opinion(tuple(sorted(sentences, key=lambda sentence: order.index(sentence.half))))
