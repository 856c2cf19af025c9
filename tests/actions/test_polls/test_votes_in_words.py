"""A vote that is typed: which ballot is meant, whose it is, what is no vote. Rows of rules on the real database."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.actions import rosters
from bot.domain.polls.refusals import (
    NoOpenPoll,
    NotOnRoll,
    PerhapsVote,
    PollClosed,
    PollLost,
    Recused,
    UnclearVote,
    VotePrivately,
    WhichPoll,
)
from bot.domain.refusals import NotOnRoster, Refusal
from tests.actions.begun import begins
from tests.actions.hall import (
    LINES,
    MANY,
    SUBJECTS,
    close,
    count,
    in_two_rounds,
    lose_keys,
    newest,
    opened,
    vote,
    with_ballot,
)
from tests.actions.office import Office
from tests.actions.test_asking_branches import PEOPLE, asked
from tests.actions.test_polls.ballots import ROWS, ballot
from tests.actions.test_polls.words import says
from tests.cast import DEAN, GUEST, LI, MEMBER, STRANGER, WANG


def dropped(office: Office, *accounts: str) -> None:
    lines = [line for line in LINES if line.account not in accounts]
    rosters.import_roster(office.work, office.department.id, lines, actor="system")


# -- whether there is anything to vote on


def none_held(_office: Office) -> None:
    """No ballot."""


def still_open(office: Office) -> None:
    opened(office)


def over(office: Office) -> None:
    poll = opened(office)
    vote(office, poll, MANY, 1)
    close(office)
    count(office, poll)


def nobody_voted(office: Office) -> None:
    poll = opened(office)
    close(office)
    count(office, poll)


def keys_lost(office: Office) -> None:
    poll = opened(office)
    lose_keys(office, poll)


@pytest.mark.parametrize("free", [False, True])
@pytest.mark.parametrize(
    ("office", "refusal"),
    [
        (none_held, NoOpenPoll),
        (still_open, None),
        (over, PollClosed),
        (nobody_voted, PollClosed),
        (keys_lost, PollLost),
    ],
    indirect=["office"],
)
def test_words_are_a_vote_while_a_ballot_is_open_and_otherwise_hear_why_not(
    office: Office, refusal: type[Refusal] | None, free: bool
) -> None:
    office.now += timedelta(hours=1)
    act = says(office, "测评 王文例 较好", free=free)
    if refusal is None:
        act(office.work)
        assert ballot(office, newest(office), MEMBER).choices == (2,)
        return
    assert isinstance(office.refused(act), refusal)


def three_together(office: Office) -> None:
    opened(office, *SUBJECTS[:3])


def three_on_a_sheet(office: Office) -> None:
    opened(office, *SUBJECTS[:3], turning=True)


@begins(opened)
@pytest.mark.parametrize(
    ("account", "group", "refusal"),
    [
        (MEMBER, False, None),
        # What is typed in the group everybody reads: it does not count.
        (MEMBER, True, VotePrivately),
        (WANG, False, Recused),
        (WANG, True, VotePrivately),
        (GUEST, False, NotOnRoll),
        (STRANGER, False, NotOnRoster),
        (STRANGER, True, NotOnRoster),
        ("x-m01", False, NoOpenPoll),
    ],
)
def test_words_are_a_vote_of_who_stands_on_the_roll_and_in_private_alone(
    office: Office, account: str, group: bool, refusal: type[Refusal] | None
) -> None:
    act = says(office, "测评 好", account, group=group)
    if refusal is None:
        act(office.work)
    else:
        assert isinstance(office.refused(act), refusal)


@begins(opened)
def test_whom_the_roster_has_dropped_meanwhile_goes_on_voting(office: Office) -> None:
    poll = newest(office)
    dropped(office, MEMBER)
    says(office, "测评 一般")(office.work)
    close(office)
    count(office, poll)
    assert isinstance(office.refused(says(office, "测评 好")), NotOnRoster)


# -- which ballot is meant


@pytest.mark.parametrize(
    ("text", "account", "meant"),
    [
        ("测评 好", DEAN, 0),
        ("测评 好", MEMBER, 1),
        ("测评 K2 好", MEMBER, 1),
        ("测评 K1 好", MEMBER, PollClosed),  # not his
        ("测评 K9 好", MEMBER, PollClosed),
    ],
)
def test_of_two_ballots_it_is_his_own_or_the_one_that_is_named(
    office: Office, text: str, account: str, meant: int | type[Refusal]
) -> None:
    office.using(in_two_rounds)
    both = [opened(office), opened(office)]
    act = says(office, text, account)
    if isinstance(meant, int):
        act(office.work)
        assert ballot(office, both[meant], account).choices == (1,)
        return
    assert isinstance(office.refused(act), meant)


def test_while_the_next_is_open_the_one_before_takes_no_words(office: Office) -> None:
    first = opened(office)
    close(office)
    second = opened(office, LI)
    says(office, "测评 好")(office.work)
    assert ballot(office, first, MEMBER).choices == (0,)
    assert ballot(office, second, MEMBER).choices == (1,)


@begins(opened)
def test_right_after_the_close_what_was_sent_before_it_still_counts(office: Office) -> None:
    poll = newest(office)
    before = says(office, "测评 好")
    office.now += timedelta(seconds=1)
    close(office)
    before(office.work)
    assert ballot(office, poll, MEMBER).choices == (1,)
    assert isinstance(office.refused(says(office, "测评 差")), PollClosed)


@pytest.mark.parametrize(
    ("text", "free", "meant"),
    [
        ("测评 好", False, "evaluation"),
        ("测评 基本满意", False, "branch"),
        ("测评 不错", False, WhichPoll),
        ("测评 K1 满意", False, "branch"),
        ("测评 K2 好", False, "evaluation"),
        ("我投不满意", True, "branch"),
        ("我投不错", True, PerhapsVote),
    ],
)
def test_beside_what_his_branch_is_asked_the_words_tell_which_one_is_meant(
    office: Office, text: str, free: bool, meant: str | type[Refusal]
) -> None:
    voter = PEOPLE[0]
    both = {"branch": asked(office), "evaluation": opened(office)}
    act = says(office, text, voter, free=free)
    if not isinstance(meant, str):
        refusal = office.refused(act)
        assert isinstance(refusal, meant)
        return
    act(office.work)
    blank = {name: ballot(office, poll, voter).blank for name, poll in both.items()}
    assert blank == {name: name != meant for name in both}


# -- what is said


@begins(opened)
@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("测评 好", (1,)),
        ("测评 王文例 差", (4,)),
        ("测评 王书记 差", (4,)),
        ("测评 第一支部 一般", (3,)),
        ("测评 第一支部王文例 一般", (3,)),
        ("测评 K1 较好", (2,)),
        ("测评 李思样 好", None),
        ("测评 好 好", None),
        ("测评 优秀", None),
        ("测评", None),
    ],
)
def test_a_ballot_about_one_takes_one_step_and_his_name(
    office: Office, text: str, choices: Sequence[int] | None
) -> None:
    poll = newest(office)
    if choices is not None:
        says(office, text)(office.work)
        assert ballot(office, poll, MEMBER).choices == choices
        return
    refusal = office.refused(says(office, text))
    assert isinstance(refusal, UnclearVote)
    assert (refusal.steps, refusal.items) == (("好", "较好", "一般", "差"), 1)


@begins(three_together)
@pytest.mark.parametrize(
    ("text", "account", "choices"),
    [
        ("测评 好 较好 一般", MEMBER, (1, 2, 3)),
        ("测评 好 较好", MEMBER, None),
        ("测评 好 较好 一般 差", MEMBER, None),
        # Nobody writes a step for himself; where he does, it is left out.
        ("测评 好 较好", WANG, (0, 1, 2)),
        ("测评 好 较好 一般", WANG, (0, 2, 3)),
        ("测评 王文例 好", MEMBER, None),
        ("测评 王文例 好 较好 一般", MEMBER, None),
    ],
)
def test_a_ballot_about_several_takes_a_step_for_each_of_the_others(
    office: Office, text: str, account: str, choices: Sequence[int] | None
) -> None:
    poll = newest(office)
    act = says(office, text, account)
    if choices is None:
        assert isinstance(office.refused(act), UnclearVote)
    else:
        act(office.work)
        assert ballot(office, poll, account).choices == choices


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("测评 第1张 好 好 较好", (1, 1, 2, 0)),
        ("测评 K1 第2张 差", (0, 0, 0, 4)),
        ("测评 好 好 好 差", (1, 1, 1, 4)),
        ("测评 第0张 好", None),
        ("测评 第3张 好", None),
        ("测评 第2张 好 好", None),
    ],
)
def test_one_card_of_several_is_named_by_its_number(
    office: Office, text: str, choices: Sequence[int] | None
) -> None:
    office.using(with_ballot(rows=ROWS))
    poll = opened(office)
    if choices is None:
        assert isinstance(office.refused(says(office, text)), UnclearVote)
    else:
        says(office, text)(office.work)
        assert ballot(office, poll, MEMBER).choices == choices


@begins(three_on_a_sheet)
@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("都好", (1, 1, 1)),
        ("都好，李思样较好", (1, 2, 1)),
        ("李思样较好", (0, 2, 0)),
        ("测评 好 较好 一般", (1, 2, 3)),
        ("好好", None),
        ("王书记这个人一般般，就给较好吧", None),
    ],
)
def test_a_sheet_is_filled_by_a_sentence_and_not_by_half_a_one(
    office: Office, text: str, choices: Sequence[int] | None
) -> None:
    poll = newest(office)
    if choices is None:
        refusal = office.refused(says(office, text))
        assert isinstance(refusal, UnclearVote)
        assert refusal.items == 3
    else:
        says(office, text)(office.work)
        assert ballot(office, poll, MEMBER).choices == choices
