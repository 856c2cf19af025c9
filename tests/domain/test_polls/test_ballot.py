from datetime import UTC, datetime, timedelta
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.polls.ballot import REMEMBERED, Event, blank, credible, event, event_id, in_time
from bot.domain.polls.form import Form, Subject
from bot.domain.polls.order import draw

NOW = datetime(2026, 12, 21, 6, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FORM = Form((Subject(1, "王文例", "第一支部"),), ("总体评价",), ("好", "较好", "一般", "差"))
ROWS = Form(
    (Subject(1, "王文例", "第一支部"),), tuple("一二三四五六"), ("好", "较好", "一般", "差")
)


def test_the_last_choice_counts_and_a_repeat_changes_nothing() -> None:
    first, second = Event(10, b"first"), Event(20, b"second")
    ballot = blank(FORM).marked(FORM, {0: 1}, first).marked(FORM, {0: 3}, second)
    assert ballot.choices == (3,)
    assert ballot.marked(FORM, {0: 1}, first) is ballot


def test_a_repeat_within_the_same_second_does_not_bring_the_earlier_choice_back() -> None:
    first, second = Event(10, b"first"), Event(10, b"second")
    ballot = blank(FORM).marked(FORM, {0: 1}, first).marked(FORM, {0: 3}, second)
    assert ballot.marked(FORM, {0: 1}, first).choices == (3,)


def test_an_older_vote_that_arrives_late_changes_nothing() -> None:
    ballot = blank(FORM).marked(FORM, {0: 2}, Event(20, b"new"))
    assert ballot.marked(FORM, {0: 4}, Event(19, b"old")) is ballot
    assert ballot.marked(FORM, {0: 4}, Event(20, b"same time, other message")).choices == (4,)


def test_cards_of_one_poll_do_not_overtake_each_other() -> None:
    ballot = blank(ROWS).marked(ROWS, {3: 1, 4: 1, 5: 1}, Event(20, b"second card"))
    ballot = ballot.marked(ROWS, {0: 2, 1: 2, 2: 2}, Event(10, b"first card, later here"))
    assert ballot.choices == (2, 2, 2, 1, 1, 1)
    assert ballot.marks(ROWS) == "11"
    typed = dict.fromkeys(range(6), 4)  # one message about both cards: all of it counts, or nothing
    assert ballot.marked(ROWS, typed, Event(15, b"between them")) is ballot
    assert ballot.marked(ROWS, typed, Event(20, b"after both")).choices == (4,) * 6


def test_a_ballot_is_blank_until_something_is_chosen() -> None:
    assert blank(ROWS).blank
    assert blank(ROWS).marks(ROWS) == "00"
    marked = blank(ROWS).marked(ROWS, {4: 3}, Event(1, b"one"))
    assert not marked.blank
    assert marked.marks(ROWS) == "01"


@given(st.permutations(list(range(6))))
def test_any_order_of_arrival_ends_with_the_newest_choice(order: list[int]) -> None:
    ballot = blank(FORM)
    for at in order:
        ballot = ballot.marked(FORM, {0: at % 4 + 1}, Event(at, bytes([at + 1])))
    assert ballot.choices == (5 % 4 + 1,)


def test_a_votes_time_is_kept_between_the_opening_and_now() -> None:
    opened = NOW - 60 * SECOND
    assert credible(NOW - SECOND, opened_at=opened, now=NOW) == NOW - SECOND
    assert credible(NOW + timedelta(days=400), opened_at=opened, now=NOW) == NOW
    assert credible(datetime(1970, 1, 1, tzinfo=UTC), opened_at=opened, now=NOW) == opened


def test_a_planned_close_takes_its_own_second_and_a_close_by_hand_does_not() -> None:
    assert in_time(NOW, closes_at=NOW, closed_at=None)
    assert in_time(NOW, closes_at=NOW, closed_at=NOW)
    assert not in_time(NOW + SECOND / 1000, closes_at=NOW, closed_at=None)
    assert in_time(NOW - SECOND / 1000, closes_at=None, closed_at=NOW)
    assert not in_time(NOW, closes_at=None, closed_at=NOW)
    assert not in_time(NOW, closes_at=NOW + SECOND, closed_at=NOW)
    assert in_time(NOW, closes_at=None, closed_at=None)


def test_events_are_known_by_platform_and_message() -> None:
    assert event_id("sandbox", "m1") == event_id("sandbox", "m1")
    assert event_id("sandbox", "m1") != event_id("wecom", "m1")
    assert event_id("a", "b:c") != event_id("a:b", "c")
    assert stamped(NOW).at == NOW.timestamp() * 1_000_000


def stamped(at: datetime | None) -> Event:
    return event(b"m1", at, opened_at=NOW - 60 * SECOND, now=NOW)


def test_only_a_platforms_own_time_is_a_time_and_only_where_it_can_be_believed() -> None:
    assert stamped(None).at is None
    assert stamped(NOW + timedelta(hours=23)).at is not None
    assert stamped(NOW + timedelta(hours=25)).at is None
    assert stamped(NOW - timedelta(hours=25)).at is None


def test_a_vote_without_the_platforms_time_counts_when_it_comes_and_hides_no_newer_one() -> None:
    ballot = (
        blank(FORM)
        .marked(FORM, {0: 2}, Event(20, b"clicked"))
        .marked(FORM, {0: 4}, Event(None, b"typed"))
    )
    assert (ballot.choices, ballot.newest) == ((4,), (20,))
    assert ballot.marked(FORM, {0: 1}, Event(10, b"clicked before, came late")) is ballot
    assert ballot.marked(FORM, {0: 1}, Event(21, b"clicked after")).choices == (1,)


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=1, max_size=REMEMBERED))
def test_whatever_our_clock_does_the_platforms_order_holds_and_else_that_of_arrival(
    votes: list[tuple[int, bool]],
) -> None:
    """Each vote tells the platform's time or none; our own clock jumps about and changes nothing."""
    ballot, counted, newest = blank(FORM), 0, None
    for number, (offset, told) in enumerate(votes, 1):
        step, at = number % 4 + 1, NOW + offset * SECOND
        ours = NOW + timedelta(minutes=offset * 7)
        happened = event(
            bytes([number]), at if told else None, opened_at=NOW - 60 * SECOND, now=ours
        )
        ballot = ballot.marked(FORM, {0: step}, happened)
        if not told or newest is None or at >= newest:
            counted = step
        if told:
            newest = at if newest is None else max(at, newest)
    assert ballot.choices == (counted,)


def test_cards_hold_three_questions_and_one_secretary_each() -> None:
    subjects = tuple(Subject(n, f"书记{n}", "") for n in range(8))
    assert [len(page) for page in Form(subjects, ("总体评价",), ()).pages] == [3, 3, 2]
    assert [len(page) for page in Form(subjects[:2], tuple("一二三四"), ()).pages] == [3, 1, 3, 1]


def test_the_lot_is_the_same_for_everybody_with_the_seed() -> None:
    names = ["王文例", "李思样", "张立范", "陈明试"]
    assert draw("s", names) == draw("s", names[::-1])
    assert set(draw("s", names)) == set(names)
    assert len({draw(str(seed), names) for seed in range(200)}) == 24  # every order comes up
    by_hand = sorted(names, key=lambda name: sha256(f"2026-12-21|{name}".encode()).hexdigest())
    assert list(draw("2026-12-21", names)) == by_hand == ["陈明试", "张立范", "李思样", "王文例"]
