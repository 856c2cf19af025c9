"""Which cause or measure answers which problem.

By what they name, by the words they share, and only then by their order.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Self

from bot.domain import chinese_numerals
from bot.domain.patterns import pattern
from bot.domain.report.likeness import pairs_of, topics_of
from bot.domain.values import dataclass

_LEAD = 40  # characters in which a point names its subject
_MAX_COMPARED = 60  # points; longer lists are paired by order alone
_SAME_PLACE = 0.12  # what standing at the same place of its list is worth, in likeness
_GAIN = 0.05  # less is no reason to leave the order
_LEAD_WEIGHT = 2.0  # beside 1.0 for what the rest of both says
_SHARED = 0.15  # likeness from which two passages speak of the same thing
_SAME_HEAD = 0.15  # at least, where their first clauses share a telling word
_CLAUSE = pattern("[。；;：:，,\n]")
# A partner is worth more than any likeness, so that none of the shorter list is left over.
_MATCHED = 100.0
_ORDINALS = "[一二三四五六七八九十\\d][一二三四五六七八九十\\d、,，和及与第]{0,30}"
_REFERS = pattern(
    f"针对(?:上述|以上)?第?({_ORDINALS})(?:个|条|项|点|方面)?[^。,，]{{0,6}}问题|针对问题({_ORDINALS})"
)
_ORDINAL = pattern(r"\d+|[一二三四五六七八九十]{1,3}")

Places = tuple[int | None, ...]
"""For each problem the index of its partner."""


Likeness = Sequence[Sequence[float]]
"""Problem index, then partner index: how much they speak about the same thing, 0 to 1."""


def match(problems: Sequence[str], partners: Sequence[str], *, shared: bool) -> Places:
    """Gives every one of the shorter list its own partner.

    With `shared` one partner may answer several problems, but only those with which it has words
    in common.
    """
    named = _partners_by_ordinal(partners, len(problems))
    if named:
        return tuple(named.get(index) for index in range(len(problems)))
    if max(len(problems), len(partners)) > _MAX_COMPARED:
        unmatched = [None] * max(0, len(problems) - len(partners))
        return (*range(min(len(problems), len(partners))), *unmatched)
    likeness = _likeness(problems, partners)
    places = _match_in_order(likeness, len(problems), len(partners))
    _exchange(places, likeness)
    if shared and len(partners) < len(problems):
        return _with_closest(places, likeness)
    return tuple(places)


def match_alike(problems: Sequence[str], partners: Sequence[str]) -> Places:
    """Matches only those that plainly speak of the same thing."""
    unmatched = [None] * len(problems)
    if max(len(problems), len(partners)) > _MAX_COMPARED:
        return tuple(unmatched)
    return _with_closest(unmatched, _likeness(problems, partners))


def _partners_by_ordinal(partners: Sequence[str], problems: int) -> dict[int, int]:
    """Returns problem index -> partner index, from words such as 「针对第一、二个问题」."""
    places: dict[int, int] = {}
    for index, partner in enumerate(partners):
        for reference in _REFERS.finditer(partner):
            for ordinal in _ORDINAL.findall(reference[1] or reference[2]):
                value = chinese_numerals.parse(ordinal)
                if ordinal.isdecimal():
                    value = int(ordinal)
                if 1 <= value <= problems:
                    places.setdefault(value - 1, index)
    return places


@dataclass(frozen=True)
class _Words:
    """The telling words of a passage's first clause, of its beginning, and of all of it."""

    head: frozenset[str]
    lead: frozenset[str]
    whole: frozenset[str]

    @classmethod
    def of(cls, passage: str) -> Self:
        clause = _CLAUSE.split(passage, 1)[0]
        head, lead, whole = (
            pairs_of(text) | topics_of(text) for text in (clause, passage[:_LEAD], passage)
        )
        return cls(head, lead, whole)


