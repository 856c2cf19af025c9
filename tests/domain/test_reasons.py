"""Why an item is asked after, and when it is left in peace."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.plan import Rectification
from bot.domain.rectification.reasons import Heard, Reason, reasons

RULES = Rectification()
ENTERED = date(2026, 12, 16)
JUNE = Heard(date(2027, 6, 30), ENTERED)
NOVEMBER = Heard(date(2027, 11, 30), ENTERED)


@pytest.mark.parametrize(
    ("heard", "on", "reason"),
    [
        (JUNE, date(2027, 1, 4), None),
        (JUNE, date(2027, 4, 1), None),  # in June it is asked about anyway
        (JUNE, date(2027, 6, 1), Reason.DUE),
        (replace(JUNE, asked=date(2027, 6, 1)), date(2027, 6, 20), None),
        (replace(JUNE, asked=date(2027, 6, 1)), date(2027, 7, 1), Reason.OVERDUE),
        (replace(JUNE, last=date(2027, 7, 2)), date(2027, 8, 26), None),
        (replace(JUNE, last=date(2027, 7, 2)), date(2027, 10, 8), Reason.SILENT),
        (NOVEMBER, date(2027, 4, 1), Reason.SILENT),
        (replace(NOVEMBER, asked=date(2027, 4, 1)), date(2027, 6, 1), None),
        (replace(NOVEMBER, asked=date(2027, 4, 1)), date(2027, 7, 1), Reason.SILENT),
        (
            Heard(date(2027, 11, 30), date(2027, 2, 25), announced=date(2027, 5, 31)),
            date(2027, 5, 6),
            Reason.PROMISED,
        ),
    ],
)
def test_an_item_is_asked_after_where_it_helps(
    heard: Heard, on: date, reason: Reason | None
) -> None:
    found = reasons({1: heard}, on, RULES)
    assert found.get(1) is reason


def test_what_would_soon_be_silent_is_asked_beside() -> None:
    beside = replace(NOVEMBER, asked=date(2027, 4, 1))
    assert reasons({1: JUNE, 2: beside}, date(2027, 6, 1), RULES) == {
        1: Reason.DUE,
        2: Reason.BESIDE,
    }


DECEMBER = Heard(date(2027, 12, 31), date(2027, 9, 20))
FIRST_OF_NOVEMBER, FIRST_OF_DECEMBER = date(2027, 11, 1), date(2027, 12, 1)


def test_what_is_due_a_month_later_is_asked_beside_and_then_not_again() -> None:
    """One message less: the two dates are asked about together."""
    near = replace(NOVEMBER, last=date(2027, 9, 20))
    found = reasons({1: near, 2: DECEMBER}, FIRST_OF_NOVEMBER, RULES)
    assert found == {1: Reason.DUE, 2: Reason.DUE}
    asked = replace(DECEMBER, asked=FIRST_OF_NOVEMBER)
    assert reasons({2: asked}, FIRST_OF_DECEMBER, RULES) == {}
    assert reasons({2: asked}, date(2028, 1, 3), RULES) == {2: Reason.OVERDUE}


def test_by_itself_it_is_asked_in_its_own_month() -> None:
    assert reasons({2: DECEMBER}, FIRST_OF_NOVEMBER, RULES) == {}
    assert reasons({2: DECEMBER}, FIRST_OF_DECEMBER, RULES) == {2: Reason.DUE}


def test_a_date_that_has_passed_is_not_asked_about_beside_another() -> None:
    """Its owner has said a word since."""
    passed = Heard(date(2027, 10, 15), date(2027, 10, 20))
    near = replace(NOVEMBER, last=date(2027, 9, 20))
    assert reasons({1: near, 2: passed}, FIRST_OF_NOVEMBER, RULES) == {1: Reason.DUE}


@given(
    some.dates(date(2027, 1, 1), date(2027, 12, 31)),
    some.lists(some.integers(1, 28), min_size=12, max_size=12),
)
def test_nobody_is_asked_more_than_five_times_about_one_item_in_its_year(
    due: date, days: list[int]
) -> None:
    """Also where he never answers: before its date, after it, and once a quarter."""
    heard = Heard(due, ENTERED)
    asked = 0
    for month, day in enumerate(days, start=1):
        on = date(2027, month, day)
        if reasons({1: heard}, on, RULES):
            asked += 1
            heard = replace(heard, asked=on)
    assert asked <= 5


@given(some.dates(date(2027, 1, 1), date(2027, 12, 31)), some.integers(0, 400))
def test_what_was_just_spoken_of_is_no_silence(on: date, ahead: int) -> None:
    heard = Heard(on + timedelta(days=ahead), on)
    assert reasons({1: heard}, on, RULES).get(1) in (None, Reason.DUE)
