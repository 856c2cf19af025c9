"""How a ballot stands: whether his own vote is in, how many are missing, its numbers, its choices by name. Rows of rules on the real database."""

from collections.abc import Callable, Mapping

import pytest

from bot.actions.polls.status import (
    BLANK_TITLE,
    Missing,
    VoteState,
    missing,
    my_votes,
    named_choices,
    status,
    status_of,
)
from bot.domain.polls.poll import Poll, PollState
from bot.storage.polls import polls as store
from tests.actions.begun import begins
from tests.actions.hall import (
    CLASS_A,
    EVERYBODY,
    MANY,
    SUBJECTS,
    casts,
    counted,
    end,
    newest,
    opened,
    released,
    vote,
    with_ballot,
)
from tests.actions.office import Office
from tests.actions.test_polls.batches import confirmed, entered
from tests.actions.test_polls.phones import paged
from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, WANG, ZHANG


def my_vote(office: Office, account: str) -> list[VoteState]:
    votes = my_votes(office.work, office.cycle, office.person(account))
    return [vote.state for vote in votes]


# -- whether his vote is in


def nothing(_office: Office, _poll: Poll) -> None:
    """He has not voted."""


def half(office: Office, poll: Poll) -> None:
    casts(office, poll, MEMBER, {0: 1})(office.work)


def whole(office: Office, poll: Poll) -> None:
    casts(office, poll, MEMBER, 1)(office.work)


@pytest.mark.parametrize(
    ("does", "while_open", "afterwards"),
    [
        (nothing, VoteState.MISSING, VoteState.WAS_MISSING),
        (half, VoteState.PARTLY, VoteState.WAS_COUNTED),
        (whole, VoteState.COUNTED, VoteState.WAS_COUNTED),
    ],
)
def test_everybody_learns_whether_his_own_vote_is_in(
    office: Office,
    does: Callable[[Office, Poll], None],
    while_open: VoteState,
    afterwards: VoteState,
) -> None:
    assert my_vote(office, MEMBER) == []
    poll = opened(office, *SUBJECTS)
    does(office, poll)
    assert my_vote(office, MEMBER) == [while_open]
    assert my_vote(office, GUEST) == [VoteState.NOT_ELIGIBLE]
    end(office, poll)
    assert my_vote(office, MEMBER) == [afterwards]


@begins(counted)
def test_of_several_ballots_it_is_the_open_one_or_the_last(office: Office) -> None:
    assert my_vote(office, WANG) == [VoteState.NOT_ELIGIBLE]
    second = opened(office, LI)
    (mine,) = my_votes(office.work, office.cycle, office.person(MEMBER))
    assert (mine.subjects, mine.state) == ("李思样", VoteState.MISSING)
    end(office, second)
    (mine,) = my_votes(office.work, office.cycle, office.person(MEMBER))
    assert mine.subjects == "李思样"


# -- how many are missing


@pytest.mark.parametrize(
    ("sheet", "filled", "number"),
    [
        (False, {}, EVERYBODY),
        (False, {0: 1}, EVERYBODY),
        (False, dict.fromkeys(range(8), 1), EVERYBODY - 1),
        # What somebody left out of a sheet is his to leave out.
        (True, {0: 1}, EVERYBODY - 1),
        (True, {}, EVERYBODY),
    ],
)
def test_who_is_missing_is_a_number_and_no_name(
    office: Office, sheet: bool, filled: Mapping[int, int], number: int
) -> None:
    assert missing(office.work, office.cycle) == ()
    poll = opened(office, *SUBJECTS, turning=sheet)
    if filled:
        casts(office, poll, MEMBER, filled)(office.work)
    (running,) = missing(office.work, office.cycle)
    assert running == Missing(poll.title, number, is_over=False)
    end(office, poll)
    (over,) = missing(office.work, office.cycle)
    # After the count only whether somebody voted is known.
    assert (over.number, over.is_over) == (EVERYBODY - bool(filled), True)


@begins(counted)
def test_of_one_who_is_named_it_is_the_last_ballot_about_him(office: Office) -> None:
    opened(office, LI)
    by_name = {
        account: missing(office.work, office.cycle, office.person(account))
        for account in (WANG, LI, ZHANG)
    }
    assert [ballot.number for ballot in by_name[WANG]] == [EVERYBODY - 1 - len(MANY)]
    assert [ballot.is_over for ballot in by_name[WANG]] == [True]
    assert [ballot.number for ballot in by_name[LI]] == [EVERYBODY - 1]
    assert by_name[ZHANG] == ()
    (running,) = missing(office.work, office.cycle)
    assert running.subjects == "李思样"


# -- for the machine


@begins(opened)
def test_a_ballot_tells_its_turnout_with_what_came_on_paper(office: Office) -> None:
    poll = newest(office)
    vote(office, poll, MANY, 1)
    confirmed(office, "A 发9 收8 废1 好7")
    entered(office, "B 发2 收2 废0 好2")
    (held,) = status(office.work, office.cycle.id)
    assert (held.id, held.state, held.subjects) == ("K1", PollState.OPEN, ("王文例",))
    assert (held.eligible, held.voted, held.returned) == (53, len(MANY), len(MANY) + 8)
    assert held.released is None
    assert held.channels == ("card", "words", "paper")
    work = paged(office)
    assert status_of(work, store.get(office.session, poll.id)).channels[-1] == "page"


@begins(counted)
def test_its_numbers_are_told_once_they_are_released(office: Office) -> None:
    poll = newest(office)
    assert status_of(office.work, poll).released is None
    released(office)
    (held,) = status(office.work, office.cycle.id)
    assert held.released is not None
    assert held.released["A"] == {"总体评价": {"好": 3, "较好": 3, "一般": 0, "差": 0}}
    assert (held.eligible, held.voted, held.state) == (53, len(MANY), PollState.RELEASED)


# -- by name


def test_choices_by_name_are_for_who_oversees_and_not_for_whom_they_are_about(
    office: Office,
) -> None:
    secret = counted(office)
    office.using(with_ballot(secret=False))
    poll = opened(office, LI)
    vote(office, poll, CLASS_A[:2], 1, 3)
    casts(office, poll, MEMBER, {0: 0})(office.work)
    end(office, poll)
    (named,) = named_choices(office.work, office.cycle, office.person(DEAN))
    assert named.subjects == "李思样"
    assert [steps for _, steps in named.lines] == [("好",), ("一般",)]
    assert [name for name, _ in named.lines] == ["赵建例", "钱守样"]
    assert named_choices(office.work, office.cycle, office.person(LI)) == ()
    assert secret.named is None


def test_of_choices_by_name_what_was_left_empty_is_said_so(office: Office) -> None:
    office.using(with_ballot(secret=False))
    poll = opened(office, WANG, LI)
    casts(office, poll, DEAN, {1: 2})(office.work)
    end(office, poll)
    (named,) = named_choices(office.work, office.cycle, office.person(ORGANISER))
    assert named.lines == (("赵建例", (BLANK_TITLE, "较好")),)
