"""Classes that are too small to be shown, or just large enough until one of them is rated."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bot.domain.plan import BallotRules, Scope, VoterCategory
from bot.domain.polls.refusals import CategoryTooSmall
from bot.domain.polls.roll import Category, check_sizes, small_categories, tight_categories


def rules(*rates: str, minimum: int = 5) -> BallotRules:
    categories = (
        VoterCategory("A", "领导", Fraction(1, 2), rates=rates or (Scope.ALL,)),
        VoterCategory("B", "党员", Fraction(1, 2)),
    )
    return BallotRules(categories=categories, minimum=minimum)


@pytest.mark.parametrize(
    ("minimum", "voters", "small"),
    [
        (5, "AAAABBBBB", (("A", 4),)),
        (5, "AAAAABBBBB", ()),
        (5, "BBBBB", ()),  # nobody at all votes on paper
        (1, "AABBB", (("A", 2),)),  # no plan may ask for fewer than three
        (5, "ZZ", ()),
    ],
)
def test_classes_too_few_to_be_shown(
    minimum: int, voters: str, small: tuple[tuple[str, int], ...]
) -> None:
    assert small_categories(rules(minimum=minimum), voters) == small


@pytest.mark.parametrize(
    ("rates", "voters", "rated", "tight"),
    [
        ((), "AAAAABBBBBB", "A", (("A", 5),)),
        ((), "AAAAAABBBBB", "A", ()),
        ((), "AAAABBBBB", "A", ()),
        ((), "AAAAABBBBB", "B", (("B", 5),)),
        ((), "AAAAABBBBB", "", ()),
        ((Scope.ALL, Scope.SELF), "AAAAABBBBBB", "A", ()),  # he rates himself
    ],
)
def test_classes_just_large_enough_until_one_of_them_is_rated(
    rates: tuple[str, ...], voters: str, rated: str, tight: tuple[tuple[str, int], ...]
) -> None:
    assert tight_categories(rules(*rates), voters, rated) == tight


def test_a_class_that_is_too_small_names_those_it_may_join() -> None:
    half = Fraction(1, 2)
    few, enough = Category("A", "", half, 2), Category("B", "", half, 9)
    paper = Category("C", "", half, 0)
    with pytest.raises(CategoryTooSmall) as refused:
        check_sizes([few, enough, paper], 1)
    assert list(vars(refused.value).values()) == ["A", 2, 3, ("B",)]
    check_sizes([replace(few, eligible=3), enough, paper], 1)
    check_sizes([paper], 5)
