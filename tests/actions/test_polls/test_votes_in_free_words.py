"""A choice that is said without the word 测评: what is one beyond doubt, and what may be heard as one. Rows of rules on the real database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.polls import listening
from bot.domain.plan import Row, Step
from bot.domain.polls.refusals import NoOpenPoll, PerhapsVote, PollClosed, VotePrivately
from bot.domain.polls.spoken import Scale
from bot.domain.refusals import Refusal
from tests.actions.begun import begins
from tests.actions.hall import MANY, close, count, newest, opened, sheet_opened, vote, with_ballot
from tests.actions.office import Office
from tests.actions.test_polls.ballots import ballot
from tests.actions.test_polls.words import says
from tests.cast import DEAN, GUEST, LI, MEMBER, WANG

# -- in free words


@begins(opened)
@pytest.mark.parametrize(
    ("text", "group", "outcome"),
    [
        ("我选较好", False, 2),
        ("给王文例投差", False, 4),
        ("王文例较好", False, 2),
        ("还行吧", False, PerhapsVote),
        ("我觉得王文例好，不过调研不够", False, PerhapsVote),
        ("投好可以吗", False, PerhapsVote),
        ("李思样 好", False, PerhapsVote),
        # Whatever sounds like a choice in the group is refused as one.
        ("还行吧", True, VotePrivately),
        ("我选较好", True, VotePrivately),
    ],
)
def test_in_free_words_a_vote_is_what_is_one_beyond_doubt(
    office: Office, text: str, group: bool, outcome: int | type[Refusal]
) -> None:
    poll = newest(office)
    act = says(office, text, group=group, free=True)
    if isinstance(outcome, int):
        act(office.work)
        assert ballot(office, poll, MEMBER).choices == (outcome,)
        return
    assert isinstance(office.refused(act), outcome)
    assert ballot(office, poll, MEMBER).choices == (0,)


@begins(opened)
def test_while_the_last_votes_come_in_nobody_hears_that_the_ballot_goes_on(office: Office) -> None:
    close(office)
    assert isinstance(office.refused(says(office, "还行吧", free=True)), PollClosed)


@begins(opened)
@pytest.mark.parametrize("minutes", [1, 10, 11])
def test_a_choice_in_free_words_after_the_close_comes_too_late(
    office: Office, minutes: int
) -> None:
    poll = newest(office)
    vote(office, poll, MANY, 1)
    close(office)
    count(office, poll)
    office.now += timedelta(minutes=minutes)
    for text in ("我选较好", "还行吧"):
        assert isinstance(office.refused(says(office, text, free=True)), PollClosed)


@begins(opened)
def test_months_later_no_vote_is_late_for_the_ballot_that_was(office: Office) -> None:
    poll = newest(office)
    vote(office, poll, MANY, 1)
    close(office)
    count(office, poll)
    office.now += timedelta(hours=23)
    assert isinstance(office.refused(says(office, "我选较好", free=True)), PollClosed)
    office.now += timedelta(hours=2)
    assert isinstance(office.refused(says(office, "我选较好", free=True)), NoOpenPoll)


# -- what may be heard as a choice


def scale(office: Office, *accounts: str) -> Scale | None:
    people = [office.person(account) for account in accounts or (MEMBER,)]
    return listening.open_for(office.work, people)


def test_nothing_is_heard_as_a_choice_while_no_ballot_is_open(office: Office) -> None:
    assert scale(office) is None
    opened(office)
    heard = scale(office)
    assert heard is not None
    assert (heard.steps, heard.open) == (("好", "较好", "一般", "差"), True)
    assert heard.names == ("王文例", "王书记", "第一支部")


@begins(opened)
@pytest.mark.parametrize(
    ("account", "hears"), [(WANG, False), (LI, True), (GUEST, True), (DEAN, True)]
)
def test_who_is_kept_from_rating_himself_tells_no_choice(
    office: Office, account: str, hears: bool
) -> None:
    """Who is missing on the roll may try nevertheless: he hears why not."""
    assert (scale(office, account) is not None) == hears


@begins(opened)
@pytest.mark.parametrize(("minutes", "hears"), [(0, True), (10, True), (11, False)])
def test_a_choice_is_recognised_for_ten_minutes_after_the_close(
    office: Office, minutes: int, hears: bool
) -> None:
    poll = newest(office)
    vote(office, poll, MANY, 1)
    close(office)
    closed_at = office.now
    count(office, poll)
    office.now = closed_at + timedelta(minutes=minutes)
    heard = scale(office)
    assert (heard is not None) == hears
    if heard is not None:
        assert not heard.open


@begins(opened)
def test_what_is_open_beside_what_is_over_is_open(office: Office) -> None:
    close(office)
    opened(office, LI)
    heard = scale(office)
    assert heard is not None
    assert heard.open
    assert set(heard.names) >= {"王文例", "李思样"}


@pytest.mark.parametrize(
    ("sheet", "text", "votes"),
    [
        (True, "都好", True),
        (True, "李思样弃权", True),
        (True, "收到", False),
        (False, "王文例好，李思样较好", True),
        # A form of steps alone takes no abstention, and 好 alone may answer anything.
        (False, "王文例好，李思样弃权", False),
        (False, "都好", False),
    ],
)
def test_a_sentence_is_plainly_a_vote_on_what_is_open_for_him(
    office: Office, sheet: bool, text: str, votes: bool
) -> None:
    speaker = [office.person(MEMBER)]
    assert not listening.reads_as_vote(office.work, speaker, text)
    opened(office, WANG, LI, turning=sheet)
    assert listening.reads_as_vote(office.work, speaker, text) == votes
    assert not listening.reads_as_vote(office.work, [office.person(GUEST)], text)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("我投王文例好", True),
        ("我投王书记满意", True),
        ("王文例 好", False),
        ("我投王文例优秀", False),
        ("我投王文例推荐", False),
        ("今天开会吗", False),
    ],
)
def test_a_vote_while_none_is_open_is_known_by_the_words_of_the_plan(
    office: Office, text: str, step: bool
) -> None:
    speaker = [office.person(MEMBER)]
    assert listening.says_planned_step(office.work, speaker, text) == step
    office.using(with_ballot(rows=(Row("总体评价", scale=(Step("推荐", 1), Step("不推荐", 0))),)))
    assert listening.says_planned_step(office.work, speaker, "我投王文例推荐")


@begins(sheet_opened)
def test_a_branch_is_called_by_its_short_name_too(office: Office) -> None:
    poll = newest(office)
    subject = replace(poll.terms.form.subjects[0], branch="机械党支部")
    heard = listening.scale_of(replace(poll.terms.form, subjects=(subject,)))
    assert heard.names == ("王文例", "王书记", "机械党支部", "机械")
    nowhere = listening.scale_of(replace(poll.terms.form, subjects=(replace(subject, branch=""),)))
    assert nowhere.names == ("王文例", "王书记")
