"""Who votes: who stands on the roll, who was late, and while the ballot is open. Rows of rules on the real database."""

import shutil
from collections.abc import Callable, Sequence

import pytest

from bot.actions.polls import presence
from bot.actions.polls.voting import Receipt, admit, as_it_is
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.poll import Poll
from bot.domain.polls.refusals import NotOnRoll, NotPresent, PollClosed, PollLost, Recused
from bot.domain.refusals import CardGone, NotOnRoster, Refusal
from bot.storage.polls import roll
from bot.storage.polls.votes import VoteBatch
from tests.actions.begun import begins
from tests.actions.hall import (
    CLASS_C,
    SECOND,
    SUBJECTS,
    casts,
    close,
    count,
    counted,
    newest,
    opened,
    released,
    vote,
)
from tests.actions.office import Office
from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, STRANGER, WANG

OF_ANOTHER_DEPARTMENT = "x-m01"


@begins(opened)
@pytest.mark.parametrize(
    ("account", "refusal"),
    [
        (DEAN, None),
        (ORGANISER, None),
        (LI, None),
        (MEMBER, None),
        (WANG, Recused),
        (GUEST, NotOnRoll),
        (STRANGER, NotOnRoster),
        # Not even that there is such a poll is told to another department.
        (OF_ANOTHER_DEPARTMENT, CardGone),
    ],
)
def test_who_stands_on_the_roll_votes_but_for_whom_the_ballot_is_about(
    office: Office, account: str, refusal: type[Refusal] | None
) -> None:
    poll = newest(office)
    act = casts(office, poll, account, 1)
    if refusal is None:
        assert act(office.work) == Receipt(without_self=False, left=0)
        assert roll.turnout(office.session, poll.id)[1] == 1
        return
    assert isinstance(office.refused(act), refusal)
    assert roll.turnout(office.session, poll.id)[1] == 0


@pytest.mark.parametrize(("account", "there"), [(DEAN, True), (MEMBER, False)])
def test_with_an_attendance_list_those_vote_who_have_signed_in(
    office: Office, account: str, there: bool
) -> None:
    dean, organiser = office.person(DEAN), office.person(ORGANISER)
    presence.open_attendance(office.work, office.cycle, office.department, organiser)
    presence.sign_in(office.work, office.cycle, office.department, dean, actor=dean)
    act = casts(office, opened(office), account, 1)
    if there:
        act(office.work)
        return
    assert isinstance(office.refused(act), NotPresent)
    late = office.person(account)
    arrival = presence.sign_in(office.work, office.cycle, office.department, late, actor=late)
    assert arrival == presence.Arrival(new=True, late=True)
    act(office.work)


@pytest.mark.parametrize(("opened_sheet", "told"), [(False, ["杨小样", "改为发出2份"]), (True, [])])
def test_who_comes_late_is_told_to_the_group_unless_the_end_of_a_sheet_tells_the_number(
    office: Office, opened_sheet: bool, told: Sequence[str]
) -> None:
    dean, organiser, late = map(office.person, (DEAN, ORGANISER, MEMBER))
    presence.open_attendance(office.work, office.cycle, office.department, organiser)
    presence.sign_in(office.work, office.cycle, office.department, dean, actor=dean)
    opened(office, *SUBJECTS, turning=opened_sheet)
    before = len(office.in_group())
    for _ in range(2):
        presence.sign_in(office.work, office.cycle, office.department, late, actor=late)
    heard = "".join(office.in_group()[before:])
    assert all(words in heard for words in told)
    assert bool(heard) == bool(told)
    assert office.trail("poll.late_arrival") == [{"person": late.id, "eligible": 2}]


def open_still(_office: Office, _poll: Poll) -> None:
    """Nothing happens to it."""


def closed(office: Office, _poll: Poll) -> None:
    office.now += SECOND
    close(office)


def closed_and_counted(office: Office, poll: Poll) -> None:
    vote(office, poll, CLASS_C[1:7], 1)
    close(office)
    count(office, poll)


def published(office: Office, poll: Poll) -> None:
    closed_and_counted(office, poll)
    released(office)


def void(office: Office, poll: Poll) -> None:
    close(office)
    count(office, poll)


STATES: dict[str, tuple[Callable[[Office, Poll], None], type[Refusal] | None]] = {
    "open": (open_still, None),
    "closing": (closed, PollClosed),
    "counted": (closed_and_counted, PollClosed),
    "released": (published, PollClosed),
    "void": (void, PollLost),
}


@begins(opened)
@pytest.mark.parametrize(("reach", "refusal"), STATES.values(), ids=STATES)
def test_a_vote_counts_while_the_ballot_is_open(
    office: Office, reach: Callable[[Office, Poll], None], refusal: type[Refusal] | None
) -> None:
    poll = newest(office)
    reach(office, poll)
    act = casts(office, poll, MEMBER, 1)
    if refusal is None:
        act(office.work)
    else:
        assert isinstance(office.refused(act), refusal)


@begins(counted)
def test_of_a_ballot_that_is_over_everybody_hears_that_first(office: Office) -> None:
    """Also whom it never asked: the answer tells nothing of the roll any more."""
    poll = newest(office)
    for account in (WANG, GUEST, MEMBER):
        assert isinstance(office.refused(casts(office, poll, account, 1)), PollClosed)


@begins(opened)
def test_a_ballot_that_never_was_is_no_card(office: Office) -> None:
    poll = newest(office)

    def elsewhere(work: UnitOfWork) -> None:
        admit(VoteBatch(work.session), MEMBER, poll.id + 1)

    assert isinstance(office.refused(elsewhere), CardGone)


@begins(opened)
def test_without_its_keys_a_ballot_is_lost_and_says_why(office: Office) -> None:
    poll = newest(office)
    assert office.keys.directory is not None
    shutil.rmtree(office.keys.directory)
    for act in (
        casts(office, poll, MEMBER, 1),
        lambda work: as_it_is(
            work,
            VoteBatch(work.session),
            admit(VoteBatch(work.session), MEMBER, poll.id),
        ),
    ):
        refusal = office.refused(act)
        assert isinstance(refusal, PollLost)
        assert (refusal.subjects, refusal.reason) == ("王文例", "keys_lost")
