"""Where the card of a sheet turns once something was answered."""

from dataclasses import replace

from bot.domain.polls.ballot import blank
from bot.domain.polls.form import BLANK, Form, Rater
from bot.domain.polls.sheet import Sheet, next_leaf
from tests.domain.test_polls.sheets import LI, STEPS, WANG

FORM = Form((WANG, LI), ("德", "能", "勤"), STEPS, turning=True)
OVERVIEW = len(FORM.pages)


def filled(**choices: int) -> Sheet:
    """The sheet of a member with these choices, by position."""
    positions = {int(position.removeprefix("row")): step for position, step in choices.items()}
    ballot = blank(FORM)
    marked = tuple(positions.get(place, BLANK) for place in range(len(FORM.items)))
    return Sheet(FORM, Rater(9, "A", ""), replace(ballot, choices=marked))


def test_it_goes_on_once_every_row_of_the_leaf_is_answered() -> None:
    assert next_leaf(filled(row0=1, row1=2, row2=3), {0: 1, 1: 2, 2: 3}) == 1


def test_it_stays_where_rows_are_neither_chosen_nor_passed_over() -> None:
    assert next_leaf(filled(row0=1), {0: 1}) == 0
    assert next_leaf(filled(row0=1, row2=1), {2: 1}) == 0


def test_it_goes_on_where_the_others_were_chosen_before_or_are_passed_over() -> None:
    assert next_leaf(filled(row0=1, row1=2, row2=3), {2: 3}) == 1
    assert next_leaf(filled(row0=1), {0: 1, 1: BLANK, 2: BLANK}) == 1


def test_behind_the_last_leaf_stands_the_overview() -> None:
    choices = dict.fromkeys((f"row{place}" for place in range(6)), 1)
    assert next_leaf(filled(**choices), {3: 1, 4: 1, 5: 1}) == OVERVIEW
    assert next_leaf(filled(row3=1, row4=1, row5=1), {3: 1, 4: 1, 5: 1}) == OVERVIEW


def test_what_came_for_several_begins_at_the_first_that_is_empty() -> None:
    sheet = filled(row0=1, row1=1, row3=1, row4=1, row5=1)
    assert next_leaf(sheet, {0: 1, 1: 1, 3: 1, 4: 1, 5: 1}) == 0
