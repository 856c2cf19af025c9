"""The full table of the meeting: every command, and every vote, of every role in every state of a poll."""

from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.actions import cycles, people, polls
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch.context import Context
from bot.domain.people import Person
from bot.domain.refusals import NotAllowed, Refusal
from bot.messages import Message
from handlers.attendance import router as attendance_router
from handlers.meetings import router as meetings_router
from handlers.polls import router as polls_router
from handlers.results import router as results_router
from handlers.speeches import router as speeches_router
from tests import fakes
from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, STRANGER, WANG
from tests.chat import Chat, Entry, cards
from tests.handlers.ballots import VOTERS, opened
from tests.handlers.trials import tried

STATES = ("none", "open", "closing", "counted", "released")
REPRESENTATIVE = "m04"  # 林知试, 群众代表
WHO = {
    "organiser": ORGANISER,
    "leader": DEAN,
    "secretary": LI,
    "rated": WANG,
    "representative": REPRESENTATIVE,
    "member": MEMBER,
    "guest": GUEST,
}
BY_ORGANISER, BY_OVERSIGHT, BY_ALL = {"organiser"}, {"organiser", "leader"}, set(WHO)
# What happens in each state: "ok" or the code of the refusal.
ALWAYS = ("ok",) * 5
UNLESS_OPEN = ("ok", "poll_already_open", "ok", "ok", "ok")
WHILE_OPEN = ("no_open_poll", "ok", "no_open_poll", "no_open_poll", "no_open_poll")
BEFORE_THE_COUNT = ("paper_too_late", "ok", "ok", "paper_too_late", "paper_too_late")
BEFORE_THE_RELEASE = ("nothing_to_release", "poll_still_open", "ok", "ok", "nothing_to_release")
NOBODY_IS_AWAY = ("not_on_leave",) * 5

# command -> who may, and what happens then
TABLE: dict[str, tuple[set[str], tuple[str, str, str, str, str]]] = {
    "测评": (BY_ALL, ALWAYS),
    "我的票": (BY_ALL, ALWAYS),
    "开始测评": (BY_ORGANISER, UNLESS_OPEN),
    "下一位": (BY_ORGANISER, ALWAYS),
    "结束测评": (BY_ORGANISER, WHILE_OPEN),
    "公布": (BY_ORGANISER, BEFORE_THE_RELEASE),
    "交领导": (BY_ORGANISER, BEFORE_THE_RELEASE),
    "谁没投": (BY_OVERSIGHT, ALWAYS),
    "会议": (BY_ALL, ALWAYS),
    "会议通知": (BY_ORGANISER, ALWAYS),
    "会议改期": (BY_ORGANISER, ALWAYS),
    "请假": (BY_ALL, ALWAYS),
    "取消请假": (BY_ALL, NOBODY_IS_AWAY),
    "请假名单": (BY_ORGANISER, ALWAYS),
    "发言": (BY_ORGANISER, ALWAYS),
    "签到": (BY_ALL, ALWAYS),
    "纸质票": (BY_OVERSIGHT, BEFORE_THE_COUNT),
    "合并": (BY_ORGANISER, ALWAYS),
    "记名测评": (BY_ORGANISER, ALWAYS),
    "测评结果": (BY_ALL, ALWAYS),
    "记名结果": (BY_OVERSIGHT, ALWAYS),
    "无记名测评": (BY_ORGANISER, ALWAYS),
}
COMMANDS = {
    command.word: command
    for router in (
        polls_router,
        results_router,
        meetings_router,
        attendance_router,
        speeches_router,
    )
    for command in router.commands
}
ARGUMENTS: dict[str, dict[str, object]] = {
    "合并": {"text": "B C"},
    "纸质票": {"text": "A 发5 收5 废0 好5"},
}
TELLING = {
    ("公布", "closing"),
    ("公布", "counted"),
    ("交领导", "closing"),
    ("交领导", "counted"),
    ("测评结果", "released"),
}  # the preview, to the organiser alone


