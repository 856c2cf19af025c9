"""How far a score is rounded that a small class counts in, and why nothing may be shown at all."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from bot.domain.polls.disclosure import Box, Cast, Line
from bot.domain.polls.roll import Category
from bot.domain.polls.small_classes import COARSER, keep_apart
from bot.domain.polls.solver import Table
from bot.domain.polls.tally import Group, Score, scores
from bot.domain.polls.terms import Terms
from tests.domain.test_polls.sheets import WANG, group, terms

LARGE = group("B", 6, 2, 1, 0)
PEOPLE = frozenset(range(20, 29))


def sheet(weight: Fraction) -> Terms:
    categories = (Category("A", "A 类", weight, 3), Category("B", "B 类", 1 - weight, 9))
    return replace(terms(), small_apart=True, categories=categories)


def lines(ballots: int, steps: int = 4) -> Iterator[tuple[int, ...]]:
    """All counts that so many ballots may give, blanks left over."""
    if steps == 0:
        yield ()
        return
    for number in range(ballots + 1):
        for rest in lines(ballots - number, steps - 1):
            yield (number, *rest)


def rounded(score: Score, step: Fraction) -> Fraction:
    assert score.total is not None
    return (score.total / step + Fraction(1, 2)).__floor__() * step


@pytest.mark.parametrize("people", [1, 2, 3])
@pytest.mark.parametrize("weight", [Fraction(1, 10), Fraction(1, 3), Fraction(3, 5)])
def test_a_score_is_rounded_as_far_as_needed_and_no_further(people: int, weight: Fraction) -> None:
    """Of the steps the first in which every score may come of two lines at least."""
    form = sheet(weight)
    exact = {
        line: scores(form, [Group(("A",), (line,), (people,)), LARGE])[0] for line in lines(people)
    }
    steps = [
        step
        for step in COARSER
        if min(Counter(rounded(score, step) for score in exact.values()).values()) >= 2
    ]
    for line in list(exact)[:: len(exact) // 3]:
        (told,) = keep_apart(form, [Group(("A",), (line,), (people,)), LARGE], Box()).scores
        if steps:
            assert told.total == rounded(exact[line], steps[0])
        else:
            assert told.total is None


def test_where_a_small_class_is_all_there_is_nothing_is_shown() -> None:
    small = group("A", 1, 1, 1, 0)
    apart = keep_apart(sheet(Fraction(1, 2)), [small], Box())
    assert (apart.groups, apart.scores, apart.withheld) == ((), (), "too_few")


def shown_before(people: frozenset[int], counts: tuple[int, ...]) -> list[Line]:
    return [Line(WANG.person, "总体评价", Table(people, counts))]


@pytest.mark.parametrize(
    ("ballots", "earlier", "withheld"),
    [
        ((6, 2, 1, 0), None, ""),
        # An earlier poll showed seven of the nine: the difference is two people.
        ((6, 2, 1, 0), (5, 1, 1, 0, 0), "subtraction"),
        ((2, 1, 0, 0), (5, 1, 1, 0, 0), "too_few"),
    ],
)
def test_why_nothing_is_shown(
    ballots: tuple[int, ...], earlier: tuple[int, ...] | None, withheld: str
) -> None:
    people = frozenset(sorted(PEOPLE)[: sum(ballots)])
    own = Group(("B",), (ballots,), (sum(ballots),))
    before = []
    if earlier is not None:
        before = [shown_before(frozenset(sorted(PEOPLE)[:7]), earlier)]
    box = Box({"B": Cast(people, (ballots,))}, before)
    apart = keep_apart(sheet(Fraction(1, 2)), [own], box)
    assert apart.withheld == withheld
    assert bool(apart.groups) is not bool(withheld)


def test_classes_that_nobody_of_voted_are_left_out() -> None:
    apart = keep_apart(sheet(Fraction(1, 2)), [group("A", 0, 0, 0, 0), LARGE], Box())
    assert apart.groups == (LARGE,)
    assert apart.scores == scores(sheet(Fraction(1, 2)), [LARGE])
