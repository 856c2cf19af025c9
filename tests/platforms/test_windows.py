from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.windows import Limit, Window


@given(st.lists(st.floats(0, 20), max_size=120))
def test_no_stretch_of_a_minute_holds_more_than_the_limit(steps: list[float]) -> None:
    window, now, granted = Window((Limit(5, 60),)), 0.0, []
    for step in steps:
        now += step
        if window.wait(now) <= 0:
            window.take(now)
            granted.append(now)
    assert all(later - earlier >= 60 for earlier, later in zip(granted, granted[5:], strict=False))
