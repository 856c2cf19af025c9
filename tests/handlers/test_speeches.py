"""Speaking time: the organiser steers it from speaker to speaker, the hall's screen shows it, and
the group hears nothing of it.
"""

from bot.actions import cycles, polls
from bot.actions.polls import Hall
from bot.actions.unit_of_work import UnitOfWork
from tests.cast import DEAN, MEMBER, ORGANISER
from tests.chat import Chat, Entry, cards, refusals


async def chairs(chat: Chat) -> Entry:
    """The organiser's card as it looks now."""
    entries = [entry for entry in await chat.timeline(ORGANISER) if entry["chat"] == "direct"]
    return [card for card in cards(entries) if card["title"] != "待办"][-1]


def buttons(card: Entry) -> list[str]:
    return [option["text"] for question in card["questions"] for option in question["options"]]


async def told(chat: Chat, who: str, said: str) -> str:
    """What is answered in single chat."""
    return [str(entry["text"]) for entry in await chat.say(who, said) if entry["chat"] == "direct"][
        -1
    ]


def _hall(work: UnitOfWork) -> Hall:
    cycle = cycles.current(work, "sample")
    assert cycle is not None
    return polls.hall(work, cycle)


async def hall(chat: Chat) -> Hall:
    return await chat.services.read(_hall)


async def test_the_screen_learns_who_speaks_since_when_and_until_when(chat: Chat) -> None:
    before = await hall(chat)
    assert (before.talk, before.spoken) == (None, frozenset())
    await chat.say(ORGANISER, "会议 王文例 发言 10")
    talk = (await hall(chat)).talk
    assert talk is not None
    assert talk.started_at is not None
    assert (talk.speaker.name, f"{talk.started_at.astimezone(chat.now.tzinfo):%H:%M}") == (
        "王文例",
        "08:30",
    )
    assert f"{talk.until.astimezone(chat.now.tzinfo):%H:%M}" == "08:40"
    await chat.say(ORGANISER, "会议 李思样 发言")
    after = await hall(chat)
    assert after.talk is not None
    assert after.talk.speaker.name == "李思样"
    assert after.spoken == {talk.speaker.id}
    assert after.agenda.speech_minutes == (8,)


async def test_the_group_hears_nothing_of_the_clock(chat: Chat) -> None:
    await chat.hears(MEMBER)
    await chat.say(ORGANISER, "会议 王文例 发言 10")
    await chat.clock(advance="PT9M")
    await chat.clock(advance="PT5M")
    await chat.say(ORGANISER, "会议 王文例 发言结束")
    assert await chat.hears(MEMBER) == []
    assert (await hall(chat)).talk is None


async def test_the_organiser_goes_from_speaker_to_speaker_by_one_tap(chat: Chat) -> None:
    await chat.say(ORGANISER, "会议 王文例 书面 出差")
    heard = await chat.say(ORGANISER, "@述职助手 发言", group=True)  # his card is nobody else's
    assert [entry["chat"] for entry in heard if entry["card"]] == ["direct"]
    ready = await chairs(chat)
    assert (ready["title"], ready["text"], buttons(ready)) == (
        "发言计时",
        "下一位：李思样，8分钟。",
        ["开始计时"],
    )
    started = await chat.click(ORGANISER, ready, choice="开始计时")
    again = await chat.click(ORGANISER, ready, choice="开始计时")  # an impatient finger
    assert (
        started["notice"]
        == again["notice"]
        == "还剩约8分钟（08:30查看），到08:38。\n下一位：张立范，8分钟。"
    )
    running = await chairs(chat)
    assert (running["title"], buttons(running)) == (
        "李思样正在述职",
        ["讲完了", "加时1分", "请下一位"],
    )
    await chat.click(ORGANISER, running, choice="请下一位")
    await chat.click(ORGANISER, running, choice="讲完了")  # meant 李思样, who has ended
    assert (await chairs(chat))["title"] == "张立范正在述职"
    await chat.click(ORGANISER, await chairs(chat), choice="讲完了")
    assert (await chairs(chat))["text"] == "下一位：陈明试，8分钟。"
    for _ in range(5):
        await chat.click(ORGANISER, await chairs(chat), choice=buttons(await chairs(chat))[-1])
    await chat.click(ORGANISER, await chairs(chat), choice="讲完了")
    last = await chairs(chat)
    assert (last["text"], buttons(last)) == ("现场述职的同志都已发言。", [])


async def test_more_time_counts_from_now_where_the_time_is_over(chat: Chat) -> None:
    await chat.say(ORGANISER, "发言")
    await chat.click(ORGANISER, await chairs(chat), choice="开始计时")
    await chat.click(ORGANISER, await chairs(chat), choice="加时1分")  # each tap is a minute
    answer = await chat.click(ORGANISER, await chairs(chat), choice="加时1分")
    assert "到08:40。" in answer["notice"]
    await chat.clock(advance="PT14M")
    answer = await chat.click(ORGANISER, await chairs(chat), choice="加时1分")
    assert "到08:45。" in answer["notice"]


async def test_the_minutes_of_this_meeting_go_before_those_of_the_plan(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, "会议通知 12月21日14:30 系楼302"))
    await chat.click(ORGANISER, card, choice="确认")
    asked = cards(await chat.say(ORGANISER, "每人讲6分钟"))
    (card,) = [one for one in asked if one["title"] == "会议变更"]
    await chat.click(ORGANISER, card, choice="确认")
    await chat.say(ORGANISER, "发言")
    assert (await chairs(chat))["text"] == "下一位：王文例，6分钟。"


async def test_the_organiser_s_card_is_for_the_organiser_and_the_newest_counts(chat: Chat) -> None:
    await chat.say(ORGANISER, "发言")
    first = await chairs(chat)
    stolen = await chat.click(DEAN, first, choice="开始计时")
    assert (stolen["accepted"], stolen["refused"]) == (False, "not_allowed")
    await chat.say(ORGANISER, "发言")
    assert (await chat.click(ORGANISER, first, choice="开始计时"))["refused"] == "card_gone"
    assert refusals(await chat.say(MEMBER, "发言")) == ["not_allowed"]


async def test_a_poll_ends_the_speech(chat: Chat) -> None:
    await chat.say(ORGANISER, "会议 李思样 发言")
    await chat.say(ORGANISER, "开始测评 李思样")
    assert (await hall(chat)).talk is None
    await chat.say(ORGANISER, "会议 张立范 发言 2")
    assert await told(chat, ORGANISER, "会议 张立范 发言结束") == "计时已停止。"
