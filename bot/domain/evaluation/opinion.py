"""评价意见 (S32): numbered sentences in three parts, each with its source;
the first two must not be empty.

A draft only sorts what people wrote; every sentence can be changed, dropped or added, in chat or in
the Word file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.evaluation.refusals import SentenceUnknown
from bot.domain.manuscript import Manuscript, Place


class Half(StrEnum):
    ACHIEVED = "achieved"  # 肯定成绩
    LACKING = "lacking"  # 指出问题
    DIRECTION = "direction"  # 明确方向
    UNSORTED = "unsorted"  # a draft could not tell; a person says it, until then no paper has it

    @property
    def required(self) -> bool:
        """Both halves that the plan names; the direction may be left to them."""
        return self in (Half.ACHIEVED, Half.LACKING)


PARTS = (Half.ACHIEVED, Half.LACKING, Half.DIRECTION)  # of the paper
PLACEHOLDER = "（待补充）"  # stands in the file where a part says nothing yet
MOST_PER_HALF = 8  # of a draft: what is longer nobody reads
_ENDS = re.compile(r"[。；;！!？?\n]+")
_NUMBER = re.compile(r"^\s*[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[．.、)）]\s*")
_DIRECTION = re.compile(
    r"^(?:建议|希望|望|请|应|要|今后|下一?步|明年|需要?)|建议|希望(?!小学)|下一?步|今后要"
)
_LACKING = re.compile(
    r"不足|不够[\u4e00-\u9fff]{0,2}|不多|不强|不深|不实|不严|不高|不勤|不突出|不明显|不及时|不到位|不规范|不健全|不均衡|不充分"
    r"|欠|短板|薄弱|滞后|[偏较太]少|单一|老套|有待|还需|仍需|需要?(?:加强|改进|提高)"
    r"|没有|未能|缺乏|差距|流于|偏弱|问题(?!找|查|抓|导向|整改|意识|得到|都|已)"
)
_PRAISE = re.compile(
    r"扎实|认真|带头|主动|积极|有效|明显(?:提升|改善|增强)|创新|热情|负责|有力|丰富|较好|很好|良好|真好|做得好"
    r"|反映好|评价高|到位|规范|突出|紧密|得准|实在|深入|显著|充分发挥|广泛|面广|高质量|顺利完成|圆满"
)
_SOLVED = re.compile(
    r"(?:解决|化解|破解|处理|整改)了[^，,。；;]{0,16}(?:问题|难题)|没有(?:发生|出现)[^，,。；;]{0,10}(?:问题|差错)"
)
_CLAUSE = re.compile(r"[，,]")
_HEAD = r"^\s*(?:[（(]?[一二三四五六\d]{1,2}[)）、.．]\s*)?"
_PART = {
    Half.ACHIEVED: re.compile(
        _HEAD + r"(?:肯定|主要|工作)?(?:的)?成[绩效](?:和成效|与成效)?\s*[:：]?"
    ),
    Half.LACKING: re.compile(
        _HEAD + r"(?:指出|存在|主要)?(?:的)?(?:主要)?(?:问题|不足)(?:[和与、]不足|之处)?\s*[:：]?"
    ),
    Half.DIRECTION: re.compile(
        _HEAD
        + r"(?:明确|努力|改进|整改|今后)?(?:的)?(?:努力)?(?:方向|建议|要求|意见和建议)\s*[:：]?"
    ),
}
_PART[Half.UNSORTED] = re.compile(_HEAD + r"待归类\s*+(?:（[^）]{0,40}）\s*+)?[:：]?")
_END_OF_TEXT = re.compile(_HEAD + r"(?:(?:意见)?依据|考核等次)\s*[:：]?")


@dataclass(frozen=True)
class Sentence:
    """`source` says where it comes from, for the leadership alone; the secretary reads the text."""

    half: Half
    text: str
    source: str


@dataclass(frozen=True)
class Opinion:
    """Sentences in the order of their halves; people name them by their place, from 1."""

    sentences: tuple[Sentence, ...] = ()

    @property
    def empty_halves(self) -> tuple[Half, ...]:
        written = {sentence.half for sentence in self.sentences}
        return tuple(half for half in Half if half.required and half not in written)

    def of(self, half: Half) -> tuple[tuple[int, Sentence], ...]:
        """The sentences of one part, each with the number that people name it by."""
        numbered = enumerate(self.sentences, 1)
        return tuple((number, sentence) for number, sentence in numbered if sentence.half is half)

    def changed(self, number: int, text: str, source: str) -> "Opinion":
        """Raises SentenceUnknown."""
        before = self._sentence(number)
        return self._with(number, (replace(before, text=clean(text), source=source),))

    def dropped(self, number: int) -> "Opinion":
        """Raises SentenceUnknown."""
        self._sentence(number)
        return self._with(number, ())

    def sorted_as(self, number: int, half: Half) -> "Opinion":
        """The sentence moves into that part. Raises SentenceUnknown."""
        before = self._sentence(number)
        return ordered(self._with(number, (replace(before, half=half),)).sentences)

    def added(self, half: Half, text: str, source: str) -> "Opinion":
        """Several sentences of a text are added one by one."""
        added = [Sentence(half, sentence, source) for sentence in sentences_of(text)]
        return ordered([*self.sentences, *added])

    def _sentence(self, number: int) -> Sentence:
        if not 1 <= number <= len(self.sentences):
            raise SentenceUnknown(number, len(self.sentences))
        return self.sentences[number - 1]

    def _with(self, number: int, sentences: tuple[Sentence, ...]) -> "Opinion":
        return Opinion((*self.sentences[: number - 1], *sentences, *self.sentences[number:]))


@dataclass(frozen=True)
class Material:
    """Something that a draft may rest on;
    where `half` is None its sentences are sorted by their words.
    """

    text: str
    source: str
    half: Half | None = None


def draft(materials: Iterable[Material]) -> Opinion:
    """What the materials say, sentence by sentence, each once, at most so many in each half."""
    drafted: list[Sentence] = []
    for material in materials:
        for half, text in _sorted_sentences(material):
            texts = [sentence.text for sentence in drafted if sentence.half is half]
            if text not in texts and len(texts) < MOST_PER_HALF:
                drafted.append(Sentence(half, text, material.source))
    return ordered(drafted)


def _sorted_sentences(material: Material) -> Iterator[tuple[Half, str]]:
    """A sentence that praises in one clause and misses something in another becomes two."""
    for text in sentences_of(material.text):
        half = material.half or half_of(text)
        clauses = [clause for part in _CLAUSE.split(text) if (clause := clean(part))]
        halves = [half_of(clause) for clause in clauses]
        if half is Half.UNSORTED and halves and Half.UNSORTED not in halves:
            yield from zip(halves, clauses, strict=True)
        else:
            yield half, text


def half_of(text: str) -> Half:
    """By its words, where they leave no doubt: what is lacking, what should be done,
    what was achieved.

    Words that say nothing of the kind, or both at once, are unsorted: a criticism that is praised
    in a paper is worse than a question.
    """
    if _DIRECTION.match(text):
        return Half.DIRECTION
    without_solved = _SOLVED.sub("", text)
    lacks = _LACKING.search(without_solved) is not None
    praises = without_solved != text or _PRAISE.search(_LACKING.sub("", text)) is not None
    if lacks and not praises:
        return Half.LACKING
    if _DIRECTION.search(text) and not lacks:
        return Half.DIRECTION
    if praises and not lacks:
        return Half.ACHIEVED
    return Half.UNSORTED


def sentences_of(text: str) -> list[str]:
    return [cleaned for part in _ENDS.split(text) if (cleaned := clean(part))]


def clean(text: str) -> str:
    """Without a number before it, closed by one full stop; empty where nothing is said."""
    words = _NUMBER.sub("", text).strip(" 　，,。；;、:：\n")
    return f"{words}。" if words else ""


def ordered(sentences: Iterable[Sentence]) -> Opinion:
    order = list(Half)
    return Opinion(tuple(sorted(sentences, key=lambda sentence: order.index(sentence.half))))


def read_back(manuscript: Manuscript, before: Opinion, source: str) -> Opinion:
    """The opinion as somebody left it in the Word file.

    A sentence that he did not touch keeps its source.

    What stands before the first part's heading, in tables, and after 「依据」 or 「考核等次」 is not part of
    it.
    """
    sources = {sentence.text: sentence.source for sentence in before.sentences}
    half: Half | None = None
    sentences: list[Sentence] = []
    for paragraph in manuscript.paragraphs:
        text = paragraph.text.strip()
        if paragraph.place is not Place.BODY or text in ("", PLACEHOLDER):
            continue
        if _END_OF_TEXT.fullmatch(text):
            break
        # Only what is nothing but a heading: 「问题一」 is a sentence.
        headings = [part for part, words in _PART.items() if words.fullmatch(text)]
        if headings:
            half = headings[0]
        elif half is not None:
            sentences += [
                Sentence(half, words, sources.get(words, source)) for words in sentences_of(text)
            ]
    return ordered(sentences)
