from dataclasses import replace
from fractions import Fraction

import pytest

from bot.domain.people import Branch, Person, Role
from bot.domain.satisfaction import BranchTooSmall, make_categories, make_roll, subject_of

BRANCH, OTHER = Branch(1, "第一支部"), Branch(2, "第二支部")
SECRETARY = Person(
    1, "sample", "王文例", "s01", frozenset({Role.SECRETARY, Role.MEMBER}), BRANCH, category="B"
)
MEMBER = replace(SECRETARY, id=2, name="杨小样", roles=frozenset({Role.MEMBER}), category="")
PEOPLE = [
    SECRETARY,
    *(replace(MEMBER, id=number) for number in range(2, 7)),
    replace(MEMBER, id=7, roles=frozenset({Role.GUEST})),
    replace(MEMBER, id=8, branch=OTHER),
    replace(MEMBER, id=9, branch=None),
]


def test_a_branchs_own_people_are_asked_whatever_their_category_but_not_its_secretary() -> None:
    roll = make_roll(PEOPLE, BRANCH)
    assert [(entry.person, entry.eligible) for entry in roll] == [
        (1, False),
        *((n, True) for n in range(2, 7)),
    ]
    (only,) = make_categories(BRANCH, roll, 5)
    assert (only.eligible, only.weight, only.title) == (5, Fraction(1), "第一支部")


@pytest.mark.parametrize(("asked", "minimum", "least"), [(4, 5, 5), (2, 1, 3)])
def test_in_a_handful_everybody_would_be_recognised(asked: int, minimum: int, least: int) -> None:
    with pytest.raises(BranchTooSmall) as refused:
        make_categories(BRANCH, make_roll(PEOPLE[: asked + 1], BRANCH), minimum)
    assert (refused.value.branch, refused.value.eligible, refused.value.minimum) == (
        "第一支部",
        asked,
        least,
    )


def test_a_branch_without_a_secretary_is_asked_about_too() -> None:
    assert (subject_of(BRANCH, SECRETARY).person, subject_of(BRANCH, None).person) == (1, 0)
    assert subject_of(BRANCH, None).name == "第一支部"
