"""The first message that anybody gets from the bot: it says who writes, once for ever, and is no reminder.

It holds for whatever may be brought to somebody who never spoke with it, where the platform lets
the bot write first (sandbox, DingTalk), and where it does not (WeCom).
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.documents.reader import DocumentReader
from bot.domain.reach import FirstWord
from bot.messages import Chat as Conversation
from bot.messages import ChatKind, Message
from bot.ports import Delivery, Messenger, SendFailed
from bot.texts.listing import fits
from tests.acquaintance import unacquainted
from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, STRANGER, WANG, ZHANG
from tests.chat import Chat, Entry, cards, texts
from tests.ledgers import ASKED, after_the_meeting, promised_soon
from tests.meeting import confirm, graded
from tests.platforms.test_meeting import Way, over_dingtalk_buttons, over_wecom
from tests.played import Scripts, nothing

WHO = "我是述职助手"
DUN = "写好后把文件发给我就行"  # ends a reminder of the report
REPRESENTATIVE = "m05"
Step = Callable[[Chat], Awaitable[object]]


@dataclass
class OnceSpoken:
    """WeCom's rule on the sandbox: nobody is written to who has not written."""

    messenger: Messenger
    spoken: set[str] = field(default_factory=set)

    async def send(self, chat: Conversation, message: Message, delivery: Delivery) -> None:
        if chat.kind is ChatKind.DIRECT and chat.id not in self.spoken:
            raise SendFailed("93001", until_spoken=True)
        await self.messenger.send(chat, message, delivery)


def says(who: str, *words: str) -> Step:
    """Somebody says this, and confirms it where he is asked to."""

    async def step(chat: Chat) -> None:
        for one in words:
            shown = cards(await chat.say(who, one))
            if shown:
                await chat.click(who, shown[-1], choice="确认")

    return step


def clock(moment: str) -> Step:
    async def step(chat: Chat) -> None:
        await chat.clock(now=moment)

    return step


async def member_takes_over(chat: Chat) -> None:
    await says(ORGANISER, "第一支部书记换成杨小样")(chat)
    await chat.clock(now="2026-12-01T18:00")


async def something_is_due_in_february(chat: Chat) -> None:
    await chat.clock(now="2027-01-15T10:00")
    await chat.services.write(after_the_meeting)
    await promised_soon(chat, ZHANG, "建好活动室")


async def grade_and_opinion_are_ready(chat: Chat) -> None:
    await graded(chat)
    await chat.say(DEAN, "意见 王文例")


async def grade_and_opinion_are_delivered(chat: Chat) -> None:
    await chat.say(DEAN, "送达 王文例")
    await confirm(chat)


@dataclass(frozen=True)
class Situation:
    """What is brought to whom: a word of it tells that it came."""

    act: Step
    receivers: tuple[str, ...]
    brings: str
    before: Step = nothing


SITUATIONS = {
    "reminder": Situation(clock("2026-12-03T10:00"), (LI, ZHANG), "述职准备"),
    "urged": Situation(says(ORGANISER, "催交 第二支部"), (LI,), "述职准备"),
    "sheet": Situation(
        says(ORGANISER, "发测评表"), (MEMBER, REPRESENTATIVE, DEAN, WANG), "系统不显示任何人的选项"
    ),
    "card to confirm": Situation(says(ORGANISER, "组织员换成杨小样"), (DEAN,), "杨小样担任组织员"),
    "call for help": Situation(
        says(ZHANG, "第1条需要帮助：场地借不到"),
        (ORGANISER,),
        "需要帮助",
        says(ZHANG, "承诺 建好活动室"),
    ),
    "month of an item": Situation(
        clock(ASKED), (ZHANG,), "建好活动室", something_is_due_in_february
    ),
    "result": Situation(
        grade_and_opinion_are_delivered, (WANG,), "【考核等次】较好", grade_and_opinion_are_ready
    ),
    "new office": Situation(member_takes_over, (MEMBER,), "您现在负责第一支部"),
}


@pytest.fixture
async def chat(scripts: Scripts) -> AsyncIterator[Chat]:
    """A conversation at the desk."""
    async with scripts.after() as desk:
        yield desk


async def forget_each_other(chat: Chat, *people: str) -> None:
    await chat.services.write(lambda work: unacquainted(work.session))
    for person in people:
        await chat.hears(person)


async def privately(chat: Chat, who: str) -> list[Entry]:
    return [entry for entry in await chat.hears(who) if entry["chat"] == "direct"]


def to_whom_has_spoken(chat: Chat, *people: str) -> OnceSpoken:
    """Lets the bot write to these people alone from now on."""
    services = chat.services
    platform = OnceSpoken(services.messengers["sandbox"], set(people))
    services.messengers = {"sandbox": platform}
    services.first_words = {"sandbox": FirstWord.ONCE_SPOKEN}
    return platform