async def meeting(chat: Chat, *, named: bool = False) -> AsyncIterator[str]:
    """A meeting about 王文例 from state to state, with a result that would show: 差 8 of category C."""
    if named:
        await chat.services.write(vote_by_name)
    yield "none"
    card = await opened(chat)
    for voter in VOTERS:
        assert (await chat.click(voter, card, **{"0": "差"}))["accepted"]
    yield "open"
    await chat.say(ORGANISER, "结束测评")
    yield "closing"
    await chat.clock(advance="PT20M")
    yield "counted"
    await chat.say(ORGANISER, "公布")
    assert (await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认"))["accepted"]
    yield "released"


def vote_by_name(work: UnitOfWork) -> None:
    cycle = cycles.current(work, "sample")
    assert cycle is not None
    polls.set_named(work, cycle, person(work, ORGANISER), named=True)


def person(work: UnitOfWork, account: str) -> Person:
    somebody = people.find(work, account)
    assert somebody is not None
    return somebody


def attempt(work: UnitOfWork, word: str, account: str) -> str:
    """What the command says to this person, or the code of its refusal; nothing is kept."""
    command = COMMANDS[word]

    def call(context: Context) -> Message:
        arguments = dict(ARGUMENTS.get(word, {}))
        if word == "开始测评":
            arguments["subject"] = person(work, LI)
        if not command.who.allows(context.actor):
            raise NotAllowed(command.who.title)
        return command.call(context, **arguments)

    outcome = tried(work, fakes.update(account, word), call)
    if isinstance(outcome, Refusal):
        return outcome.code
    return outcome.text


VOTING = {  # who votes, and what happens while no poll is there, while it is open, right after the close, and later
    ORGANISER: ("no_open_poll", "", "poll_closed", "poll_closed"),
    DEAN: ("no_open_poll", "", "poll_closed", "poll_closed"),
    LI: ("no_open_poll", "", "poll_closed", "poll_closed"),
    MEMBER: ("no_open_poll", "", "poll_closed", "poll_closed"),
    WANG: ("no_open_poll", "recused", "recused", "poll_closed"),
    GUEST: ("no_open_poll", "not_on_roll", "not_on_roll", "poll_closed"),
    STRANGER: ("not_on_roster", "not_on_roster", "not_on_roster", "not_on_roster"),
}


@pytest.mark.parametrize("named", [False, True], ids=["secret", "named"])
async def test_every_command_for_every_role_in_every_state(chat: Chat, named: bool) -> None:
    """Every one of the meeting; what all the others say while a poll runs is in test_silence.py."""
    assert set(COMMANDS) == set(TABLE)
    async for state in meeting(chat, named=named):
        await chat.services.write(partial(check, state))


def check(state: str, work: UnitOfWork) -> None:
    """Has everybody try every command in this state."""
    codes = {"not_allowed", *(code for _, codes in TABLE.values() for code in codes)}
    for word, (allowed, outcomes) in TABLE.items():
        for role, account in WHO.items():
            told = attempt(work, word, account)
            expected = outcomes[STATES.index(state)] if role in allowed else "not_allowed"
            assert (told if told in codes else "ok") == expected, (word, role, state, told)
            telling = (word, state) in TELLING and role in allowed
            assert ("差 8" in told) == telling, (word, role, state, told)


async def test_every_role_votes_in_every_state(chat: Chat) -> None:
    card: Entry = {}
    async for state in meeting(chat):
        if state == "open":
            card = cards(await chat.timeline(MEMBER))[-1]
        for account, outcomes in VOTING.items():
            expected = outcomes[min(STATES.index(state), 3)]
            typed = (await chat.say(account, "测评 好"))[-1]
            taken = (typed.get("refused", ""), "已收到" in typed["text"])
            assert taken == (expected, expected == ""), (account, state)
            if card:
                clicked = await chat.click(account, card, **{"0": "好"})
                taken = (clicked.get("refused", ""), clicked["accepted"])
                assert taken == (expected, expected == ""), (account, state)


async def test_the_states_of_a_card_follow_poll_and_viewer(chat: Chat) -> None:
    viewers = (VOTERS[0], DEAN, WANG, GUEST)
    seen = {}
    async for state in meeting(chat):
        shown = [cards(await chat.timeline(who)) for who in viewers]
        seen[state] = [of_one[0]["state"] for of_one in shown if of_one]
    assert seen["open"] == ["answered", "open", "closed", "closed"]
    assert seen["closing"] == ["closed"] * 4
