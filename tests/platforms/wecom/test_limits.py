from bot.platforms.wecom.limits import MOST_CHATS, Budget, Kind
from bot.platforms.windows import Limit


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_after_the_wait_that_was_told_there_is_room() -> None:
    time = Time()
    budget = Budget(time, (Limit(2, 60),))
    assert budget.take("a", Kind.CARD) == 0
    time.now = 10
    assert budget.take("a", Kind.CARD) == 0
    wait = budget.take("a", Kind.CARD)
    assert wait == 50
    time.now += wait
    assert budget.take("a", Kind.CARD) == 0


def test_both_limits_hold() -> None:
    time = Time()
    budget = Budget(time, (Limit(2, 60), Limit(3, 3600)))
    for _ in range(3):
        assert budget.take("a", Kind.CARD) == 0
        time.now += 60
    assert budget.take("a", Kind.CARD) == 3600 - 180


def granted(budget: Budget, *kinds: Kind) -> list[int]:
    """How many of forty each kind gets, one after the other."""
    return [sum(budget.take("a", kind) == 0 for _ in range(40)) for kind in kinds]


def test_each_kind_leaves_room_for_the_others() -> None:
    def fresh() -> Budget:
        return Budget(Time(), (Limit(30, 60),))

    assert granted(fresh(), Kind.BULLETIN, Kind.ANSWER) == [15, 12]
    assert granted(fresh(), Kind.CARD, Kind.ANSWER, Kind.BULLETIN) == [24, 6, 0]
    assert granted(fresh(), Kind.BULLETIN, Kind.CARD, Kind.ANSWER) == [15, 9, 6]


def test_conversations_do_not_share_a_budget() -> None:
    budget = Budget(Time(), (Limit(1, 60),))
    assert [budget.take("a", Kind.CARD), budget.take("b", Kind.CARD)] == [0, 0]
    assert budget.take("a", Kind.CARD) > 0


def test_what_the_server_says_counts_more_than_our_own_sums() -> None:
    time = Time()
    budget = Budget(time)
    budget.block("a", 60)
    assert budget.take("a", Kind.CARD) == 60
    time.now = 60
    assert budget.take("a", Kind.CARD) == 0


def test_silent_conversations_are_forgotten() -> None:
    budget = Budget(Time())
    for number in range(MOST_CHATS + 50):
        budget.take(str(number), Kind.CARD)
    assert budget.conversations == MOST_CHATS