def words(entries: list[Entry]) -> str:
    """All that is read, with the words of cards."""
    return "\n".join([*texts(entries), *(card["text"] for card in cards(entries))])


@pytest.mark.parametrize("name", SITUATIONS)
async def test_whom_the_bot_writes_to_first_learns_above_it_who_writes(
    scripts: Scripts, name: str
) -> None:
    situation = SITUATIONS[name]
    async with scripts.after(situation.before) as chat:
        await forget_each_other(chat, *situation.receivers)
        await situation.act(chat)
        for who in situation.receivers:
            first, *others = await privately(chat, who)
            assert first["text"].startswith("您好，我是述职助手")
            assert fits(first["text"])
            assert situation.brings in words([first])
            later = [*others, *await chat.say(who, "倒计时"), *await chat.say(who, "帮助")]
            assert WHO not in words(later)
            assert DUN not in words([first, *others])


@pytest.mark.parametrize("name", SITUATIONS)
async def test_where_he_has_to_speak_first_all_that_waited_comes_with_his_word(
    scripts: Scripts, name: str
) -> None:
    situation = SITUATIONS[name]
    async with scripts.after(situation.before) as chat:
        await forget_each_other(chat, *situation.receivers)
        actors = {ORGANISER, DEAN, ZHANG} - set(situation.receivers)
        platform = to_whom_has_spoken(chat, *actors)
        await situation.act(chat)
        for who in situation.receivers:
            assert await privately(chat, who) == []
            platform.spoken.add(who)
            heard = await chat.say(who, "你好")
            assert heard[0]["text"].startswith("您好，我是述职助手")
            assert words(heard).count(WHO) == 1
            assert words(heard).count(situation.brings) >= 1
            assert DUN not in words(heard)
            assert len(heard) <= 2
            later = await chat.say(who, "倒计时")
            assert WHO not in words(later)
            assert situation.brings not in words(later)


async def test_what_waits_for_days_is_told_once_and_as_it_is_by_then(chat: Chat) -> None:
    """Two reminders, a change of date and a call: one message, without what is over."""
    await forget_each_other(chat, LI, ORGANISER)
    platform = to_whom_has_spoken(chat, ORGANISER)
    await chat.clock(now="2026-12-03T10:00")
    await chat.say(ORGANISER, "延期 第二支部 12月15日")
    await chat.clock(now="2026-12-08T10:00")
    platform.spoken.add(LI)
    heard = words(await chat.say(LI, "你好"))
    assert heard.count("动笔前请看一下") == 1
    assert heard.count("12月15日") >= 1
    assert WHO not in words(await chat.say(LI, "你好"))


@pytest.mark.parametrize("who", [WANG, DEAN, ORGANISER, MEMBER, REPRESENTATIVE, GUEST])
@pytest.mark.parametrize("first", ["你好", "倒计时", "收到"])
async def test_who_speaks_first_is_told_once_in_every_role(
    chat: Chat, who: str, first: str
) -> None:
    await forget_each_other(chat, who)
    [answer] = await chat.say(who, first)
    assert answer["text"].startswith("您好，我是述职助手")
    assert WHO not in words([*await chat.say(who, "我是谁"), *await chat.say(who, "帮助")])


@pytest.mark.parametrize("first", ["你好", "绑定 李华"])
async def test_a_stranger_is_told_before_he_is_bound_and_not_again(chat: Chat, first: str) -> None:
    await says(ORGANISER, "新增党员李华 第二支部")(chat)
    heard = [*await chat.say(STRANGER, first)]
    await chat.say(STRANGER, "绑定 李华")
    await confirm(chat)
    heard += [*await chat.hears(STRANGER), *await chat.say(STRANGER, "倒计时")]
    assert WHO in heard[0]["text"]
    assert words(heard).count(WHO) == 1


@pytest.mark.parametrize("way", [over_wecom, over_dingtalk_buttons], ids=["wecom", "dingtalk"])
async def test_over_the_wire_the_first_word_comes_once_and_brings_what_waited(
    tmp_path: Path, reader: DocumentReader, way: Way
) -> None:
    async with way(tmp_path, reader) as room:
        await room.program.services.database.write(unacquainted)
        await room.says(ORGANISER, "催交 第二支部")
        await room.settle()
        before = room.heard(LI)
        assert bool(before) == room.writes_first
        await room.says(LI, "倒计时")
        await room.settle()
        heard = "\n".join(room.heard(LI))
        assert heard.startswith("您好，我是述职助手")
        assert heard.count(WHO) == 1
        assert heard.count("动笔前请看一下") == 1
        assert room.refused() == [] or not room.writes_first
