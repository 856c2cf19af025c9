"""What the answers of a card say; nothing that the card does not offer is a choice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plan import Row
from bot.domain.polls.answers import NO_CHOICE, choices_of_page, choices_of_sheet, leaf_of
from bot.domain.polls.form import BLANK, Form, Rater, Subject
from bot.domain.polls.refusals import Incomplete

STEPS = ("好", "较好", "一般", "差")
SUBJECTS = tuple(Subject(number, f"书记{number}", f"第{number}支部") for number in (1, 2, 3))
FORM = Form(SUBJECTS, ("总体评价", "履职"), STEPS)  # rows 0 and 1 are about the first
MARKS = Form(SUBJECTS[:1], ("总体评价",), STEPS, row_rules=(Row("总体评价", marks=True),))

REFUSED = None  # in place of choices: Incomplete is raised


@pytest.mark.parametrize(
    ("answers", "choices"),
    [
        ({"0": ("1",), "1": ("4",)}, {0: 1, 1: 4}),
        ({"0": ("1",), "1": ("4",), "5": ("2",)}, {0: 1, 1: 4}),  # what is on another card
        ({"0": ("1",)}, REFUSED),
        ({"0": ("1",), "1": ()}, REFUSED),
        ({"0": ("1",), "1": ("1", "2")}, REFUSED),
        ({"0": ("1",), "1": ("5",)}, REFUSED),
        ({"0": ("1",), "1": ("0",)}, REFUSED),
        ({"0": ("1",), "1": (NO_CHOICE,)}, REFUSED),  # such a card is filled, or not sent
        ({}, REFUSED),
    ],
)
def test_a_card_is_submitted_with_a_step_for_each_question(
    answers: dict[str, tuple[str, ...]], choices: dict[int, int] | None
) -> None:
    if choices is not REFUSED:
        assert choices_of_page(FORM, 0, answers) == choices
        return
    with pytest.raises(Incomplete):
        choices_of_page(FORM, 0, answers)


@pytest.mark.parametrize(
    ("answers", "choices"),
    [
        ({"3": ("2",)}, {3: 2}),
        ({"3": ("2",), "0": (NO_CHOICE,)}, {3: 2, 0: BLANK}),
        ({"3": (NO_CHOICE,)}, {3: BLANK}),
        ({"3": ("2",), "6": ("1",)}, REFUSED),  # no such row
        ({"3": ("2",), "go": ("1",)}, REFUSED),
        ({"3": ("2", "1")}, REFUSED),
        ({"3": ()}, REFUSED),
        ({"3": ("5",)}, REFUSED),
        ({}, REFUSED),
    ],
)
def test_a_sheet_takes_the_rows_that_were_answered(
    answers: dict[str, tuple[str, ...]], choices: dict[int, int] | None
) -> None:
    if choices is not REFUSED:
        assert choices_of_sheet(FORM, answers) == choices
        return
    with pytest.raises(Incomplete):
        choices_of_sheet(FORM, answers)


def test_a_mark_is_one_more_as_a_choice() -> None:
    assert choices_of_page(MARKS, 0, {"0": ("95",)}) == {0: 96}
    assert choices_of_sheet(MARKS, {"0": ("0",)}) == {0: 1}


@pytest.mark.parametrize(
    ("options", "leaf"),
    [
        (("0",), 0),
        (("2",), 2),
        (("1",), REFUSED),  # about himself
        (("3",), REFUSED),
        (("x",), REFUSED),
        (("0", "2"), REFUSED),
        ((), REFUSED),
    ],
)
def test_somebody_goes_back_to_a_leaf_of_his_own_sheet(
    options: tuple[str, ...], leaf: int | None
) -> None:
    rater = Rater(2)
    if leaf is not REFUSED:
        assert leaf_of(FORM, rater, options) == leaf
        return
    with pytest.raises(Incomplete):
        leaf_of(FORM, rater, options)


@given(chosen=st.dictionaries(st.integers(0, 5), st.integers(1, 4), min_size=1))
def test_what_is_offered_is_taken_as_it_was_chosen(chosen: dict[int, int]) -> None:
    answers = {str(position): (str(step),) for position, step in chosen.items()}
    assert choices_of_sheet(FORM, answers) == chosen
