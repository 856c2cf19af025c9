"""Which leaf of a sheet its voter's card shows, and to which it turns."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.polls.ballot import Ballot, blank
from bot.domain.polls.form import Form, Rater, Subject
from bot.domain.polls.sheet import Sheet, next_leaf

PEOPLE = tuple(Subject(number, f"人{number}", "") for number in (1, 2, 3))
FORM = Form(PEOPLE, ("总体",), ("好", "差"), turning=True)
LONG = Form(PEOPLE[:2], ("德", "能", "勤", "绩"), ("好", "差"), turning=True)
OUTSIDER = Rater(9)


def sheet(*choices: int, leaf: int = 0, rater: Rater = OUTSIDER, form: Form = FORM) -> Sheet:
    empty = blank(form)
    chosen = (*choices, *empty.choices[len(choices) :])
    return Sheet(form, rater, replace(empty, choices=chosen, leaf=leaf))


def test_a_leaf_is_about_one_subject() -> None:
    assert sheet().leaves == (0, 1, 2)
    assert sheet(rater=Rater(2)).leaves == (0, 2)
    assert sheet(rater=Rater(9, rates="011")).leaves == (1, 2)
    assert sheet(form=LONG).leaves == (0, 1, 2, 3)  # four rows are more than a card holds
    assert [subject.person for subject in sheet(rater=Rater(2)).subjects] == [1, 3]


@pytest.mark.parametrize(
    ("rater", "leaf", "shown", "number"),
    [
        (OUTSIDER, 0, 0, 1),
        (OUTSIDER, 2, 2, 3),
        (OUTSIDER, 3, None, 3),  # the overview
        (Rater(2), 1, 2, 2),  # his own leaf is passed over
        (Rater(3), 2, None, 2),
        (Rater(1), 0, 1, 1),
    ],
)
def test_what_the_card_shows(rater: Rater, leaf: int, shown: int | None, number: int) -> None:
    own = sheet(leaf=leaf, rater=rater)
    assert (own.leaf, own.number) == (shown, number)


@pytest.mark.parametrize(
    ("choices", "after"),
    [
        ((), {-1: 0, 0: 1, 1: 2, 2: 3}),
        ((1,), {-1: 1, 0: 1, 1: 2, 2: 3}),
        ((1, 1), {-1: 2, 0: 2, 2: 3}),
        ((1, 0, 1), {-1: 1, 0: 1, 1: 3}),
        ((1, 1, 1), {-1: 3, 0: 3}),
    ],
)
def test_the_next_leaf_is_one_that_is_not_filled(
    choices: tuple[int, ...], after: dict[int, int]
) -> None:
    own = sheet(*choices)
    assert {leaf: own.after(leaf) for leaf in after} == after


@pytest.mark.parametrize(
    ("choices", "answers", "leaf"),
    [
        ((1,), {0: 1}, 1),
        ((0, 1), {1: 1}, 2),  # whom he passed over does not come back
        ((0,), {0: 0}, 1),  # passed over
        ((1, 1, 1), {2: 1}, 3),
        ((1, 0, 1), {0: 1, 2: 1}, 1),  # words or a page begin at the first that is empty
        ((), {}, 0),
    ],
)
def test_where_the_card_turns(choices: tuple[int, ...], answers: dict[int, int], leaf: int) -> None:
    assert next_leaf(sheet(*choices), answers) == leaf


@pytest.mark.parametrize(
    ("choices", "answers", "leaf"),
    [
        ((1, 0, 0), {0: 1}, 0),  # two rows of the leaf are untouched
        ((1, 1, 1), {2: 1}, 1),
        ((1, 0, 0), {0: 1, 1: 0, 2: 0}, 1),
        ((1, 1, 1, 0), {3: 0}, 2),
    ],
)
def test_a_leaf_stays_while_rows_of_it_wait(
    choices: tuple[int, ...], answers: dict[int, int], leaf: int
) -> None:
    assert next_leaf(sheet(*choices, form=LONG), answers) == leaf


@given(st.lists(st.integers(0, 2), min_size=3, max_size=3), st.integers(-1, 2))
@settings(max_examples=40)
def test_turning_goes_forward_to_what_is_empty(choices: list[int], leaf: int) -> None:
    own = sheet(*choices)
    following = own.after(leaf)
    assert following > leaf
    if following < len(FORM.pages):
        assert own.ballot.choices[following] == 0
    assert {item.position for item in own.empty_items} == {
        place for place, choice in enumerate(choices) if not choice
    }


def test_rows_of_a_leaf_are_those_that_he_rates() -> None:
    own = sheet(form=LONG, rater=Rater(1))
    assert own.items_on(0) == ()
    assert [item.row for item in own.items_on(2)] == ["德", "能", "勤"]


def test_a_ballot_of_another_form_has_no_leaf() -> None:
    assert blank(replace(FORM, turning=False)) == Ballot((0, 0, 0), (0,))
