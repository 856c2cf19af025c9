"""From when things have a term, and when it is over."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plan import Retention
from bot.domain.retention import Kind, YearSpan, horizon, months_before

NOW = datetime(2028, 6, 30, 12, tzinfo=UTC)


def day(year: int, month: int, number: int = 1) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


def year(number: int, archived: datetime | None, *, unsettled: bool = False) -> YearSpan:
    return YearSpan(number, number, day(number, 11), archived, unsettled)


FIRST = year(2025, day(2026, 12))
SECOND = year(2026, day(2027, 12))


@pytest.mark.parametrize(
    ("moment", "months", "before"),
    [
        (day(2028, 3, 31), 1, day(2028, 2, 29)),
        (day(2027, 3, 31), 1, day(2027, 2, 28)),
        (day(2028, 1, 15), 1, day(2027, 12, 15)),
        (day(2028, 12, 31), 12, day(2027, 12, 31)),
        (day(2028, 2, 29), 12, day(2027, 2, 28)),
        (day(2028, 5, 31), 30, day(2025, 11, 30)),
    ],
)
def test_a_month_is_a_calendar_s(moment: datetime, months: int, before: datetime) -> None:
    assert months_before(moment, months) == before


@given(
    st.datetimes(timezones=st.just(UTC)).filter(lambda moment: moment.year > 100),
    st.integers(1, 240),
)
def test_more_months_are_never_later(moment: datetime, months: int) -> None:
    assert months_before(moment, months + 1) < months_before(moment, months) < moment


@pytest.mark.parametrize(
    ("years", "months", "before"),
    [
        ([], 12, None),
        ([FIRST], None, None),
        ([year(2025, None)], 1, None),  # the first year runs: nothing is due
        ([FIRST], 12, day(2027, 6, 30).replace(hour=12)),
        ([FIRST], 24, None),  # archived less than so long ago
        ([FIRST, SECOND], 12, day(2026, 11)),  # what came since the second began stays
        ([SECOND, FIRST], 12, day(2026, 11)),
        ([FIRST, SECOND], 6, day(2027, 12, 30).replace(hour=12)),
        ([FIRST, year(2026, None)], 6, day(2026, 11)),
        ([year(2025, day(2026, 12), unsettled=True), SECOND], 6, None),
    ],
)
def test_what_was_said_is_due_up_to_the_first_year_that_is_not_over(
    years: list[YearSpan], months: int | None, before: datetime | None
) -> None:
    assert horizon(years, NOW, months) == before


@given(
    st.lists(
        st.tuples(st.integers(2000, 2030), st.none() | st.integers(0, 40), st.booleans()),
        unique_by=lambda drawn: drawn[0],
    ),
    st.integers(1, 60),
)
def test_nothing_of_a_year_that_is_not_over_is_ever_due(
    drawn: list[tuple[int, int | None, bool]], months: int
) -> None:
    years = []
    for number, later, unsettled in drawn:
        archived = None
        if later is not None:
            archived = months_before(day(number + 5, 1), 40 - later)
        years.append(year(number, archived, unsettled=unsettled))
    before = horizon(years, NOW, months)
    for one in years:
        if before is not None and not one.is_over(NOW, months):
            assert before <= one.begun


def test_each_kind_has_its_term() -> None:
    rules = Retention(messages=1, drafts=2, letters=None, files=4)
    assert [kind.months_under(rules) for kind in Kind] == [1, 2, None, 4]
