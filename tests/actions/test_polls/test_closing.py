"""Closing a ballot (step 8): who ends it, what the clock ends, what is told of the end. Rows of rules on the real database."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.actions.polls import closing
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.poll import PollState
from bot.domain.polls.refusals import NothingOpen, WhichToEnd
from tests.actions.begun import begins
from tests.actions.hall import (
    SECOND,
    close,
    count,
    in_two_rounds,
    newest,
    now,
    opened,
    sheet_opened,
    vote,
)
from tests.actions.office import Office
from tests.actions.test_polls.batches import confirmed, entered
from tests.cast import DEAN, LI, MEMBER, ORGANISER, WANG


def closes(office: Office, **which: object) -> Callable[[UnitOfWork], closing.ClosedPoll]:
    organiser = office.person(ORGANISER)
    return lambda work: closing.close_open(work, office.department, organiser, **which)  # type: ignore[arg-type]


# -- ending it


def test_one_ends_what_is_open_and_once(office: Office) -> None:
    assert isinstance(office.refused(closes(office)), NothingOpen)
    poll = opened(office)
    closes(office)(office.work)
    assert now(office, poll).state is PollState.CLOSING
    assert isinstance(office.refused(closes(office)), NothingOpen)
    assert office.trail("poll.closed") == [{"eligible": 53, "voted": 0}]


def test_of_two_ballots_the_one_that_is_named_ends(office: Office) -> None:
    office.using(in_two_rounds)
    leaders, members = office.cycle.plan.rounds
    first, second = opened(office), opened(office)
    refusal = office.refused(closes(office))
    assert isinstance(refusal, WhichToEnd)
    assert refusal.subjects == ("领导测评", "党员测评")
    closes(office, round_=members)(office.work)
    assert (now(office, first).state, now(office, second).state) == (
        PollState.OPEN,
        PollState.CLOSING,
    )
    assert isinstance(office.refused(closes(office, round_=members)), NothingOpen)
    closes(office, round_=leaders)(office.work)
    assert now(office, first).state is PollState.CLOSING


def test_of_two_ballots_the_one_about_who_is_named_ends(office: Office) -> None:
    office.using(in_two_rounds)
    leaders, members = office.cycle.plan.rounds
    first, second = opened(office, WANG, round_=leaders), opened(office, LI, round_=members)
    refusal = office.refused(closes(office))
    assert isinstance(refusal, WhichToEnd)
    closes(office, subject=office.person(LI))(office.work)
    assert now(office, first).state is PollState.OPEN
    assert now(office, second).state is PollState.CLOSING


@pytest.mark.parametrize(
    ("sheet", "in_group", "told"),
    [
        (False, False, "王文例的测评已结束"),
        (False, True, "王文例的测评已结束"),
        (True, False, "发出54份，收回2份"),
        # Where the sheet was called, the answer there tells the end.
        (True, True, ""),
    ],
)
def test_the_group_hears_of_the_end_once(
    office: Office, sheet: bool, in_group: bool, told: str
) -> None:
    poll = sheet_opened(office) if sheet else opened(office)
    vote(office, poll, [DEAN, MEMBER], 1)
    before = len(office.in_group())
    answer = closes(office, in_group=in_group)(office.work)
    after = office.in_group()[before:]
    if told:
        assert after == [answer.ended]
        assert told in after[0]
    else:
        assert after == []
        assert "收回2份" in answer.ended


@begins(sheet_opened)
def test_the_end_counts_sheets_with_those_on_paper_and_keeps_the_spoilt_apart(
    office: Office,
) -> None:
    poll = newest(office)
    vote(office, poll, [DEAN, MEMBER], 1)
    confirmed(office, "B 发9 收8 废1；" + "；".join(["好7"] * 8))
    entered(office, "C 发3 收3 废0；" + "；".join(["好3"] * 8))  # nobody has confirmed it
    answer = closes(office)(office.work)
    assert (answer.eligible, answer.voted) == (54, 2)
    assert (answer.handed_out, answer.returned, answer.valid) == (63, 10, 9)


# -- by the clock


@pytest.mark.parametrize(("after", "closed"), [(59, False), (60, True), (300, True)])
def test_the_clock_ends_it_at_the_planned_moment_and_not_at_its_beat(
    office: Office, after: int, closed: bool
) -> None:
    moment = office.now + 60 * SECOND
    poll = opened(office, closes_at=moment)
    office.now += after * SECOND
    assert closing.close_due(office.work, poll.id) == closed
    assert now(office, poll).closed_at == (moment if closed else None)
    assert not closing.close_due(office.work, poll.id)
    assert len(office.trail("poll.closed")) == closed


@begins(opened)
def test_the_clock_leaves_what_has_no_end(office: Office) -> None:
    poll = newest(office)
    office.now += timedelta(days=9)
    assert not closing.close_due(office.work, poll.id)
    assert not closing.close_due(office.work, poll.id + 1)


@begins(opened)
def test_it_is_counted_when_what_was_under_way_has_arrived(office: Office) -> None:
    poll = newest(office)
    assert closing.ready_to_count(now(office, poll)) is None
    close(office)
    assert closing.ready_to_count(now(office, poll)) == office.now + 2 * SECOND
    count(office, poll)
    assert closing.ready_to_count(now(office, poll)) is None
