"""The on-site evaluation as people meet it in the chat, and the full table of command, role and state."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.actions import cycles, people, polls
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch.context import Context
from bot.domain.people import Person
from bot.domain.refusals import NotAllowed, Refusal
from bot.messages import Message
from bot.settings import load_settings
from handlers.attendance import router as attendance_router
from handlers.meetings import router as meetings_router
from handlers.polls import router as polls_router
from handlers.speeches import router as speeches_router
from tests import fakes
from tests.actions.test_polls.polling_station import MEMBERS
from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, STRANGER, VICE_DEAN, WANG
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.conftest import Run
from tests.meeting import declined_by_all
from tests.played import after

VOTERS = MEMBERS[:8]


async def told(chat: Chat, who: str, said: str) -> str:
    """What is answered in single chat."""
    return [str(entry["text"]) for entry in await chat.say(who, said) if entry["chat"] == "direct"][
        -1
    ]


async def opened(chat: Chat, said: str = "开始测评 王文例") -> Entry:
    """Opens a poll; its card in the group."""
    await chat.say(ORGANISER, said)
    return cards(await chat.hears(MEMBER))[-1]


async def test_the_meeting_from_the_first_card_to_the_released_result(chat: Chat) -> None:
    await chat.say(ORGANISER, "@述职助手 开始测评 王文例", group=True)
    heard = await chat.hears(MEMBER)
    (announcement,) = [text for text in texts(heard) if "发出53份" in text]
    assert "无记名" in announcement
    assert ("校验码" in announcement, "密钥" in announcement) == (False, False)
    (card,) = cards(heard)
    assert [option["text"] for option in card["questions"][0]["options"]] == [
        "好",
        "较好",
        "一般",
        "差",
    ]
    for number, voter in enumerate(VOTERS):
        answer = await chat.click(voter, card, **{"0": ("好", "较好")[number % 2]})
        assert (answer["accepted"], answer["notice"]) == (True, "已收到，截止前可修改。")
    assert await told(chat, DEAN, "谁没投") == "王文例：还有 45 人没有参加。"
    assert await told(chat, DEAN, "王书记的票投完了没") == "王文例：还有 45 人没有参加。"
    assert await told(chat, DEAN, "谁没投 李思样") == "还没有进行过测评。"
    assert await told(chat, VOTERS[0], "我的票") == "王文例：您的票已计入，截止前可以修改。"
    assert (await told(chat, ORGANISER, "结束测评")).startswith(
        "王文例的测评已结束，发出53份，收回8份"
    )
    late = await chat.click("m30", card, **{"0": "好"})
    assert (late["accepted"], late["refused"]) == (False, "poll_closed")
    assert (
        "公布" not in late["notice"]
    )  # the result goes to the leadership unless a unit wants more
    assert "C票：好 4，较好 4，一般 0，差 0" in await told(chat, ORGANISER, "公布")
    assert not any("好 4" in text for text in texts(await chat.hears(MEMBER)))
    ask = cards(await chat.hears(DEAN))[-1]
    own = await chat.click(ORGANISER, ask, choice="确认")
    assert (own["accepted"], own["refused"]) == (False, "needs_second_person")
    assert (await chat.click(DEAN, ask, choice="确认"))["accepted"]
    assert any("好 4，较好 4" in text for text in texts(await chat.hears(MEMBER)))
    (shown,) = await chat.say(MEMBER, "测评结果")
    assert "好 4，较好 4" in shown["text"]
    assert shown["file"]["name"] == "2026年度述职现场测评结果.png"
    assert cards(await chat.hears(VICE_DEAN))[-1]["title"] != ask["title"]  # he was never asked
    assert (await chat.click(VICE_DEAN, ask, choice="确认"))["refused"] == "card_gone"


async def test_what_the_second_person_does_not_confirm_does_not_count(chat: Chat) -> None:
    """Paper ballots and the release wait for somebody else, who may say no (S27, S28; rule of conduct 8)."""
    card = await opened(chat, "开始测评 第一支部")
    for voter in VOTERS:
        await chat.click(voter, card, **{"0": "好"})
    unclear = (await chat.say(DEAN, "纸质票 B 发5 收5"))[-1]
    assert (unclear["refused"], "有效几份" in unclear["text"]) == ("paper_unclear", True)
    assert "这一批作废" in await told(chat, DEAN, "纸质票 B 发5 收6 废0 差6")
    assert cards(await chat.hears(ORGANISER)) == []
    for steps, pressed in (("差5", "取消"), ("较好5", "确认")):
        await chat.say(DEAN, f"纸质票 B 发5 收5 废0 {steps}")
        (ask,) = cards(await chat.hears(ORGANISER))
        assert f"{steps[:-1]} 5" in ask["text"]
        assert (await chat.click(DEAN, ask, choice=pressed))["refused"] == "needs_second_person"
        if pressed == "取消":
            await declined_by_all(chat, ask)
        else:
            assert (await chat.click(ORGANISER, ask, choice=pressed))["accepted"]
        assert (await chat.click(VICE_DEAN, ask, choice="确认"))["refused"] == "card_gone"
    assert (
        "\n".join(texts(await chat.timeline(DEAN))).count(
            "核对纸质票时没有确认，请核对后重新录入。"
        )
        == 1
    )
    await chat.say(ORGANISER, "结束测评")
    await chat.hears(MEMBER)
    await chat.say(ORGANISER, "公布")
    ask = cards(await chat.hears(DEAN))[-1]
    assert await declined_by_all(chat, ask) == "好的，没有公布。"
    assert "没有确认公布测评结果" in texts(await chat.hears(ORGANISER))[-1]
    assert refusals(await chat.say(MEMBER, "测评结果")) == []
    assert not any("好 8" in text for text in texts(await chat.hears(MEMBER)))
    await chat.say(ORGANISER, "公布")
    assert (await chat.click(DEAN, ask, choice="确认"))["refused"] == "card_gone"
    assert (await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认"))["accepted"]
    heard = "".join(texts(await chat.hears(MEMBER)))
    assert ("较好 5" in heard, "差 5" in heard) == (True, False)


async def test_a_vote_is_seen_by_nobody_but_the_voters_own_card(chat: Chat) -> None:
    card = await opened(chat)
    before = {who: await chat.timeline(who) for who in (MEMBER, ORGANISER, DEAN)}
    await chat.click(MEMBER, card, **{"0": "差"})
    for who, entries in before.items():
        after = await chat.timeline(who)
        assert [entry["seq"] for entry in after] == [entry["seq"] for entry in entries]
        state = next(entry["card"]["state"] for entry in after if entry["card"])
        assert state == ("answered" if who == MEMBER else "open")
    wang = next(entry["card"]["state"] for entry in await chat.timeline(WANG) if entry["card"])
    assert wang == "closed"  # he does not rate himself


async def test_a_typed_vote_counts_in_single_chat_and_never_in_the_group(chat: Chat) -> None:
    await opened(chat)
    assert await told(chat, MEMBER, "测评 较好") == "已收到，截止前可修改。"
    openly = await chat.say("m03", "@述职助手 测评 差", group=True)
    assert refusals(openly) == ["vote_privately"]
    assert [entry["chat"] for entry in openly if entry.get("refused")] == ["direct"]
    assert await told(chat, "m03", "我的票") == "王文例：还没有收到您的票。"
    assert refusals(await chat.say("m03", "测评 不好")) == ["unclear_vote"]
    assert refusals(await chat.say(WANG, "测评 好")) == ["recused"]
    assert refusals(await chat.say(GUEST, "测评 好")) == ["not_on_roll"]
    assert refusals(await chat.say(STRANGER, "测评 好")) == ["not_on_roster"]


async def test_one_secretary_after_another(chat: Chat) -> None:
    first = await told(chat, ORGANISER, "下一位")
    second = await told(chat, ORGANISER, "下一位")
    assert "王文例" in first
    assert second.startswith("王文例的测评已结束")
    assert "李思样，发出53份" in second
    await chat.say(ORGANISER, "@述职助手 结束测评", group=True)
    *_, closed, answer = texts(await chat.hears(MEMBER))
    assert closed.startswith("李思样的测评已结束")
    assert answer == "好的，已经收票。"
    for _ in range(6):
        await chat.say(ORGANISER, "下一位")
    assert "所有书记的测评都已进行" in await told(chat, ORGANISER, "下一位")
    assert await told(chat, ORGANISER, "下一位") == "所有书记的测评都已进行。"


async def open_cards(chat: Chat) -> None:
    """Opens a poll about all secretaries that is no sheet: it has three cards."""

    def begin(work: UnitOfWork) -> None:
        organiser = people.find(work, ORGANISER)
        assert organiser is not None
        department = people.department(work, organiser.department)
        cycle = cycles.current(work, department.id)
        assert cycle is not None
        polls.open_poll(work, cycle, department, organiser, polls.speakers(work, cycle))

    await chat.services.write(begin)
    await chat.settle()


@after(open_cards)
async def test_all_secretaries_on_one_form(chat: Chat) -> None:
    sheets = cards(await chat.hears(MEMBER))
    assert [len(sheet["questions"]) for sheet in sheets] == [3, 3, 2]
    assert (
        "对您本人的评价不计入"
        in (await chat.click(WANG, sheets[0], **dict.fromkeys("012", "好")))["notice"]
    )
    missing = await chat.click(MEMBER, sheets[0], **{"0": "好"})
    assert (missing["accepted"], missing["refused"]) == (False, "incomplete_ballot")
    assert await told(chat, MEMBER, "测评 好好好好 较好 较好 一般 差") == "已收到，截止前可修改。"
    states = [entry["card"]["state"] for entry in await chat.timeline(MEMBER) if entry["card"]]
    assert states == ["answered"] * 3


async def test_a_small_category_does_not_stop_the_meeting(chat: Chat) -> None:
    """It counts apart; where the organiser merges it, it counts with the others."""
    assert refusals(await chat.say("x-o01", "合并 B")) == ["missing_argument"]
    assert refusals(await chat.say("x-o01", "合并 B Q")) == ["no_such"]
    await chat.say("x-o01", "合并 B C")
    assert "发出14份" in await told(chat, "x-o01", "开始测评 秦川试")


async def test_departments_hold_their_polls_apart(chat: Chat) -> None:
    card = await opened(chat)
    foreign = await chat.click("x-m01", card, **{"0": "好"})
    assert (foreign["accepted"], foreign["refused"]) == (False, "card_gone")
    assert refusals(await chat.say("x-m01", "测评 好")) == ["no_open_poll"]
    assert await told(chat, "x-l01", "谁没投") == "还没有进行过测评。"


async def test_only_those_who_signed_in_vote_and_late_arrivals_are_told(chat: Chat) -> None:
    await chat.say(ORGANISER, "签到")
    sheet = cards(await chat.hears(MEMBER))[-1]
    here = ["l01", "l02", "l03", "l04", "l05", *(f"s{n:02}" for n in range(1, 9)), *MEMBERS[:6]]
    for account in here:
        assert (await chat.click(account, sheet, choice="到会"))["accepted"]
    assert "实到20人" in await told(chat, ORGANISER, "签到")
    card = await opened(chat)
    absent = await chat.click("m30", card, **{"0": "好"})
    assert (absent["accepted"], absent["refused"]) == (False, "not_present")
    await chat.say("m30", "签到")
    assert any("改为发出20份" in text for text in texts(await chat.hears(MEMBER)))
    assert (await chat.click("m30", card, **{"0": "好"}))["accepted"]
    await chat.say(ORGANISER, "签到 沈星例")  # who has no telephone at hand
    assert any("改为发出21份" in text for text in texts(await chat.hears(MEMBER)))


async def test_a_poll_opened_by_mistake_in_which_nobody_voted_counts_for_nothing(
    chat: Chat,
) -> None:
    await opened(chat, "开始测评 李思样")
    await chat.say(ORGANISER, "结束测评")
    assert refusals(await chat.say(ORGANISER, "公布")) == ["poll_void"]
    await chat.clock(advance="PT2M")
    card = await opened(chat, "开始测评 王文例")
    for voter in VOTERS:
        await chat.click(voter, card, **{"0": "好"})
    await chat.say(ORGANISER, "结束测评")
    assert "测评：已结束 1 场，已出结果 0 场" in await told(chat, DEAN, "状态")
    assert "李思样" not in await told(chat, ORGANISER, "公布")
    assert "李思样" in await told(chat, ORGANISER, "下一位")  # who was not rated is still to come


# --- the full table ---------------------------------------------------------------------------------------------

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

# command -> who may, and what happens then in each state: "ok" or the code of the refusal
TABLE: dict[str, tuple[set[str], tuple[str, str, str, str, str]]] = {
    "测评": (BY_ALL, ("ok",) * 5),
    "我的票": (BY_ALL, ("ok",) * 5),
    "开始测评": (BY_ORGANISER, ("ok", "poll_already_open", "ok", "ok", "ok")),
    "下一位": (BY_ORGANISER, ("ok",) * 5),
    "结束测评": (
        BY_ORGANISER,
        ("no_open_poll", "ok", "no_open_poll", "no_open_poll", "no_open_poll"),
    ),
    "公布": (
        BY_ORGANISER,
        ("nothing_to_release", "poll_still_open", "ok", "ok", "nothing_to_release"),
    ),
    "交领导": (
        BY_ORGANISER,
        ("nothing_to_release", "poll_still_open", "ok", "ok", "nothing_to_release"),
    ),
    "谁没投": (BY_OVERSIGHT, ("ok",) * 5),
    "会议": (BY_ALL, ("ok",) * 5),
    "会议通知": (BY_ORGANISER, ("ok",) * 5),
    "会议改期": (BY_ORGANISER, ("ok",) * 5),
    "请假": (BY_ALL, ("ok",) * 5),
    "取消请假": (BY_ALL, ("not_on_leave",) * 5),
    "请假名单": (BY_ORGANISER, ("ok",) * 5),
    "发言": (BY_ORGANISER, ("ok",) * 5),
    "签到": (BY_ALL, ("ok",) * 5),
    "纸质票": (BY_OVERSIGHT, ("paper_too_late", "ok", "ok", "paper_too_late", "paper_too_late")),
    "合并": (BY_ORGANISER, ("ok",) * 5),
    "记名测评": (BY_ORGANISER, ("ok",) * 5),
    "测评结果": (BY_ALL, ("ok",) * 5),
    "记名结果": (BY_OVERSIGHT, ("ok",) * 5),
    "无记名测评": (BY_ORGANISER, ("ok",) * 5),
}
COMMANDS = {
    command.word: command
    for router in (polls_router, meetings_router, attendance_router, speeches_router)
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


class Undo(Exception):
    """Takes a transaction back that was only tried."""


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


async def attempt(chat: Chat, word: str, account: str) -> str:
    """What the command says to this person, or the code of its refusal; nothing is kept."""
    command = COMMANDS[word]
    said: list[Message] = []

    def run(work: UnitOfWork) -> None:
        arguments = dict(ARGUMENTS.get(word, {}))
        if word == "开始测评":
            arguments["subject"] = person(work, LI)
        context: Context = Context.load(work, fakes.update(account, word))
        if not command.who.allows(context.actor):
            raise NotAllowed(command.who.title)
        said.append(command.call(context, **arguments))
        raise Undo

    try:
        await chat.services.write(run)
    except Refusal as refusal:
        return refusal.code
    except Undo:
        return said[0].text
    raise AssertionError(word)


@pytest.mark.parametrize("named", [False, True], ids=["secret", "named"])
async def test_every_command_for_every_role_in_every_state(chat: Chat, named: bool) -> None:
    """Every one of the meeting; what all the others say while a poll runs is in test_silence.py."""
    assert set(COMMANDS) == set(TABLE)
    async for state in meeting(chat, named=named):
        for word, (allowed, outcomes) in TABLE.items():
            for role, account in WHO.items():
                told = await attempt(chat, word, account)
                expected = outcomes[STATES.index(state)] if role in allowed else "not_allowed"
                codes = {"not_allowed", *(code for _, codes in TABLE.values() for code in codes)}
                assert (told if told in codes else "ok") == expected, (word, role, state, told)
                telling = (word, state) in TELLING and role in allowed
                assert ("差 8" in told) == telling, (word, role, state, told)


VOTING = {  # who votes, and what happens while no poll is there, while it is open, right after the close, and later
    ORGANISER: ("no_open_poll", "", "poll_closed", "poll_closed"),
    DEAN: ("no_open_poll", "", "poll_closed", "poll_closed"),
    LI: ("no_open_poll", "", "poll_closed", "poll_closed"),
    MEMBER: ("no_open_poll", "", "poll_closed", "poll_closed"),
    WANG: ("no_open_poll", "recused", "recused", "poll_closed"),
    GUEST: ("no_open_poll", "not_on_roll", "not_on_roll", "poll_closed"),
    STRANGER: ("not_on_roster", "not_on_roster", "not_on_roster", "not_on_roster"),
}


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


async def test_a_restart_without_the_key_directory_voids_the_poll_and_says_so(
    run: Run, data: Path
) -> None:
    async with run(data) as chat:
        await opened(chat)
        await chat.click(MEMBER, (cards(await chat.timeline(MEMBER)))[-1], **{"0": "好"})
    shutil.rmtree(load_settings(platforms=("sandbox",), data_dir=data).keys)
    async with run(data) as chat:
        assert await told(chat, MEMBER, "测评 好") == (
            "王文例的测评已作废：选票的密钥不在了（例如恢复了备份，或换了一台服务器），已收到的票再也打不开。"
            "您的票没有计入，重新测评时请再投一次。"
        )
        assert any(
            "的测评作废：选票的密钥不在了" in text for text in texts(await chat.timeline(MEMBER))
        )
        assert any(
            "请系统管理员检查密钥目录" in text for text in texts(await chat.timeline(ORGANISER))
        )
        assert "王文例，发出53份" in await told(chat, ORGANISER, "开始测评 王文例")


async def test_asking_how_to_vote_brings_the_ballot_card_to_the_single_chat(chat: Chat) -> None:
    await chat.say(ORGANISER, "@述职助手 开始测评 王文例", group=True)
    await chat.hears(MEMBER)
    answer = (await chat.say(MEMBER, "测评"))[-1]
    assert (answer["chat"], answer["card"]["state"]) == ("direct", "open")
    assert (
        await chat.click(MEMBER, answer["card"], **{answer["card"]["questions"][0]["id"]: "好"})
    )["accepted"]
    assert (await chat.say(MEMBER, "测评"))[-1]["card"]["state"] == "answered"
    assert (await chat.say(WANG, "测评"))[-1]["card"] is None  # nobody rates himself


async def ask(chat: Chat, who: str) -> Entry:
    """The answer to 测评 in single chat."""
    return (await chat.say(who, "测评"))[-1]


async def fill(chat: Chat, who: str, card: Entry, step: str = "好") -> str:
    answer = await chat.click(who, card, **{question["id"]: step for question in card["questions"]})
    assert answer["accepted"]
    return str(answer["notice"])


@after(open_cards)
async def test_a_ballot_of_three_cards_is_filled_whole_in_single_chat(chat: Chat) -> None:
    sheets = [card["card_id"] for card in cards(await chat.hears(MEMBER))]
    first = await ask(chat, MEMBER)
    assert "没填第 1、2、3 张。这是第 1 张" in first["text"]
    assert "后面依次写 8 个等次" in first["text"]
    assert (await fill(chat, MEMBER, first["card"])).endswith("还有 2 张没填，发送“测评”接着填。")
    assert "已计入一部分" in await told(chat, MEMBER, "我的票")
    assert "还有 54 人" in await told(chat, DEAN, "谁没投")
    second = await ask(chat, MEMBER)
    assert "已填第 1 张，没填第 2、3 张。这是第 2 张" in second["text"]
    await fill(chat, MEMBER, second["card"])
    third = await ask(chat, MEMBER)
    assert await fill(chat, MEMBER, third["card"]) == "已收到，截止前可修改。"
    assert [one["card"]["card_id"] for one in (first, second, third)] == sheets
    assert "您的票已计入，截止前可以修改。" in await told(chat, MEMBER, "我的票")
    assert "还有 53 人" in await told(chat, DEAN, "谁没投")
    again = [await ask(chat, MEMBER) for _ in range(4)]
    assert [one["card"]["card_id"] for one in again] == [*sheets, sheets[0]]
    assert "3 张都已填写。这是第 1 张，可以修改" in again[0]["text"]
    assert await fill(chat, MEMBER, again[1]["card"], "差") == "已收到，截止前可修改。"
    said, _, steps = again[0]["text"].rpartition("（")  # the steps to choose from end the answer
    assert steps.startswith("好、较好、一般、差")
    assert not any(step in said for step in ("好", "一般", "差"))


@after(open_cards)
async def test_one_card_of_several_can_be_typed(chat: Chat) -> None:
    """As DingTalk's buttons and sentences say it."""
    sheets = cards(await chat.hears(MEMBER))
    assert (await told(chat, MEMBER, "测评 K1 第3张 好 较好")).startswith(
        "已收到，截止前可修改。还有 2 张没填"
    )
    states = [entry["card"]["state"] for entry in await chat.timeline(MEMBER) if entry["card"]]
    assert states == ["open", "open", "answered"]
    assert (await ask(chat, MEMBER))["card"]["card_id"] == sheets[0]["card_id"]
    assert refusals(await chat.say(MEMBER, "测评 K1 第4张 好")) == ["unclear_vote"]
    assert refusals(await chat.say(MEMBER, "测评 K1 第1张 好")) == ["unclear_vote"]
    assert "对您本人的评价" not in await told(
        chat, WANG, "测评 第1张 好 好"
    )  # two of three: he leaves himself out


async def test_close_and_release_tell_the_group_one_number(chat: Chat) -> None:
    """A vote that was on its way at the close still counts: the number is told once it is known."""
    card = await opened(chat)
    for voter in VOTERS:
        await chat.click(voter, card, **{"0": "好"})
    await chat.hears(MEMBER)
    await chat.say(ORGANISER, "结束测评")
    assert texts(await chat.hears(MEMBER)) == ["王文例的测评已结束，结果由两位同志核对。"]
    await chat.say(ORGANISER, "公布")
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
    assert any("发出53份，收回8份" in text for text in texts(await chat.hears(MEMBER)))
