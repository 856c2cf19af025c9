"""The reminder on the last workday before the meeting: once, to those expected, with what else is
due that day.
"""

from collections import Counter

import pytest

from tests.acquaintance import unacquainted
from tests.cast import GUEST, LI, MEMBER, ORGANISER, OTHER_MEMBER, WANG
from tests.chat import Chat, Entry, cards


async def announced(chat: Chat, said: str = "会议通知 12月21日14:30 系楼302") -> None:
    shown = cards(await chat.say(ORGANISER, said))
    (card,) = [one for one in shown if one["title"].startswith("会议")]
    await chat.click(ORGANISER, card, choice="确认")


async def told(chat: Chat, who: str) -> list[Entry]:
    """What the bot has written to this person in single chat since the last look."""
    return [entry for entry in await chat.hears(who) if entry["chat"] == "direct"]


async def test_everybody_expected_is_reminded_on_the_last_workday_before(chat: Chat) -> None:
    await announced(chat)
    await chat.say(OTHER_MEMBER, "请假 出差")
    await chat.clock(now="2026-12-17T20:00")
    for who in (MEMBER, OTHER_MEMBER, WANG, GUEST):
        await told(chat, who)
    await chat.clock(now="2026-12-18T08:59")
    assert await told(chat, MEMBER) == []
    await chat.clock(now="2026-12-18T09:05")
    (reminder,) = await told(chat, MEMBER)
    assert reminder["text"] == (
        "述职评议会在12月21日（周一）14:30，地点：系楼302。\n不能到会请回复“请假”和原因。"
    )
    (turn,) = await told(chat, WANG)
    assert "您第1个述职，共8位。" in turn["text"]
    assert await told(chat, OTHER_MEMBER) == []
    assert await told(chat, GUEST) == []
    await chat.clock(now="2026-12-21T14:30")
    assert await told(chat, MEMBER) == []


async def test_a_meeting_that_is_put_off_is_spoken_of_before_its_new_day(chat: Chat) -> None:
    await announced(chat)
    await announced(chat, "评议会推迟到12月24日下午两点半")
    await chat.clock(now="2026-12-18T10:00")
    await told(chat, MEMBER)
    await chat.clock(now="2026-12-22T20:00")
    assert await told(chat, MEMBER) == []
    await chat.clock(now="2026-12-23T09:05")
    (reminder,) = await told(chat, MEMBER)
    assert "12月24日（周四）14:30" in reminder["text"]


async def test_who_has_just_read_the_notice_is_not_reminded_of_it(chat: Chat) -> None:
    await chat.clock(now="2026-12-18T10:00")
    await announced(chat)
    await told(chat, MEMBER)
    await chat.clock(now="2026-12-21T14:00")
    assert await told(chat, MEMBER) == []


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-12-24", "会议通知 12月25日9:00 系楼302"),
        ("2026-12-09", "会议通知 12月10日9:00 系楼302"),
    ],
)
async def test_nobody_gets_two_messages_on_that_day(chat: Chat, day: str, said: str) -> None:
    await announced(chat, said)
    await chat.clock(now=f"{day}T07:00")
    for who in (WANG, LI, MEMBER, ORGANISER):
        await told(chat, who)
    await chat.clock(now=f"{day}T19:59")
    counts = {
        who: Counter(entry["at"][:10] for entry in await told(chat, who))
        for who in (WANG, LI, MEMBER)
    }
    assert {who: count[day] for who, count in counts.items()} == {WANG: 1, LI: 1, MEMBER: 1}


async def test_the_first_message_to_somebody_says_who_is_writing(chat: Chat) -> None:
    await announced(chat)
    await chat.services.write(lambda work: unacquainted(work.session))
    await chat.clock(now="2026-12-18T09:05")
    (reminder,) = await told(chat, MEMBER)
    assert (
        reminder["text"].splitlines()[0]
        == "您好，我是述职助手，协助示例系做述职评议考核的日常事务。"
    )
    assert "12月21日" in reminder["text"]


async def test_a_meeting_in_the_school_holidays_is_spoken_of_the_workday_before(chat: Chat) -> None:
    await announced(chat, "会议通知 2027年1月26日14:30 系楼302")
    await chat.clock(now="2027-01-24T20:00")
    await told(chat, MEMBER)
    await chat.clock(now="2027-01-25T09:05")
    (reminder,) = await told(chat, MEMBER)
    assert "1月26日（周二）14:30" in reminder["text"]
