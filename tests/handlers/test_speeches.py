"""Speaking time: a card in the group that changes without new posts, and the organiser's card from speaker to speaker."""

from tests.cast import DEAN, LI, MEMBER, ORGANISER
from tests.chat import Chat, Entry, cards, refusals, texts


async def in_group(chat: Chat) -> list[Entry]:
    """The cards of all speeches so far, as they look now."""
    return cards([entry for entry in await chat.timeline(MEMBER) if entry["chat"] == "group"])


async def chairs(chat: Chat) -> Entry:
    """The organiser's card as it looks now."""
    return cards([entry for entry in await chat.timeline(ORGANISER) if entry["chat"] == "direct"])[
        -1
    ]


def buttons(card: Entry) -> list[str]:
    return [option["text"] for question in card["questions"] for option in question["options"]]


async def told(chat: Chat, who: str, said: str) -> str:
    """What is answered in single chat."""
    return [str(entry["text"]) for entry in await chat.say(who, said) if entry["chat"] == "direct"][
        -1
    ]


async def test_the_clock_speaks_twice_in_a_speech_and_redraws_its_card(chat: Chat) -> None:
    await chat.say(ORGANISER, "会议 王文例 发言 10")
    card = cards(await chat.hears(MEMBER))[-1]
    assert (card["title"], card["text"], buttons(card)) == (
        "请王文例述职",
        "10 分钟，到 08:40。",
        ["还剩多久"],
    )
    assert card["until"] == "2026-12-01T08:40:00+08:00"
    await chat.clock(advance="PT9M")
    assert texts(await chat.hears(MEMBER)) == ["王文例的发言到 08:40 结束，请准备收尾。"]
    (redrawn,) = await in_group(chat)
    assert (redrawn["text"], redrawn["until"]) == ("最后一分钟，到 08:40。", card["until"])
    await chat.clock(advance="PT11M")
    assert texts(await chat.hears(MEMBER)) == ["王文例的发言时间到。接下来请领导点评。"]
    assert [one["text"] for one in await in_group(chat)] == ["时间到（08:40）。"]


async def test_whoever_asks_is_told_how_long_and_everybody_sees_it_on_the_card(chat: Chat) -> None:
    await chat.say(ORGANISER, "会议 王文例 发言 10")
    (card,) = await in_group(chat)
    before = len(await chat.timeline(LI))
    await chat.clock(advance="PT6M30S")
    answer = await chat.click(MEMBER, card, choice="还剩多久")
    assert (answer["accepted"], answer["notice"]) == (
        True,
        "还剩约 4 分钟（08:36 查看），到 08:40。",
    )
    assert [one["text"] for one in await in_group(chat)] == [answer["notice"]]
    await chat.clock(now="2026-12-01T08:39")
    assert (await chat.click(LI, card, choice="还剩多久"))[
        "notice"
    ] == "还剩约 1 分钟（08:39 查看），到 08:40。"
    await chat.clock(now="2026-12-01T08:39:30")
    assert (await chat.click(LI, card, choice="还剩多久"))[
        "notice"
    ] == "还剩不到 1 分钟（08:39 查看），到 08:40。"
    assert (
        len(await chat.timeline(LI)) == before + 1
    )  # the last minute, and nothing for those who asked
    await chat.say(ORGANISER, "会议 王文例 发言结束")
    (ended,) = await in_group(chat)
    assert (ended["text"], ended["state"], buttons(ended), ended["until"]) == (
        "已讲完。",
        "closed",
        [],
        None,
    )
    assert (await chat.click(MEMBER, card, choice="还剩多久"))["refused"] == "card_gone"


