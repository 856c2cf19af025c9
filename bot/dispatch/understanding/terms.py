"""A sketch cut into terms: the concepts that its letters stand for, the longest word first."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.dispatch.understanding.lexicon.concepts import FAINT, PLAIN, STRONG, WEAK
from bot.dispatch.understanding.lexicon.vocabulary import EVERYDAY, SPOKEN
from bot.dispatch.understanding.sounds import by_sound, spelling

LEVELS = ((STRONG, 3.0), (PLAIN, 2.0), (WEAK, 1.0), (FAINT, 0.0))
WEIGHTS: Mapping[str, float] = {
    concept: weight for level, weight in LEVELS for concept in level
} | {
    "B": 1.5,
    "P": 1.5,
    "N": 2.0,
    "T": 1.0,
    "D": 1.0,
    "J": 0.0,
    "few": 1.0,
    "elsewhere": 5.0,
    "number": 0.5,
    "grade": 1.0,
    "graded": 3.5,
}
SHAPES = (  # what is recognised by its form
    (
        re.compile(
            r"(?:定|评|给|算|打|判|改)(?:为|成|个|到|上|了|作|在|等次?)*(?:比?较好|好|一般|差|G)(?!像|多|几|不|说|的话|点|了|吗|没|的)"
        ),
        "graded",
    ),
    (re.compile(r"比?较好|一般|G|(?<=[BP为是:,就])(?:好|差)(?=$|等)"), "grade"),
    (
        re.compile(r"\d{1,3}|(?<![BPTDN])[一二两俩仨三四五六七八九十]{1,3}(?=$|个|家|条|项|位)"),
        "number",
    ),
    (re.compile(r"最后[DT]|最后(?:的)?期限|最后(?=.{0,5}(?:时间|日期|期限))"), "deadline"),
    (re.compile(r"我是(?=P)"), "name_me"),
    (
        re.compile(
            r"(?:提|有|说)(?:出|了)?[一几两些点个条下]{0,3}(?:不同)?(?:意见|建议|看法|异议)"
        ),
        "feedback",
    ),
    (re.compile(r"[多加添](?:给|批|个)?(?=[DT])"), "late"),
    (re.compile(r"(?<=[BP])的?(?:就|给|可以)?过(?=$|吧|了)"), "accept"),
    (
        re.compile(
            r"(?:我|人)(?:都|也)?(?:已经?|刚|刚刚)?(?:到|来)了?(?:会场|现场|会议室|会上|场)了?"
        ),
        "present",
    ),
    (re.compile(r"(?:还|只)?剩(?:下|余)?(?:的)?"), "lack remaining"),
    (re.compile(r"(?<=[缓晚迟推拖宽延])(?:个|上)?几[天日周]"), "few"),
    (re.compile(r"还?[差缺欠](?=谁|哪|几|多|啥|什么|了|着|[BP]|人|材|报|没|$)"), "lack"),
    (
        re.compile(
            r"(?:做|搞|走|进行|推进|进展|开展|弄|干|忙|整|办)?到了?(?:哪|什么|啥)(?:一?(?:步|个)?(?:阶段|环节|程度|地步|步|儿|里)?)?了?"
        ),
        "how",
    ),
    (re.compile(r"(?P<verb>[一-鿿])(?:[没不]|了没)(?P=verb)"), "whether"),
)
MISSING = frozenset(["没", "没有", "不", "否", "木有", "冇", "没得", "未"])
MARKS = "BPTDNJ"


@dataclass(frozen=True)
class Term:
    """Letters [start, end) of a sketch and all that they may mean; nothing where the word is not known."""

    concepts: frozenset[str]
    start: int
    end: int

    @property
    def weight(self) -> float:
        """How much it tells. What may be empty tells nothing."""
        return (
            0.0
            if self.concepts & FAINT.keys()
            else max((WEIGHTS[one] for one in self.concepts), default=0.0)
        )


def _vocabulary() -> dict[str, frozenset[str]]:
    known: dict[str, set[str]] = {}
    for level, _ in LEVELS:
        for concept, words in level.items():
            for word in words.split():
                known.setdefault(word.lower(), set()).add(concept)
    return {word: frozenset(concepts) for word, concepts in known.items()}


VOCABULARY = _vocabulary()
LONGEST = max(map(len, VOCABULARY))
KNOWN = frozenset(word for word in VOCABULARY if len(word) > 1) | frozenset(EVERYDAY.split())
SOUNDS = by_sound(
    word
    for word, concepts in VOCABULARY.items()
    if 1 < len(word) < 5 and any(WEIGHTS[one] >= 2 for one in concepts)
) | by_sound(SPOKEN.split())
TYPED = {spelling(word): concepts for word, concepts in VOCABULARY.items() if len(word) > 1}
LATIN = re.compile(r"[a-z]{3,}")


@lru_cache(maxsize=1024)
def terms(letters: str) -> tuple[Term, ...]:
    found = tuple(_terms(letters))
    return _closed(found, letters)


@lru_cache(maxsize=1024)
def concepts_in(letters: str) -> frozenset[str]:
    return frozenset[str]().union(*(term.concepts for term in terms(letters)))


def _terms(letters: str) -> Iterator[Term]:
    at = 0
    while at < len(letters):
        term = _at(letters, at)
        yield term
        at = term.end


def _at(letters: str, at: int) -> Term:
    if letters[at] in MARKS:
        return Term(frozenset(letters[at]), at, at + 1)
    word = next(
        (
            word
            for length in range(LONGEST, 0, -1)
            if (word := letters[at : at + length]) in VOCABULARY
        ),
        "",
    )
    concepts = VOCABULARY.get(word, frozenset())
    end = at + len(word)
    for shape, concept in SHAPES:
        formed = shape.match(letters, at)
        if formed and formed.end() >= end:
            inside = (
                VOCABULARY.get(formed[0][:1], frozenset()) if concept == "whether" else frozenset()
            )
            concepts = (
                frozenset(concept.split())
                | inside - FAINT.keys()
                | (concepts if formed.end() == end else frozenset())
            )
            end = formed.end()
    latin = LATIN.match(letters, at)
    if latin and latin.end() > end:
        concepts, end = TYPED.get(latin[0], concepts), latin.end()
    return Term(concepts, at, max(end, at + 1))


def _closed(found: tuple[Term, ...], letters: str) -> tuple[Term, ...]:
    """A 没 that ends the sentence asks: 「交了没」."""
    if not found:
        return found
    *before, last = found
    word = letters[last.start :]
    if word in MISSING:
        return (*before, replace(last, concepts=frozenset({"whether"})))
    if last.concepts and word.endswith(("没", "没有")):
        return (*before, replace(last, concepts=last.concepts | {"whether"}))
    return found
