"""What a bulletin may tell of a period: what somebody reported or saw within it."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rectification.bulletins import Happenings, Period, happenings
from bot.domain.rectification.history import Entry, Event, EventKind
from bot.domain.rectification.items import Item, Owner, Source, State

QUARTER = Period(date(2027, 4, 1), 3)
WITHIN, BEFORE = datetime(2027, 5, 4, tzinfo=UTC), datetime(2027, 3, 30, tzinfo=UTC)
K = EventKind


def entry(
    *events: tuple[EventKind, str], state: State = State.OPEN, at: datetime = WITHIN
) -> Entry:
    item = Item(
        id=1,
        cycle=1,
        source=Source.PROMISE,
        origin="",
        problem="谈心谈话偏少",
        cause="",
        measure="",
        due=None,
        state=state,
        owners=(Owner(1, 1),),
        created_at=BEFORE,
    )
    happened = [
        Event(at + timedelta(hours=place), kind, 1, None, text, "", "", 0)
        for place, (kind, text) in enumerate(events)
    ]
    return Entry(item, tuple(happened))


def of(*entries: Entry, due: date = date(2027, 12, 31)) -> Happenings:
    return happenings(entries, QUARTER, {entry.item.id: due for entry in entries}, UTC)


def test_closure_tells_what_was_done() -> None:
    now = of(entry((K.DONE, "逐一谈过"), (K.VERIFIED, ""), state=State.CLOSED))
    assert (now.verified, now.deeds) == (1, ("逐一谈过",))


def test_tap_tells_nothing() -> None:
    assert of(entry((K.UNDER_WAY, ""), (K.PROGRESS, ""), (K.HELD, ""))).is_nothing


def test_progress_of_what_was_closed_later_is_told_as_done() -> None:
    events = (K.PROGRESS, "谈了三人"), (K.DONE, "都谈过"), (K.VERIFIED, "")
    now = of(entry(*events, state=State.CLOSED))
    assert (now.steps, now.deeds) == ((), ("都谈过",))


def test_visit_and_relapse_are_told() -> None:
    now = of(entry((K.HELD, "看了记录")), entry((K.RELAPSED, "又没有谈")))
    assert (now.revisited, now.seen, now.relapsed) == (1, ("看了记录",), ("谈心谈话偏少",))


def test_what_came_due_and_is_open_is_something_to_tell() -> None:
    assert not of(entry(), due=date(2027, 6, 30)).is_nothing
    assert of(entry(state=State.CLOSED), due=date(2027, 6, 30)).is_nothing
    assert of(entry(), due=date(2027, 7, 1)).is_nothing


@given(st.lists(st.tuples(st.sampled_from(EventKind), st.text(max_size=5)), max_size=6))
def test_nothing_from_outside_the_period_is_told(events: list[tuple[EventKind, str]]) -> None:
    assert of(entry(*events, at=datetime(2027, 1, 5, tzinfo=UTC))).is_nothing


def test_what_was_closed_and_came_back_is_told_as_that_alone() -> None:
    now = of(entry((K.DONE, "谈过"), (K.VERIFIED, ""), (K.RELAPSED, "又没有谈")))
    assert (now.verified, now.deeds, now.relapsed) == (0, (), ("谈心谈话偏少",))
