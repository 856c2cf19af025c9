"""Days and lengths in words."""

from datetime import date

import pytest

from bot.dispatch.understanding.dates import spans
from bot.dispatch.understanding.writing import plain

WEDNESDAY = date(2026, 12, 9)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("2026-12-25", date(2026, 12, 25)),
        ("2026年12月25日", date(2026, 12, 25)),
        ("12月25日", date(2026, 12, 25)),
        ("12.25", date(2026, 12, 25)),
        ("12/25", date(2026, 12, 25)),
        ("十二月二十五", date(2026, 12, 25)),
        ("1月15号", date(2027, 1, 15)),
        ("25号", date(2026, 12, 25)),
        ("二十五号", date(2026, 12, 25)),
        ("本月廿七日", date(2026, 12, 27)),
        ("卅号", date(2026, 12, 30)),
        ("5号", date(2027, 1, 5)),
        ("下个月5号", date(2027, 1, 5)),
        ("今天", date(2026, 12, 9)),
        ("明天", date(2026, 12, 10)),
        ("后天", date(2026, 12, 11)),
        ("大后天", date(2026, 12, 12)),
        ("周五", date(2026, 12, 11)),
        ("周一", date(2026, 12, 14)),
        ("本周五", date(2026, 12, 11)),
        ("下周五", date(2026, 12, 18)),
        ("下下周一", date(2026, 12, 21)),
        ("下星期天", date(2026, 12, 20)),
        ("礼拜三", date(2026, 12, 9)),
        ("月底", date(2026, 12, 31)),
        ("下月底", date(2027, 1, 31)),
        ("年底", date(2026, 12, 31)),
        ("元旦", date(2027, 1, 1)),
        ("三天后", date(2026, 12, 12)),
        ("一周之后", date(2026, 12, 16)),
        ("三天", 3),
        ("两天", 2),
        ("10天", 10),
        ("一周", 7),
        ("一个星期", 7),
        ("半个月", 15),
        ("１２月２５日", date(2026, 12, 25)),
    ],
)
def test_reads(said: str, value: date | int) -> None:
    assert [span.value for span in spans(plain(f"延到{said}吧"), WEDNESDAY)] == [value]


@pytest.mark.parametrize("said", ["2月30日", "13月1日", "三支部", "第二条", "32号"])
def test_is_no_day(said: str) -> None:
    assert not [span for span in spans(plain(said), WEDNESDAY) if isinstance(span.value, date)]
