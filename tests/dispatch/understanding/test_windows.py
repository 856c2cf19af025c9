from datetime import date, datetime, time

import pytest

from bot.dispatch.understanding.windows import Window, read_window
from bot.domain.polls.refusals import ClosesTooSoon
from bot.domain.polls.window import closing_time
from tests.chat import SHANGHAI

TODAY = date(2026, 12, 20)  # a Sunday


@pytest.mark.parametrize(
    ("text", "day", "clock", "rest"),
    [
        ("到12月25日17点", date(2026, 12, 25), time(17), ""),
        ("王文例 李思样 到12月25日17点", date(2026, 12, 25), time(17), "王文例 李思样"),
        ("到12月25日下午五点截止", date(2026, 12, 25), time(17), ""),
        ("，截止12月25日", date(2026, 12, 25), None, ""),
        ("截止时间：12月25日17:30", date(2026, 12, 25), time(17, 30), ""),
        ("到明天中午12点为止", date(2026, 12, 21), time(12), ""),
        ("到17点", None, time(17), ""),
        ("王文例", None, None, "王文例"),
        ("发到群里", None, None, "发到群里"),
        ("", None, None, ""),
    ],
)
def test_a_closing_time_is_read_beside_names(
    text: str, day: date | None, clock: time | None, rest: str
) -> None:
    assert read_window(text, TODAY) == Window(day, clock, rest)


def test_a_day_without_a_time_ends_in_the_evening_and_a_time_without_a_day_is_today() -> None:
    now = datetime(2026, 12, 20, 9, tzinfo=SHANGHAI)
    evening = time(20)
    assert closing_time(date(2026, 12, 25), None, now=now, evening=evening) == datetime(
        2026, 12, 25, 20, tzinfo=SHANGHAI
    )
    assert closing_time(None, time(17), now=now, evening=evening) == datetime(
        2026, 12, 20, 17, tzinfo=SHANGHAI
    )
    for day, clock in ((None, time(8)), (date(2026, 12, 19), None), (date(2027, 12, 1), None)):
        with pytest.raises(ClosesTooSoon):
            closing_time(day, clock, now=now, evening=evening)
