"""Taking back a ballot that should not have been held: what can be, by two persons, what is left of it. Rows of rules on the real database."""

from collections.abc import Callable, Sequence

import pytest

from bot.actions.polls import opening, releasing, withdrawing
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.poll import Audience, Poll, PollState, VoidReason
from bot.domain.polls.refusals import NothingToWithdraw, PaperPending, PollStillOpen
from bot.domain.refusals import CardGone, NeedsSecondPerson, Refusal
from tests.actions.begun import begins
from tests.actions.hall import (
    asks_release,
    counted,
    newest,
    now,
    opened,
)
from tests.actions.office import Office
from tests.actions.test_polls.ends import closed, over, paper_waits, still_open, void
from tests.cast import DEAN, LI, ORGANISER, WANG

REASON = "选项有误"


def asks(
    office: Office, poll_id: int, reason: str = REASON, *, by: str = ORGANISER
) -> Callable[[UnitOfWork], None]:
    actor = office.person(by)
    return lambda work: withdrawing.ask_withdrawal(
        work, office.cycle, office.department, actor, poll_id, reason
    )


def withdraws(office: Office, *, by: str = DEAN) -> Callable[[UnitOfWork], None]:
    card, actor = office.last_card(by), office.person(by)
    return lambda work: withdrawing.withdraw(work, office.department, card, actor)


def out(audience: Audience) -> Callable[[Office], None]:
    def release(office: Office) -> None:
        releasing.release_one(office.work, counted(office).id, office.person(DEAN), audience)

    return release


@pytest.mark.parametrize(
    ("office", "refusal"),
    [
        (still_open, PollStillOpen),
        (paper_waits, PaperPending),
        (closed, None),
        (over, None),
        (void, NothingToWithdraw),
        (out(Audience.LEADERSHIP), NothingToWithdraw),
        (out(Audience.GROUP), NothingToWithdraw),
    ],
    indirect=["office"],
)
def test_what_is_over_and_not_out_yet_can_be_taken_back(
    office: Office, refusal: type[Refusal] | None
) -> None:
    poll = newest(office)
    asked = len(office.cards(DEAN))
    if refusal is not None:
        assert isinstance(office.refused(asks(office, poll.id)), refusal)
        assert len(office.cards(DEAN)) == asked
        return
    asks(office, poll.id)(office.work)
    assert now(office, poll).state is PollState.COUNTED  # until the second person has said so
    withdraws(office)(office.work)
    taken_back = now(office, poll)
    assert (taken_back.state, taken_back.withheld) == (PollState.VOID, VoidReason.WITHDRAWN)


@begins(counted)
def test_a_number_that_no_ballot_has_is_named(office: Office) -> None:
    poll = newest(office)
    refusal = office.refused(asks(office, poll.id + 7))
    assert isinstance(refusal, NothingToWithdraw)
    assert refusal.poll == f"K{poll.id + 7}"
    assert withdrawing.withdrawal_cases(office.work, office.cycle, poll.id + 7) == []


@pytest.mark.parametrize("about", [(WANG,), (WANG, LI)])
def test_it_is_the_case_of_whom_it_is_about(office: Office, about: Sequence[str]) -> None:
    poll = opened(office, *about)
    cases = withdrawing.withdrawal_cases(office.work, office.cycle, poll.id)
    assert [person.account for person in cases] == list(about)


def taken_back(office: Office) -> Poll:
    poll = counted(office)
    asks(office, poll.id)(office.work)
    withdraws(office)(office.work)
    return now(office, poll)


@begins(counted)
def test_two_persons_take_it_back_and_once(office: Office) -> None:
    poll = newest(office)
    asks(office, poll.id)(office.work)
    card, organiser = office.last_card(DEAN), office.person(ORGANISER)
    assert card.text is not None
    assert poll.code in card.text.text
    own = office.refused(
        lambda work: withdrawing.withdraw(work, office.department, card, organiser)
    )
    assert isinstance(own, NeedsSecondPerson)
    confirm = withdraws(office)
    confirm(office.work)
    assert isinstance(office.refused(confirm), CardGone)
    assert len(office.trail("poll.withdrawn")) == 1


def test_the_group_hears_it_with_its_reason_and_whoever_asked_that_it_is_done(
    office: Office,
) -> None:
    poll = taken_back(office)
    told = office.in_group()[-1]
    for words in (poll.code, poll.title, REASON):
        assert words in told
    assert "赵建例" in office.told(ORGANISER)


def test_of_its_numbers_nothing_is_left_but_that_somebody_saw_them(office: Office) -> None:
    poll = taken_back(office)
    assert (poll.groups, poll.released, poll.shown) == (None, None, None)
    seen = counted(office, about=LI)
    asks_release(office)(office.work)
    asks(office, seen.id)(office.work)
    withdraws(office)(office.work)
    after = now(office, seen)
    # What the next ballot shows is checked against what somebody remembers.
    assert (after.groups, after.released, after.shown) == (None, None, seen.groups)


@begins(counted)
def test_his_secretary_is_the_next_again(office: Office) -> None:
    poll = newest(office)
    assert opening.next_subject(office.work, office.cycle)[0].account == LI
    asks(office, poll.id)(office.work)
    assert opening.next_subject(office.work, office.cycle)[0].account == LI
    withdraws(office)(office.work)
    assert opening.next_subject(office.work, office.cycle)[0].account == WANG


def test_what_asked_for_its_release_is_closed_and_another_is_not(office: Office) -> None:
    poll, other = counted(office), counted(office, about=LI)
    asks_release(office, about=WANG)(office.work)
    asked = office.last_card(DEAN)
    asks_release(office, about=LI)(office.work)
    asks(office, poll.id)(office.work)
    about_withdrawal = office.last_card(DEAN)
    dean = office.person(DEAN)
    withdrawing.withdraw(office.work, office.department, about_withdrawal, dean)
    with pytest.raises(CardGone):
        office.card(asked.id)
    # The one about the other, which had waited behind it, is shown now.
    releasing.release(office.work, office.department, office.last_card(DEAN), dean)
    assert now(office, other).state is PollState.RELEASED


@begins(counted)
def test_what_was_published_while_the_card_lay_there_stays(office: Office) -> None:
    poll = newest(office)
    asks(office, poll.id)(office.work)
    releasing.release_one(office.work, poll.id, office.person(DEAN))
    before = len(office.in_group())
    assert isinstance(office.refused(withdraws(office)), CardGone)
    assert now(office, poll).state is PollState.RELEASED
    assert len(office.in_group()) == before


@begins(counted)
def test_declined_it_stays_and_whoever_asked_hears_of_it(office: Office) -> None:
    poll = newest(office)
    asks(office, poll.id)(office.work)
    card, dean = office.last_card(DEAN), office.person(DEAN)
    withdrawing.decline(office.work, office.department, card, dean)
    assert now(office, poll).state is PollState.COUNTED
    assert "赵建例" in office.told(ORGANISER)
    assert office.trail("poll.withdrawn") == []
    asks_release(office)(office.work)
