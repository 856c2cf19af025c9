"""A small class counts with its weight, and nothing that is shown tells what it chose."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.polls.disclosure import Box
from bot.domain.polls.results import Result, pack_groups, unpack_groups, unpack_scores
from bot.domain.polls.roll import Category
from bot.domain.polls.small_classes import keep_apart
from bot.domain.polls.tally import Group, scores
from bot.domain.polls.terms import Terms
from tests.domain.test_polls.sheets import group, terms

LARGE = group("B", 6, 2, 1, 0)


def sheet() -> Terms:
    return replace(terms(), small_apart=True)


def vectors(ballots: int, steps: int) -> Iterator[tuple[int, ...]]:
    """All counts that so many ballots may give, blanks left over."""
    if steps == 0:
        yield ()
        return
    for number in range(ballots + 1):
        for rest in vectors(ballots - number, steps - 1):
            yield (number, *rest)


def test_a_small_class_is_null_and_weighs_as_the_plan_says() -> None:
    small = group("A", 1, 1, 1, 0)
    apart = keep_apart(sheet(), [small, LARGE], Box())
    result = Result(sheet(), apart.groups, 12, 12, fixed_scores=apart.scores)
    released = result.released()
    assert released["A"] is None
    assert released["B"] == {"总体评价": {"好": 6, "较好": 2, "一般": 1, "差": 0}}
    (exact,) = scores(sheet(), [small, LARGE])
    (told,) = apart.scores
    assert exact.total is not None
    assert told.total is not None
    assert abs(told.total - exact.total) <= 10
    assert all(not any(line) for line in apart.groups[0].counts)


def test_what_is_stored_holds_no_hidden_count() -> None:
    apart = keep_apart(sheet(), [group("A", 0, 3, 0, 1), LARGE], Box())
    packed = pack_groups(apart.groups, apart.scores)
    assert unpack_groups(packed) == apart.groups
    assert unpack_scores(packed) == apart.scores
    assert "[0,3,0,1]" not in packed


@pytest.mark.parametrize("people", [1, 2, 3, 4])
@pytest.mark.parametrize("weight", ["1/10", "3/5", "9/10"])
def test_whatever_a_small_class_chose_something_else_shows_the_same(
    people: int, weight: str
) -> None:
    form = replace(
        sheet(),
        categories=(
            Category("A", "A 类", Fraction(weight), people),
            Category("B", "B 类", 1 - Fraction(weight), 9),
        ),
    )
    shown = Counter(
        keep_apart(form, [Group(("A",), (line,), (people,)), LARGE], Box()).scores
        for line in vectors(people, 4)
    )
    assert min(shown.values()) >= 2


@given(st.integers(5, 30))
def test_a_large_class_hides_nothing(ballots: int) -> None:
    line = (ballots, 0, 0, 0)
    groups = (Group(("A",), (line,), (ballots,)), LARGE)
    apart = keep_apart(sheet(), groups, Box())
    assert apart.groups == groups
    assert apart.scores == scores(sheet(), groups)


def test_where_every_class_is_small_nothing_is_shown() -> None:
    apart = keep_apart(sheet(), [group("A", 1, 1, 0, 0), group("B", 1, 2, 0, 0)], Box())
    assert (apart.groups, apart.withheld) == ((), "too_few")
