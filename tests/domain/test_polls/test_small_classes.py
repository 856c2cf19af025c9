"""A small class counts with its weight, and nothing that is shown tells what it chose."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plan import BallotRules, Row
from bot.domain.polls.disclosure import Box, Cast
from bot.domain.polls.form import make_form
from bot.domain.polls.results import Result, pack_groups, unpack_groups, unpack_scores
from bot.domain.polls.roll import Category
from bot.domain.polls.small_classes import keep_apart
from bot.domain.polls.tally import Group, scores
from bot.domain.polls.terms import Terms
from tests.domain.test_polls.sheets import LI, WANG, group, terms

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


def of_marks(full: int, people: int, weight: str) -> Terms:
    """A sheet with one row of marks, whose highest and lowest are dropped."""
    form = make_form((WANG,), BallotRules(rows=(Row("德", full=full, marks=True),)))
    categories = (
        Category("A", "A 类", Fraction(weight), people),
        Category("B", "B 类", 1 - Fraction(weight), 9),
    )
    return replace(sheet(), form=form, categories=categories, drop_extremes=True)


@pytest.mark.parametrize(("full", "people"), [(3, 1), (3, 3), (5, 2), (30, 1)])
@pytest.mark.parametrize("weight", ["1/10", "9/10"])
def test_whatever_marks_a_small_class_gave_others_show_the_same(
    full: int, people: int, weight: str
) -> None:
    form = of_marks(full, people, weight)
    large = Group(("B",), (tuple(9 if mark == full - 1 else 0 for mark in range(full + 1)),), (9,))
    shown = Counter(
        keep_apart(form, [Group(("A",), (line,), (people,)), large], Box()).scores
        for line in vectors(people, full + 1)
    )
    assert min(shown.values()) >= 2


def test_of_a_large_class_the_few_who_were_asked_about_somebody_are_hidden() -> None:
    """Each of twelve people rated the one subject of his branch alone: four rated the first."""
    form = replace(
        sheet(), form=make_form((WANG, LI), BallotRules()), categories=sheet().categories[:2]
    )
    few, many = frozenset(range(10, 14)), frozenset(range(14, 22))
    cast = Cast(few | many, ((2, 1, 1, 0), (8, 0, 0, 0)), (few, many))
    own = Group(("A",), cast.counts, (12,))
    others = frozenset(range(30, 39))
    large = Group(("B",), ((6, 2, 1, 0), (6, 2, 1, 0)), (9,))
    box = Box({"A": cast, "B": Cast(others, large.counts, (others, others))})
    apart = keep_apart(form, [own, large], box)
    result = Result(form, apart.groups, 21, 21, fixed_scores=apart.scores)
    assert result.hides_classes(0) == ("A",)
    assert result.hides_classes(1) == ()
    first, second = apart.scores
    exact = scores(form, [own, large])
    assert first.total != exact[0].total
    assert second.total == exact[1].total