class _Weights:
    """How much each word tells: what many of either list say tells none of them apart."""

    def __init__(self, *lists: Sequence[_Words]) -> None:
        self._weights: dict[str, float] = {}
        for passages in lists:
            size = len(passages)
            counts = Counter(word for words in passages for word in words.whole)
            for word, count in counts.items():
                # As inverse document frequency, but from 0 for what all say to 1 for what one says.
                if count > 1 and count == size:
                    rarity = 0.0
                elif size == 1:
                    rarity = 1.0
                else:
                    rarity = math.log(1 + size / count) / math.log(1 + size)
                self._weights[word] = min(self._weights.get(word, 1.0), rarity)

    def weigh(self, words: Iterable[str]) -> float:
        return sum(self._weights[word] for word in words)

    def share_held(self, needle: frozenset[str], hay: frozenset[str]) -> float:
        total = self.weigh(needle)
        if not total:
            return 0.0
        return self.weigh(needle & hay) / total

    def likeness(self, problem: _Words, partner: _Words) -> float:
        """Both name their subject first, so what the leads share weighs most."""
        leads = self.share_held(problem.lead, partner.lead) * _LEAD_WEIGHT
        answer = self.share_held(problem.lead, partner.whole)
        question = self.share_held(partner.lead, problem.whole)
        likeness = (leads + answer + question) / (_LEAD_WEIGHT + 2)
        if self.weigh(problem.head & partner.head) > 0:
            return max(likeness, _SAME_HEAD)
        return likeness


def _likeness(problems: Sequence[str], partners: Sequence[str]) -> Likeness:
    of_problems = [_Words.of(problem) for problem in problems]
    of_partners = [_Words.of(partner) for partner in partners]
    weights = _Weights(of_problems, of_partners)
    return [
        [weights.likeness(problem, partner) for partner in of_partners] for problem in of_problems
    ]


class _Step(IntEnum):
    TOGETHER = 0
    WITHOUT_PROBLEM = 1  # this problem has no partner
    WITHOUT_PARTNER = 2  # this partner has no problem


def _match_in_order(likeness: Likeness, rows: int, columns: int) -> list[int | None]:
    """Assigns all of the shorter list in order with the greatest likeness; the earliest on a tie."""
    if rows == columns:
        return list(range(rows))
    # What the rest of both lists is worth from here on, computed from their ends.
    best = [[(0.0, _Step.TOGETHER)] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            together = likeness[row][column] + best[row + 1][column + 1][0] + _MATCHED
            choices = (
                (together, _Step.TOGETHER),
                (best[row + 1][column][0], _Step.WITHOUT_PROBLEM),
                (best[row][column + 1][0], _Step.WITHOUT_PARTNER),
            )
            best[row][column] = max(choices, key=lambda choice: (choice[0], -choice[1]))
    places: list[int | None] = [None] * rows
    row = column = 0
    while row < rows and column < columns:
        step = best[row][column][1]
        if step is _Step.TOGETHER:
            places[row] = column
        if step is not _Step.WITHOUT_PARTNER:
            row += 1
        if step is not _Step.WITHOUT_PROBLEM:
            column += 1
    return places


def _exchange(places: list[int | None], likeness: Likeness) -> None:
    """Exchanges partners where two problems plainly have each other's, as long as that helps."""
    at_first = list(places)

    def worth(row: int, place: int | None) -> float:
        if place is None:
            return 0.0
        if place == at_first[row]:
            return likeness[row][place] + _SAME_PLACE
        return likeness[row][place]

    for _ in places:
        best = (0.0, 0, 0)  # the gain, and who exchange
        for first, first_place in enumerate(places):
            for second, second_place in enumerate(places[:first]):
                after = worth(first, second_place) + worth(second, first_place)
                gain = after - worth(first, first_place) - worth(second, second_place)
                best = max(best, (gain, first, second))
        gain, first, second = best
        if gain <= _GAIN:
            return
        places[first], places[second] = places[second], places[first]


def _with_closest(places: Sequence[int | None], likeness: Likeness) -> Places:
    """Gives who has none the partner that shares most words with it, if any shares enough."""
    filled = list(places)
    for row, place in enumerate(places):
        if place is None and likeness[row]:
            closest = max(range(len(likeness[row])), key=lambda column: likeness[row][column])
            if likeness[row][closest] >= _SHARED:
                filled[row] = closest
    return tuple(filled)
