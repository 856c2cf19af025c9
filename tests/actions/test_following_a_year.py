"""How often a whole year asks: whoever is silent, has named his month, or keeps what he promised. Rows on the real database (S35)."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from bot.actions.rectification import following
from bot.domain.rectification.items import Item
from tests.actions.acts import closed, entered, progressed, without_school_holidays
from tests.actions.begun import begins
from tests.actions.office import Office
from tests.cast import ZHANG

SOON, JUNE = date(2027, 2, 28), date(2027, 6, 30)
NOVEMBER, DECEMBER = date(2027, 11, 30), date(2027, 12, 31)
Acts = Callable[[Office, list[Item]], object]


pytestmark = begins(without_school_holidays)


def months_asked(office: Office, acts: Mapping[int, Acts], items: list[Item]) -> list[int]:
    """Lives through the year from question to question; in which months a card came."""
    months = []
    while (due := following.next_due(office.work, office.now)) and due.year == 2027:
        office.now = due
        before = len(office.cards(ZHANG))
        following.follow_up(office.work)
        if len(office.cards(ZHANG)) > before:
            months.append(due.month)
            acts.get(due.month, acts.get(0, nothing))(office, items)
    return months


def nothing(_office: Office, _items: list[Item]) -> None:
    """He is silent."""


def last_two_are_under_way(office: Office, items: list[Item]) -> None:
    for item in items[-2:]:
        progressed(office, item, "")


def four_are_done(office: Office, items: list[Item]) -> None:
    for item in items[:4]:
        closed(office, item)


def names_april(office: Office, items: list[Item]) -> None:
    progressed(office, items[0], "场地4月底能定")


# what is promised for when, what he says in January, what he does in a month in which he is asked, when he is asked
YEARS: dict[str, tuple[list[date], Acts, Mapping[int, Acts], list[int]]] = {
    # Before its day, after it, and when nothing was heard for a quarter: never every month.
    "he is silent about what fell due": ([SOON], nothing, {}, [2, 3, 6, 9, 12]),
    "he named a month in which it moves": ([NOVEMBER], names_april, {}, [4, 7, 11, 12]),
    "he named none": ([NOVEMBER], nothing, {}, [5, 11, 12]),
    "six promises, kept and spoken of": (
        [JUNE, JUNE, JUNE, JUNE, NOVEMBER, DECEMBER],
        nothing,
        {7: four_are_done, 0: last_two_are_under_way},
        [5, 7, 11, 12],
    ),
}


@pytest.mark.parametrize(("days", "says", "acts", "months"), YEARS.values(), ids=YEARS)
def test_a_year_asks_a_few_times(
    office: Office, days: list[date], says: Acts, acts: Mapping[int, Acts], months: list[int]
) -> None:
    office.at("2027-01-15T10:00")
    items = [entered(office, due=day, problem=f"问题{day}{n}") for n, day in enumerate(days)]
    says(office, items)
    assert months_asked(office, acts, items) == months
