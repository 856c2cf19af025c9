from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.wecom.limits import MOST_CHATS, Budget, Limit, Window


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(st.floats(0, 20), max_size=120))
def test_no_stretch_of_a_minute_holds_more_than_the_limit(steps: list[float]) -> None:
    window, now, granted = Window((Limit(5, 60),)), 0.0, []
    for step in steps:
        now += step
        if window.wait(now) <= 0:
            window.take(now)
            granted.append(now)
    assert all(later - earlier >= 60 for earlier, later in zip(granted, granted[5:], strict=False))


def test_after_the_wait_that_was_told_there_is_room() -> None:
    time = Time()
    budget = Budget(time, (Limit(2, 60),))
    assert budget.take("a", 0) == 0
    time.now = 10
    assert budget.take("a", 0) == 0
    wait = budget.take("a", 0)
    assert wait == 50
    time.now += wait
    assert budget.take("a", 0) == 0


def test_both_limits_hold() -> None:
    time = Time()
    budget = Budget(time, (Limit(2, 60), Limit(3, 3600)))
    for _ in range(3):
        assert budget.take("a", 0) == 0
        time.now += 60
    assert budget.take("a", 0) == 3600 - 180


def test_bulletins_leave_room_for_answers_and_answers_for_card_updates() -> None:
    budget = Budget(Time(), (Limit(30, 60),))
    granted = [sum(budget.take("a", priority) == 0 for _ in range(40)) for priority in (9, 5, 0)]
    assert granted == [15, 12, 3]


def test_conversations_do_not_share_a_budget() -> None:
    budget = Budget(Time(), (Limit(1, 60),))
    assert [budget.take("a", 0), budget.take("b", 0)] == [0, 0]
    assert budget.take("a", 0) > 0


def test_what_the_server_says_counts_more_than_our_own_sums() -> None:
    time = Time()
    budget = Budget(time)
    budget.block("a", 60)
    assert budget.take("a", 0) == 60
    time.now = 60
    assert budget.take("a", 0) == 0


def test_silent_conversations_are_forgotten() -> None:
    budget = Budget(Time())
    for number in range(MOST_CHATS + 50):
        budget.take(str(number), 0)
    assert len(budget._windows) == MOST_CHATS
