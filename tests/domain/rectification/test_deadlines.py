"""The day that a promise names (S30)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.rectification.deadlines import due_in

ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2027年6月底前完成", date(2027, 6, 30)),
        ("2027年6月5日前完成", date(2027, 6, 5)),
        ("明年2月完成", date(2027, 2, 28)),
        ("今年12月完成", date(2026, 12, 31)),
        ("本年12月3号完成", date(2026, 12, 3)),
        ("12月完成", date(2026, 12, 31)),
        ("11月20日完成", date(2026, 11, 20)),  # today is a day too
        ("11月19日完成", date(2027, 11, 19)),  # over: next year's
        ("3月底前完成", date(2027, 3, 31)),
        ("13月完成", None),
        ("0月完成", None),
        ("2027年2月30日完成", None),
        ("2026年3月完成", None),  # over, and said with its year
        ("上半年完成", date(2027, 6, 30)),
        ("明年上半年完成", date(2027, 6, 30)),
        ("下半年完成", date(2026, 12, 31)),
        ("明年一季度完成", date(2027, 3, 31)),
        ("明年2季度完成", date(2027, 6, 30)),
        ("明年三季度完成", date(2027, 9, 30)),
        ("明年四季度完成", date(2027, 12, 31)),
        ("年底前完成", date(2026, 12, 31)),
        ("年内完成", date(2026, 12, 31)),
        ("明年内完成", date(2027, 12, 31)),
        ("今年内完成", date(2026, 12, 31)),
        ("今年底完成", date(2026, 12, 31)),
        ("本月底完成", None),  # of a month
        ("3月和6月各一次", date(2027, 6, 30)),  # the latest
        ("尽快完成", None),
        ("", None),
    ],
)
def test_the_day_that_a_text_names(text: str, due: date | None) -> None:
    assert due_in(text, ON) == due


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (date(2026, 11, 30), date(2026, 12, 31)),  # 31 days ahead
        (date(2026, 12, 1), date(2027, 12, 31)),  # nearer: the next one is meant
    ],
)
def test_the_end_of_a_year_that_is_at_hand_is_the_next_one(on: date, due: date) -> None:
    assert due_in("年底前完成", on) == due
    assert due_in("今年底前完成", on) == date(2026, 12, 31)


@given(
    st.sampled_from(["3月", "6月15日", "年底", "上半年", "一季度", "明年5月", "下半年"]),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
@settings(max_examples=60)
def test_a_day_is_never_over_and_within_two_years(text: str, on: date) -> None:
    due = due_in(text, on)
    assert due is not None
    assert on <= due <= on + timedelta(days=730)
