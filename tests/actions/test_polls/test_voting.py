"""One vote: what counts of it, what a repeat, a change and a late one are, how a sheet turns (the ballot, step 5). Rows of rules on the real database."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions.polls import closing, meetings
from bot.actions.polls.voting import Receipt, Sent, admit, turn_to
from bot.domain.plan import Row
from bot.domain.polls.ballot import event_id
from bot.domain.polls.poll import Poll, PollState
from bot.domain.polls.refusals import AccountChanged, PollClosed, Recused
from bot.storage import audit
from bot.storage.polls import roll
from bot.storage.polls.votes import VoteBatch
from tests.actions.begun import Beginnings, begins, no_act
from tests.actions.hall import (
    CLASS_C,
    SECOND,
    SUBJECTS,
    casts,
    close,
    newest,
    now,
    opened,
    rebind,
    sheet_opened,
    with_ballot,
)
from tests.actions.office import SAMPLE, Office
from tests.actions.test_polls.ballots import ROWS, ballot, marks
from tests.cast import LI, MEMBER, ORGANISER, WANG

# -- what of it counts


@pytest.mark.parametrize(
    ("account", "choices", "receipt", "counts"),
    [
        (MEMBER, {0: 1, 1: 2}, Receipt(without_self=False, left=0), (1, 2)),
        (MEMBER, {0: 4}, Receipt(without_self=False, left=0), (4, 0)),
        (WANG, {0: 1, 1: 2}, Receipt(without_self=True, left=0), (0, 2)),
        (WANG, {1: 2}, Receipt(without_self=False, left=0), (0, 2)),
        (LI, {0: 3, 1: 1}, Receipt(without_self=True, left=0), (3, 0)),
    ],
)
def test_what_somebody_says_of_himself_is_left_out_and_he_hears_it(
    office: Office,
    account: str,
    choices: Mapping[int, int],
    receipt: Receipt,
    counts: Sequence[int],
) -> None:
    poll = opened(office, WANG, LI)
    assert casts(office, poll, account, choices)(office.work) == receipt
    assert ballot(office, poll, account).choices == counts


def test_what_his_class_is_not_asked_is_left_out_without_a_word_of_himself(office: Office) -> None:
    office.using(with_ballot(rows=(Row("总体评价"), Row("学习", classes=("A",)))))
    poll = opened(office)
    receipt = casts(office, poll, MEMBER, {0: 1, 1: 2})(office.work)
    assert not receipt.without_self
    assert ballot(office, poll, MEMBER).choices == (1, 0)


def test_a_vote_of_which_nothing_is_his_to_say_is_refused(office: Office) -> None:
    poll = opened(office, WANG, LI)
    assert isinstance(office.refused(casts(office, poll, WANG, {0: 1})), Recused)
    assert marks(office, poll, WANG) == "0"


@pytest.mark.parametrize(
    ("filled", "left", "marked"),
    [
        ((0,), 1, "10"),
        ((0, 1, 2), 1, "10"),
        ((3,), 1, "01"),
        ((0, 3), 0, "11"),
    ],
)
def test_a_ballot_of_several_cards_says_how_many_are_left(
    office: Office, filled: Sequence[int], left: int, marked: str
) -> None:
    office.using(with_ballot(rows=ROWS))
    poll = opened(office)
    receipt = casts(office, poll, MEMBER, dict.fromkeys(filled, 1))(office.work)
    assert receipt.left == left
    assert marks(office, poll, MEMBER) == marked


@pytest.mark.parametrize(
    ("first", "then", "beyond", "stands"),
    [
        ({}, {0: 1, 1: 1}, (), (1, 1, 0)),
        ({}, {0: 1, 1: 1, 2: 1}, (2,), (1, 1, 0)),
        ({0: 1, 1: 1}, {2: 1}, (2,), (1, 1, 0)),
        # Who takes one back may give another.
        ({0: 1, 1: 1}, {1: 2, 2: 1}, (), (1, 2, 1)),
        ({0: 1, 1: 1, 2: 3}, {2: 2}, (), (1, 1, 2)),
        ({0: 1, 1: 1, 2: 3}, {2: 1}, (2,), (1, 1, 3)),
        # The same again is no more of it.
        ({0: 1, 1: 1}, {0: 1}, (), (1, 1, 0)),
    ],
)
def test_the_best_step_is_given_as_often_as_the_plan_says_and_the_rest_counts(
    office: Office,
    first: Mapping[int, int],
    then: Mapping[int, int],
    beyond: Sequence[int],
    stands: Sequence[int],
) -> None:
    office.using(with_ballot(best_at_most=2))
    poll = opened(office, *SUBJECTS[:3])
    if first:
        casts(office, poll, MEMBER, first)(office.work)
    receipt = casts(office, poll, MEMBER, then)(office.work)
    assert [item.position for item in receipt.beyond] == list(beyond)
    assert receipt.limit == 2
    assert ballot(office, poll, MEMBER).choices == stands


# -- again, later, earlier


@begins(opened)
def test_a_repeat_of_the_message_changes_nothing_and_hears_the_same(office: Office) -> None:
    poll = newest(office)
    act = casts(office, poll, MEMBER, 2, message="same")
    first = act(office.work)
    other = casts(office, poll, MEMBER, 3, message="other")
    other(office.work)
    assert act(office.work) == first
    assert ballot(office, poll, MEMBER).choices == (3,)
    # Also after the close: what was taken before it is not refused later.
    office.now += SECOND
    close(office)
    assert act(office.work) == first
    assert isinstance(office.refused(casts(office, poll, MEMBER, 1)), PollClosed)


@begins(opened)
@pytest.mark.parametrize(
    ("stamps", "stands"),
    [
        ((None, None), 2),
        ((0, 1), 2),
        ((1, 0), 1),
        ((1, 1), 2),
        # Only the platform's own times are compared with each other.
        ((1, None), 2),
        ((None, 0), 2),
    ],
)
def test_of_two_votes_the_later_one_stands(
    office: Office, stamps: tuple[int | None, int | None], stands: int
) -> None:
    poll = newest(office)
    office.now += timedelta(minutes=1)
    for step, stamp in enumerate(stamps, 1):
        at = office.now
        if stamp is not None:
            at += stamp * SECOND
        stamped = stamp is not None
        casts(office, poll, MEMBER, step, at=at, stamped=stamped)(office.work)
    assert ballot(office, poll, MEMBER).choices == (stands,)


@pytest.mark.parametrize(
    ("sent", "closes", "by_hand", "counts"),
    [
        (59, 60, None, True),
        (60, 60, None, True),
        (61, 60, None, False),
        (59, None, 60, True),
        (60, None, 60, False),
        (61, None, 60, False),
        # Closed by hand before the planned end.
        (40, 60, 50, True),
        (55, 60, 50, False),
        # A time that nobody can have: it counts as of the opening, or of now.
        (-500, 60, None, True),
    ],
)
def test_a_vote_is_in_time_by_when_it_was_sent(
    office: Office, sent: int, closes: int | None, by_hand: int | None, counts: bool
) -> None:
    """Seconds after the opening; it arrives a moment after the close."""
    begun = office.now
    closes_at = None
    if closes is not None:
        closes_at = begun + closes * SECOND
    poll = opened(office, closes_at=closes_at)
    if by_hand is not None:
        office.now = begun + by_hand * SECOND
        close(office)
    office.now = begun + timedelta(seconds=62)
    act = casts(office, poll, MEMBER, 1, at=begun + sent * SECOND)
    if counts:
        act(office.work)
        assert marks(office, poll, MEMBER) == "1"
        return
    assert isinstance(office.refused(act), PollClosed)
    assert marks(office, poll, MEMBER) == "0"


@begins(opened)
def test_with_another_account_than_at_the_opening_nobody_votes_in_his_name(office: Office) -> None:
    poll = newest(office)
    rebind(office, MEMBER, "new")
    assert isinstance(office.refused(casts(office, poll, "new", 1)), AccountChanged)
    casts(office, poll, MEMBER, 1)(office.work)
    assert roll.turnout(office.session, poll.id)[1] == 1


# -- a sheet that turns


def taps(
    office: Office, poll: Poll, leaf: int, *, message: str = "turn", account: str = MEMBER
) -> Receipt:
    work = office.work
    batch = VoteBatch(work.session)
    voter = admit(batch, account, poll.id)
    sent = Sent(office.now, stamped=False, event_id=event_id("test", message))
    receipt = turn_to(work, batch, voter, leaf, sent)
    batch.flush()
    return receipt


@begins(sheet_opened)
def test_a_choice_turns_the_card_to_the_next_and_the_last_to_the_overview(office: Office) -> None:
    poll = newest(office)
    leaves = []
    for position in range(len(SUBJECTS)):
        receipt = casts(office, poll, MEMBER, {position: 1})(office.work)
        assert receipt.sheet is not None
        leaves.append(receipt.sheet.leaf)
    assert leaves == [1, 2, 3, 4, 5, 6, 7, None]
    assert marks(office, poll, MEMBER) == "1"


def test_a_tap_of_which_nothing_was_taken_and_a_repeat_do_not_turn_it(office: Office) -> None:
    office.using(with_ballot(best_at_most=1))
    poll = sheet_opened(office)
    for _ in range(2):
        receipt = casts(office, poll, MEMBER, {0: 1}, message="first")(office.work)
        assert receipt.sheet is not None
        assert receipt.sheet.leaf == 1
    receipt = casts(office, poll, MEMBER, {1: 1})(office.work)
    assert receipt.sheet is not None
    assert (receipt.sheet.leaf, [item.position for item in receipt.beyond]) == (1, [1])


@begins(sheet_opened)
def test_turning_back_is_no_vote_and_a_repeat_of_it_nothing_at_all(office: Office) -> None:
    poll = newest(office)
    receipt = taps(office, poll, 5)
    assert receipt.sheet is not None
    assert receipt.sheet.leaf == 5
    assert marks(office, poll, MEMBER) == "0"
    casts(office, poll, MEMBER, {5: 2})(office.work)
    assert ballot(office, poll, MEMBER).leaf == 6
    taps(office, poll, 5)
    assert ballot(office, poll, MEMBER).leaf == 6
    taps(office, poll, 5, message="again")
    assert ballot(office, poll, MEMBER).leaf == 5
    assert ballot(office, poll, MEMBER).choices[5] == 2


# -- traces and counts


@begins(opened)
def test_a_vote_leaves_no_line_and_no_message(office: Office) -> None:
    poll = newest(office)
    before = len(office.in_group())
    end = audit.head(office.session, SAMPLE)
    casts(office, poll, MEMBER, 4)(office.work)
    assert audit.head(office.session, SAMPLE) == end
    assert len(office.in_group()) == before
    assert office.sent(MEMBER) == []


VOTES = st.lists(st.tuples(st.sampled_from(CLASS_C[:6]), st.integers(0, 4)), max_size=14)


@given(votes=VOTES)
@settings(max_examples=10)
def test_law_the_count_is_the_last_vote_of_each_and_as_many_as_the_roll_has_marked(
    beginnings: Beginnings, votes: list[tuple[str, int]]
) -> None:
    """By name (记名), so that the count tells whose each choice is; 0 takes a vote back."""
    with beginnings.after(no_act) as office:
        meetings.set_named(office.work, office.cycle, office.person(ORGANISER), named=True)
        poll = opened(office)
        last: dict[str, int] = {}
        for account, step in votes:
            casts(office, poll, account, {0: step})(office.work)
            last[str(office.person(account).id)] = step
        standing = {person: [step] for person, step in last.items() if step}
        close(office)
        office.now += timedelta(seconds=3)
        assert closing.count_closed(office.work, poll.id)
        result = now(office, poll)
        assert result.voted == len(standing)
        assert (result.state is PollState.VOID) == (not standing)
        assert (result.named or {}) == standing
