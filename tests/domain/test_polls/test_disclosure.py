from collections import Counter
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.polls.disclosure import disclose, fitting, recognisable, unanimous
from bot.domain.polls.tally import Group
from tests.domain.test_polls.sheets import group, terms


def names(groups: tuple[Group, ...]) -> list[tuple[str, int]]:
    return [(one.name, one.ballots) for one in groups]


def test_categories_with_enough_ballots_stand_alone() -> None:
    shown = disclose(terms(), [group("B", 0, 5, 0, 0), group("A", 5, 1, 0, 0)])
    assert names(shown.groups) == [("A", 6), ("B", 5)]


def test_a_category_with_too_few_joins_the_next_one_and_the_last_the_one_before() -> None:
    shown = disclose(
        terms(), [group("A", 2, 2, 0, 0), group("B", 3, 3, 1, 0), group("C", 4, 4, 4, 4)]
    )
    assert names(shown.groups) == [("A+B", 11), ("C", 16)]
    assert shown.groups[0].counts == ((5, 5, 1, 0),)
    shown = disclose(terms(), [group("A", 5, 2, 0, 0), group("C", 1, 1, 0, 0)])
    assert names(shown.groups) == [("A+C", 9)]


def test_nothing_is_shown_of_too_few_ballots_in_all() -> None:
    shown = disclose(terms(), [group("A", 1, 1, 0, 0), group("B", 1, 0, 0, 1)])
    assert (shown.groups, shown.withheld) == ((), "too_few")


def test_a_small_category_among_people_of_one_mind_would_be_recognised() -> None:
    shown = disclose(terms(), [group("A", 1, 0, 0, 0), group("B", 6, 0, 0, 0)])
    assert (shown.groups, shown.withheld) == ((), "recognisable")


def test_a_larger_group_may_hide_what_a_smaller_one_shows() -> None:
    shown = disclose(
        terms(), [group("A", 1, 0, 0, 0), group("B", 6, 0, 0, 0), group("C", 3, 3, 2, 0)]
    )
    assert names(shown.groups) == [("A+B+C", 15)]


def test_a_large_category_of_one_mind_is_shown_with_a_warning() -> None:
    shown = disclose(terms(), [group("A", 6, 0, 0, 0), group("B", 3, 3, 0, 0)])
    assert names(shown.groups) == [("A", 6), ("B", 6)]
    assert unanimous(shown.groups)
    assert not unanimous(disclose(terms(), [group("B", 3, 3, 0, 0)]).groups)


def test_the_plan_may_not_ask_for_fewer_than_three() -> None:
    shown = disclose(terms(minimum=1), [group("A", 1, 1, 0, 0), group("B", 3, 3, 0, 0)])
    assert names(shown.groups) == [("A+B", 8)]


def test_nothing_is_merged_or_withheld_where_votes_are_named() -> None:
    shown = disclose(terms(secret=False), [group("A", 1, 0, 0, 0), group("B", 2, 0, 0, 0)])
    assert names(shown.groups) == [("A", 1), ("B", 2)]


small = st.lists(st.integers(0, 3), min_size=4, max_size=4)


@given(small, st.integers(0, 3), st.integers(0, 6))
def test_the_solver_finds_exactly_the_vectors_that_fit(
    line: list[int], blank: int, part: int
) -> None:
    ballots = sum(line) + blank
    every = product(*(range(number + 1) for number in [*line, blank]))
    expected = {vector for vector in every if sum(vector) == part}
    found = list(fitting(tuple(line), ballots, part))
    assert Counter(found) == Counter(expected)


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), small), max_size=3, unique_by=lambda one: one[0]),
    st.integers(1, 6),
)
def test_whatever_is_shown_hides_every_small_category(
    parts: list[tuple[str, list[int]]], minimum: int
) -> None:
    sheet = terms(minimum=minimum)
    groups = [group(name, *line) for name, line in parts]
    shown = disclose(sheet, groups)
    assert all(one.ballots >= sheet.least and not recognisable(sheet, one) for one in shown.groups)
    if not shown.withheld:
        assert sum(one.ballots for one in shown.groups) == sum(one.ballots for one in groups)


def test_blank_answers_hide_too() -> None:
    """Seven people, six of whom chose 好 in this row: the single one of category A may be the seventh."""
    merged = Group(("A", "B"), ((6, 0, 0, 0),), (1, 6))
    assert not recognisable(terms(), merged)
    assert terms().quorum is None
    assert terms(quorum=Fraction(1, 2)).quorum == Fraction(1, 2)
