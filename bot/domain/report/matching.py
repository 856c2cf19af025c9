"""Which cause or measure answers which problem: by what they name, by the words they share, and only then by their order."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.report.likeness import pairs_of, topics_of
from bot.domain.report.numbers import chinese_value

_LEAD = 40
_MAX_COMPARED = 60  # points; longer lists are paired by order alone
_SAME_PLACE = 0.12  # what standing at the same place of its list is worth, in likeness
_GAIN = 0.05  # less is no reason to leave the order
_LEAD_WEIGHT = 2.0
_SHARED = 0.15  # likeness from which two passages speak of the same thing
_SAME_HEAD = 0.15  # at least, where their first clauses share a telling word
_CLAUSE = re.compile("[。；;：:，,\n]")
_MATCHED = 100.0  # a partner is worth more than any likeness, so that none of the shorter list is left over
_ORDINALS = "[一二三四五六七八九十\\d][一二三四五六七八九十\\d、,，和及与第]{0,30}"
_REFERS = re.compile(
    f"针对(?:上述|以上)?第?({_ORDINALS})(?:个|条|项|点|方面)?[^。,，]{{0,6}}问题|针对问题({_ORDINALS})"
)
_ORDINAL = re.compile(r"\d+|[一二三四五六七八九十]{1,3}")

Places = tuple[int | None, ...]
"""For each problem the index of its partner."""


def matched(problems: Sequence[str], partners: Sequence[str], *, shared: bool) -> Places:
    """`shared`: one partner may answer several problems, but only those with which it has words in common.

    Otherwise every one of the shorter list has its own.
    """
    named = _named(partners, len(problems))
    if named:
        return tuple(named.get(index) for index in range(len(problems)))
    if max(len(problems), len(partners)) > _MAX_COMPARED:
        return tuple(index if index < len(partners) else None for index in range(len(problems)))
    likeness = _likeness(problems, partners)
    places = _improved(_in_order(likeness, len(problems), len(partners)), likeness)
    return _filled(places, likeness) if shared and len(partners) < len(problems) else tuple(places)


def alike(problems: Sequence[str], partners: Sequence[str]) -> Places:
    """Only those that plainly speak of the same thing."""
    if max(len(problems), len(partners)) > _MAX_COMPARED:
        return (None,) * len(problems)
    return _filled([None] * len(problems), _likeness(problems, partners))


def _named(partners: Sequence[str], problems: int) -> dict[int, int]:
    """Problem index -> partner index, from words such as 「针对第一、二个问题」."""
    found: dict[int, int] = {}
    for index, partner in enumerate(partners):
        for match in _REFERS.finditer(partner):
            for ordinal in _ORDINAL.findall(match[1] or match[2]):
                value = int(ordinal) if ordinal.isdecimal() else chinese_value(ordinal)
                if 1 <= value <= problems:
                    found.setdefault(value - 1, index)
    return found


@dataclass(frozen=True)
class _Words:
    head: frozenset[str]
    lead: frozenset[str]
    whole: frozenset[str]


def _words(passage: str) -> _Words:
    return _Words(
        *(_said(words) for words in (_CLAUSE.split(passage, 1)[0], passage[:_LEAD], passage))
    )


def _said(words: str) -> frozenset[str]:
    return pairs_of(words) | topics_of(words)


def _likeness(problems: Sequence[str], partners: Sequence[str]) -> list[list[float]]:
    """0 to 1. What many of the problems, or many of the partners, say tells none of them apart."""
    asking, answering = [_words(text) for text in problems], [_words(text) for text in partners]
    weights = _weights([words.whole for words in asking], [words.whole for words in answering])
    return [[_alike(one, other, weights) for other in answering] for one in asking]


def _weights(*lists: Sequence[frozenset[str]]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for passages in lists:
        known = Counter(word for words in passages for word in words)
        for word, count in known.items():
            rarity = (
                1.0
                if len(passages) == 1
                else math.log(1 + len(passages) / count) / math.log(1 + len(passages))
            )
            rare = rarity if count == 1 or count < len(passages) else 0.0
            weights[word] = min(weights.get(word, 1.0), rare)
    return weights


def _alike(problem: _Words, partner: _Words, weights: dict[str, float]) -> float:
    """Both name their subject first, so what the leads share weighs most."""
    same_head = _weight(problem.head & partner.head, weights) > 0
    likeness = (
        _held(problem.lead, partner.lead, weights) * _LEAD_WEIGHT
        + _held(problem.lead, partner.whole, weights)
        + _held(partner.lead, problem.whole, weights)
    ) / (_LEAD_WEIGHT + 2)
    return max(likeness, _SAME_HEAD) if same_head else likeness


def _held(needle: frozenset[str], hay: frozenset[str], weights: dict[str, float]) -> float:
    total = _weight(needle, weights)
    return _weight(needle & hay, weights) / total if total else 0.0


def _weight(words: Iterable[str], weights: dict[str, float]) -> float:
    return sum(weights[word] for word in words)


def _in_order(likeness: Sequence[Sequence[float]], rows: int, columns: int) -> list[int | None]:
    """The order-preserving assignment of all of the shorter list with the greatest likeness; the earliest on a tie."""
    if rows == columns:
        return list(range(rows))
    best = [[(0.0, 0)] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            together = likeness[row][column] + best[row + 1][column + 1][0] + _MATCHED
            choices = [(together, 0), (best[row + 1][column][0], 1), (best[row][column + 1][0], 2)]
            best[row][column] = max(choices, key=lambda choice: (choice[0], -choice[1]))
    places: list[int | None] = [None] * rows
    row = column = 0
    while row < rows and column < columns:
        step = best[row][column][1]
        if step == 0:
            places[row] = column
        row, column = row + (step != 2), column + (step != 1)
    return places


def _improved(places: list[int | None], likeness: Sequence[Sequence[float]]) -> list[int | None]:
    """Leaves the order where two problems plainly have each other's partner, as long as that helps."""
    start = list(places)

    def worth(row: int, place: int | None) -> float:
        if place is None:
            return 0.0
        return likeness[row][place] + (_SAME_PLACE if place == start[row] else 0.0)

    for _ in places:
        gains = [
            (worth(one, places[other]) + worth(other, places[one]) - worth(one, places[one]) - worth(other, places[other]),
             one, other)
            for one in range(len(places))
            for other in range(one)
        ]  # fmt: skip
        gain, one, other = max(gains, default=(0.0, 0, 0))
        if gain <= _GAIN:
            break
        places[one], places[other] = places[other], places[one]
    return places


def _filled(places: Sequence[int | None], likeness: Sequence[Sequence[float]]) -> Places:
    """Gives who has none the partner that shares most words with it, if any shares enough."""
    found = list(places)
    for row, place in enumerate(places):
        if place is None and likeness[row]:
            closest = max(range(len(likeness[row])), key=lambda column: likeness[row][column])
            found[row] = closest if likeness[row][closest] >= _SHARED else None
    return tuple(found)
