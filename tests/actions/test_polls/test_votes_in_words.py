"""A vote in words: which ballot is meant, whose it is, what is no vote. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions import rosters
from bot.actions.polls import listening, typed
from bot.actions.polls.voting import Receipt, Sent
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.plan import InputRule, Plan, Row, Step
from bot.domain.polls.ballot import event_id
from bot.domain.polls.poll import PollState, VoidReason
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
from bot.domain.polls.spoken import Scale
from bot.domain.refusals import NotOnRoster, Refusal
from bot.messages import Chat, ChatKind, Sender, Update
from bot.storage.polls import polls as store
from bot.storage.polls.votes import VoteBatch
from tests.actions.begun import begins
from tests.actions.hall import (
    LINES,
    MANY,
    SUBJECTS,
    close,
    count,
    newest,
    opened,
    sheet_opened,
    vote,
    with_ballot,
)
from tests.actions.office import Office
from tests.actions.test_asking_branches import PEOPLE, asked
from tests.actions.test_polls.test_voting import ballot
from tests.cast import DEAN, GUEST, LI, MEMBER, STRANGER, WANG

Says = Callable[[UnitOfWork], Receipt]
ROWS = tuple(map(Row, ("总体评价", "学习", "服务", "廉洁")))


def says(
    office: Office, text: str, account: str = MEMBER, *, group: bool = False, free: bool = False
) -> Says:
    """Types a vote, or says a choice in `free` words."""
    chat = Chat(ChatKind.DIRECT, account)
    if group:
        chat = Chat(ChatKind.GROUP, office.department.group)
    sent = Sent(office.now, stamped=False, event_id=event_id("test", text))
    update = Update("sandbox", text, Sender(account), chat, office.now, text)
    cast = typed.cast_typed
    if free:
        cast = typed.cast_overheard

    def say(work: UnitOfWork) -> Receipt:
        batch = VoteBatch(work.session)
        receipt = cast(work, batch, update, sent)
        batch.flush()
        return receipt

    return say


def in_two_rounds(plan: Plan) -> Plan:
    rounds = (
        InputRule("leaders", "领导测评", classes=("A",)),
        InputRule("members", "党员测评", classes=("B", "C")),
    )
    return replace(plan, inputs=(*plan.inputs, *rounds))


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
    store.move(
        office.session,
        poll.id,
        before=PollState.OPEN,
        after=PollState.VOID,
        withheld=VoidReason.KEYS_LOST,
    )


@pytest.mark.parametrize("free", [False, True])
@pytest.mark.parametrize(
    ("reach", "refusal"),
    [
        (none_held, NoOpenPoll),
        (still_open, None),
        (over, PollClosed),
        (nobody_voted, PollClosed),
        (keys_lost, PollLost),
    ],
)
def test_why_nothing_can_be_voted_on(
    office: Office, reach: Callable[[Office], None], refusal: type[Refusal] | None, free: bool
) -> None:
    reach(office)
    office.now += timedelta(hours=1)
    act = says(office, "测评 王文例 较好", free=free)
    if refusal is None:
        act(office.work)
        assert ballot(office, newest(office), MEMBER).choices == (2,)
        return
    assert isinstance(office.refused(act), refusal)


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
def test_who_votes_in_words_and_where(
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
    poll = opened(office, *SUBJECTS[:3])
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
    poll = opened(office, *SUBJECTS[:3], turning=True)
    if choices is None:
        refusal = office.refused(says(office, text))
        assert isinstance(refusal, UnclearVote)
        assert refusal.items == 3
    else:
        says(office, text)(office.work)
        assert ballot(office, poll, MEMBER).choices == choices


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
@pytest.mark.parametrize(
    ("minutes", "refusal"), [(1, PollClosed), (10, PollClosed), (11, PollClosed)]
)
def test_a_choice_in_free_words_after_the_close_came_too_late(
    office: Office, minutes: int, refusal: type[Refusal]
) -> None:
    poll = newest(office)
    vote(office, poll, MANY, 1)
    close(office)
    count(office, poll)
    office.now += timedelta(minutes=minutes)
    for text in ("我选较好", "还行吧"):
        assert isinstance(office.refused(says(office, text, free=True)), refusal)


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
