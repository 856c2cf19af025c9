"""How near a sentence comes to the ways in which questions are asked.

Single characters and pairs of them are compared; what stands in few questions weighs more than what
stands in many. Words for the same are made one first: 「咋办」 is 「怎么办」, 「可不可以」 is 「能」.
"""

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from bot.domain.patterns import pattern
from bot.domain.values import dataclass
from bot.texts.questions import QUESTIONS, Question

SINGLE = 0.5  # what a character counts beside a pair
LONGEST = 40  # characters of a sentence that is compared
# The same said otherwise, in this order.
_SAME = (
    ("咋办", "怎么办"),
    ("咋", "怎么"),
    ("如何", "怎么"),
    ("怎样", "怎么"),
    ("为啥", "为什么"),
    ("啥", "什么"),
    ("干嘛", "做什么"),
    ("哪里", "哪"),
    ("哪儿", "哪"),
    ("多长时间", "多久"),
    ("几个字", "多少字"),
    ("能不能", "能"),
    ("可不可以", "能"),
    ("可以", "能"),
    ("是不是", "是"),
    ("是否", "是"),
    ("会不会", "会"),
    ("要不要", "要"),
    ("用不用", "要"),
    ("需要", "要"),
    ("有没有", "有"),
    ("行不行", "行"),
    ("没有", "没"),
    ("你们", "你"),
    ("您", "你"),
    ("俺", "我"),
    ("咱们", "我"),
    ("咱", "我"),
    ("本人", "我"),
    ("打分", "投"),
    ("投票", "投"),
    ("测评", "测"),
    ("述职报告", "报告"),
)
_NO_WORD = pattern(r"[\W_]+")
_IDLE = pattern(
    r"我想请教|请教|咨询|我想问|想问|想知道|这个|那个|一下|到底|究竟|请问|麻烦|老师|你好|最后|的|了|呢|吗|啊|呀|吧|嘛|哦|就|都|也|还|不$"
)


def plainly(said: str) -> str:
    """Returns the sentence as it is compared."""
    words = _NO_WORD.sub("", unicodedata.normalize("NFKC", said).casefold())
    for word, same in _SAME:
        words = words.replace(word, same)
    return _IDLE.sub("", words) or words


def _features(words: str) -> Mapping[str, float]:
    pairs = Counter(words[at : at + 2] for at in range(len(words) - 1))
    characters = {character: SINGLE * number for character, number in Counter(words).items()}
    return {**pairs, **characters}


_UNKNOWN = math.log(1 + len(QUESTIONS))  # what a feature weighs that no question has


@dataclass(frozen=True)
class _Askings:
    """All ways in which questions are asked, and in which of them a feature stands.

    A feature weighs the more, the fewer questions have it. `index` tells which ways have a feature,
    and how much of it.
    """

    titles: Sequence[str]  # of the questions, by the number of the way
    questions: Mapping[str, Question]  # by title
    weights: Mapping[str, float]
    index: Mapping[str, Sequence[tuple[int, float]]]

    def direction(self, features: Mapping[str, float]) -> Mapping[str, float]:
        """Returns the features with their weights, at length 1."""
        weighted = {
            feature: number * self.weights.get(feature, _UNKNOWN)
            for feature, number in features.items()
        }
        # A sentence of idle words alone has no direction.
        length = math.hypot(*weighted.values()) or 1.0
        return {feature: value / length for feature, value in weighted.items()}


@cache
def _askings() -> _Askings:
    """Weighs all ways of asking; a tenth of a second, for which no start and no command waits."""
    ways = [
        (_features(plainly(wording)), question)
        for question in QUESTIONS
        for wording in question.wordings
    ]
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for features, question in ways:
        for feature in features:
            holders[feature].add(question.title)
    weights = {
        feature: math.log(1 + len(QUESTIONS) / len(titles)) for feature, titles in holders.items()
    }
    index: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    titles = [question.title for _, question in ways]
    askings = _Askings(titles, {question.title: question for question in QUESTIONS}, weights, index)
    for number, (features, _) in enumerate(ways):
        for feature, value in askings.direction(features).items():
            index[feature].append((number, value))
    return askings


def ranked(said: str) -> list[tuple[Question, float]]:
    """Returns the questions that a sentence has anything of, the nearest first: 1 is the same."""
    words = plainly(said)
    if len(words) > LONGEST:
        return []
    askings = _askings()
    scores: defaultdict[int, float] = defaultdict(float)
    for feature, value in askings.direction(_features(words)).items():
        for number, weight in askings.index.get(feature, ()):
            scores[number] += value * weight
    best: dict[str, float] = {}  # by title
    for number, score in scores.items():
        title = askings.titles[number]
        if score > best.get(title, 0.0):
            best[title] = score
    nearest_first = sorted(best, key=lambda title: -best[title])
    return [(askings.questions[title], best[title]) for title in nearest_first]