async def test_the_organiser_goes_from_speaker_to_speaker_by_one_tap(chat: Chat) -> None:
    await chat.say(ORGANISER, "会议 王文例 书面 出差")
    heard = await chat.say(ORGANISER, "@述职助手 发言", group=True)  # his card is nobody else's
    assert [entry["chat"] for entry in heard if entry["card"]] == ["direct"]
    ready = await chairs(chat)
    assert (ready["title"], ready["text"], buttons(ready)) == (
        "发言计时",
        "下一位：李思样，8 分钟。",
        ["开始计时"],
    )
    await chat.hears(MEMBER)
    started = await chat.click(ORGANISER, ready, choice="开始计时")
    again = await chat.click(ORGANISER, ready, choice="开始计时")  # an impatient finger
    assert (
        started["notice"]
        == again["notice"]
        == "还剩约 8 分钟（08:30 查看），到 08:38。\n下一位：张立范，8 分钟。"
    )
    assert [card["title"] for card in cards(await chat.hears(MEMBER))] == ["请李思样述职"]
    running = await chairs(chat)
    assert (running["title"], buttons(running)) == (
        "李思样正在述职",
        ["讲完了", "加时1分", "请下一位"],
    )
    await chat.click(ORGANISER, running, choice="请下一位")
    await chat.click(ORGANISER, running, choice="讲完了")  # meant 李思样, who has ended
    assert (await chairs(chat))["title"] == "张立范正在述职"
    await chat.click(ORGANISER, await chairs(chat), choice="讲完了")
    assert (await chairs(chat))["text"] == "下一位：陈明试，8 分钟。"
    assert [card["text"] for card in await in_group(chat)] == ["已讲完。", "已讲完。"]
    for _ in range(5):
        await chat.click(ORGANISER, await chairs(chat), choice=buttons(await chairs(chat))[-1])
    await chat.click(ORGANISER, await chairs(chat), choice="讲完了")
    last = await chairs(chat)
    assert (last["text"], buttons(last)) == ("现场述职的同志都已发言。", [])


async def test_more_time_moves_the_end_and_adds_no_word(chat: Chat) -> None:
    await chat.say(ORGANISER, "发言")
    await chat.click(ORGANISER, await chairs(chat), choice="开始计时")
    await chat.hears(MEMBER)
    for _ in range(2):  # each tap is a minute
        await chat.click(ORGANISER, await chairs(chat), choice="加时1分")
    assert await chat.hears(MEMBER) == []
    assert [card["text"] for card in await in_group(chat)] == ["已加时，到 08:40。"]
    await chat.clock(advance="PT9M")
    assert texts(await chat.hears(MEMBER)) == ["王文例的发言到 08:40 结束，请准备收尾。"]
    await chat.click(ORGANISER, await chairs(chat), choice="加时1分")
    await chat.clock(advance="PT2M")
    assert texts(await chat.hears(MEMBER)) == ["王文例的发言时间到。接下来请领导点评。"]
    await chat.clock(advance="PT2M")
    await chat.click(ORGANISER, await chairs(chat), choice="加时1分")  # from now on
    assert [card["text"] for card in await in_group(chat)] == ["已加时，到 08:44。"]
    await chat.clock(advance="PT5M")
    assert await chat.hears(MEMBER) == []  # it was said before; the card tells it
    assert [card["text"] for card in await in_group(chat)] == ["时间到（08:44）。"]


async def test_the_organiser_s_card_is_for_the_organiser_and_the_newest_counts(chat: Chat) -> None:
    await chat.say(ORGANISER, "发言")
    first = await chairs(chat)
    stolen = await chat.click(DEAN, first, choice="开始计时")
    assert (stolen["accepted"], stolen["refused"]) == (False, "not_allowed")
    await chat.say(ORGANISER, "发言")
    assert (await chat.click(ORGANISER, first, choice="开始计时"))["refused"] == "card_gone"
    assert refusals(await chat.say(MEMBER, "发言")) == ["not_allowed"]
    assert await in_group(chat) == []


async def test_who_has_finished_hears_no_clock(chat: Chat) -> None:
    await chat.say(ORGANISER, "会议 王文例 发言")  # as long as the plan says
    assert cards(await chat.hears(MEMBER))[-1]["text"] == "8 分钟，到 08:38。"
    await chat.say(ORGANISER, "会议 李思样 发言")  # another one in his place
    await chat.say(ORGANISER, "开始测评 李思样")  # and the poll about that one
    await chat.hears(MEMBER)
    await chat.clock(advance="PT10M")
    assert await chat.hears(MEMBER) == []
    await chat.say(ORGANISER, "会议 张立范 发言 2")
    assert await told(chat, ORGANISER, "会议 张立范 发言结束") == "计时已停止。"
    await chat.hears(MEMBER)
    await chat.clock(advance="PT10M")
    assert await chat.hears(MEMBER) == []
