"""What an item's history says of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.rectification.history import Entry, Event, EventKind
from bot.domain.rectification.items import Item, Owner, Source, State

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
K = EventKind


def item(state: State = State.OPEN) -> Item:
    return Item(
        id=1,
        cycle=1,
        source=Source.PROMISE,
        origin="述职时承诺",
        problem="组织生活记录不全",
        cause="",
        measure="",
        due=None,
        state=state,
        owners=(Owner(3, 1),),
        created_at=NOON,
    )


def entry(*kinds: EventKind, state: State = State.OPEN) -> Entry:
    """Every proof is named by its place in the history."""
    events = [
        Event(
            at=NOON + timedelta(hours=place),
            kind=kind,
            branch=3,
            person=7,
            text="",
            sha256=str(place) if kind is K.PROOF else "",
            name="",
            size=0,
        )
        for place, kind in enumerate(kinds)
    ]
    return Entry(item(state), tuple(events))


def test_the_newest_of_some_kinds_is_told() -> None:
    history = entry(K.DONE, K.RETURNED, K.DONE, K.VERIFIED)
    done, verified = history.last(K.DONE), history.last(K.VERIFIED, K.RETURNED)
    assert done is history.events[2]
    assert verified is history.events[3]
    assert history.last(K.RELAPSED) is None


def test_the_newest_proof_counts() -> None:
    assert entry(K.DONE).proof is None
    proof = entry(K.PROOF, K.PROGRESS, K.PROOF, K.DONE).proof
    assert proof is not None
    assert proof.sha256 == "2"


def test_an_item_knows_its_owners() -> None:
    assert item().is_owned_by(3)
    assert not item().is_owned_by(4)


@pytest.mark.parametrize(
    ("history", "is_verified"),
    [
        ([], False),
        ([(K.DONE, 7)], False),
        ([(K.VERIFIED, 8)], False),
        ([(K.DONE, 7), (K.VERIFIED, 8)], True),
        ([(K.DONE, 7), (K.VERIFIED, 7)], False),  # his own word is no second look
        ([(K.DONE, 7), (K.VERIFIED, 8), (K.DONE, 7)], False),  # nobody has looked since
        ([(K.DONE, 7), (K.RETURNED, 8), (K.DONE, 7), (K.VERIFIED, 8)], True),
        ([(K.ADOPTED, None)], True),  # it was verified in its own year
    ],
)
def test_an_item_is_verified_by_somebody_else_after_it_was_last_done(
    history: list[tuple[EventKind, int | None]], is_verified: bool
) -> None:
    told = entry(*(kind for kind, _ in history))
    events = zip(told.events, history, strict=True)
    by = tuple(replace(event, person=person) for event, (_, person) in events)
    assert replace(told, events=by).is_verified is is_verified


@pytest.mark.parametrize(
    ("branch", "number", "is_meant"),
    [
        (None, None, True),
        (3, None, True),
        (5, None, False),
        (None, 1, True),
        (None, 6, True),  # the other branch's number of it
        (None, 2, False),
        (3, 1, True),
        (4, 6, True),
        (3, 6, False),
    ],
)
def test_an_item_is_meant_by_the_branch_and_the_number_that_were_said(
    branch: int | None, number: int | None, is_meant: bool
) -> None:
    shared = replace(item(), owners=(Owner(3, 1), Owner(4, 6)))
    assert shared.is_meant(branch, number) is is_meant
