"""The bulletin: drafted, edited, released by two persons, heard once."""

import io

import docx

from tests.cast import (
    DEAN,
    MEMBER,
    ORGANISER,
    VICE_DEAN,
    WANG,
    ZHANG,
)
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.ledgers import closed, in_january, promised, silence
from tests.played import after


async def first_quarter(chat: Chat) -> None:
    """Three items of two branches, one of them closed, and the first draft is due."""
    await in_january(chat)
    await promised(
        chat,
        ZHANG,
        "2027年2月底前建好活动室",
        "支委逐月列席第三支部学习并由张立范牵头，3月10日前",
    )
    await promised(chat, WANG, "年底前完善制度")
    await closed(chat, WANG, "第一支部", 1)
    await chat.clock(now="2027-04-02T10:00")
    for person in (ORGANISER, DEAN, MEMBER):
        await silence(chat, person)


pytestmark = after(first_quarter)


async def content(chat: Chat, entry: Entry) -> bytes:
    return await chat.content(entry)


async def test_draft_has_three_parts_and_names_nobody(chat: Chat) -> None:
    answers = await chat.say(ORGANISER, "通报")
    told = next(entry for entry in answers if entry["text"])
    for part in (
        "2027年第一季度",
        "一、总体情况",
        "二、存在问题",
        "三、下一步工作要求",
        "共列入3条",
        "已核验销号1条",
        "个别支部",
    ):
        assert part in told["text"], part
    assert ("张立范" in told["text"], "第三支部" in told["text"]) == (False, False)
    assert (await content(chat, told)).startswith(b"\x89PNG")
    paper = next(
        entry for entry in answers if entry["file"] and entry["file"]["name"].endswith(".docx")
    )
    words = "\n".join(
        p.text for p in docx.Document(io.BytesIO(await content(chat, paper))).paragraphs
    )
    assert "关于示例系2027年第一季度" in words.replace("\n", "")
    assert await chat.hears(MEMBER) == []


async def test_released_by_two_persons_and_heard_once(chat: Chat) -> None:
    await chat.say(ORGANISER, "通报")
    assert "已按您写的更新" in texts(await chat.say(DEAN, "通报 下步要求 请各支部一件一件办好"))[0]
    await silence(chat, DEAN, VICE_DEAN)
    assert "另一位同志" in texts(await chat.say(ORGANISER, "通报 发布"))[0]
    (card,) = cards(await chat.hears(DEAN))
    assert "一件一件办好" in card["text"]
    assert (await chat.click(ORGANISER, card, choice="确认"))["refused"] == "needs_second_person"
    assert (await chat.click(DEAN, card, choice="确认"))["accepted"]
    assert (await chat.click(VICE_DEAN, card, choice="确认"))["refused"] == "card_gone"
    (heard,) = await chat.hears(MEMBER)
    assert ("一件一件办好" in heard["text"], heard["chat"]) == (True, "group")
    assert (await content(chat, heard)).startswith(b"\x89PNG")
    assert refusals(await chat.say(ORGANISER, "通报 发布")) == ["no_draft"]
    assert any("已经发布" in text for text in texts(await chat.say(ORGANISER, "通报")))


async def test_a_draft_that_a_later_bulletin_has_overtaken_waits_for_nobody(chat: Chat) -> None:
    """Its figures are months old; among the todos one tap would have released it."""
    await chat.say(ORGANISER, "通报")
    await chat.clock(now="2027-06-15T10:00")
    await chat.say(ZHANG, "进展 1 活动室已经量好尺寸")
    await chat.clock(now="2027-07-05T10:00")
    await chat.say(ORGANISER, "通报")
    await silence(chat, DEAN)
    await chat.say(ORGANISER, "通报 发布")
    (card,) = cards(await chat.hears(DEAN))
    assert "第二季度" in card["text"]
    await chat.click(DEAN, card, choice="确认")
    todos = "".join(card["text"] for card in cards(await chat.say(ORGANISER, "待办")))
    assert "发布整改通报" not in todos
    assert refusals(await chat.say(ORGANISER, "通报 发布")) == ["no_draft"]


async def test_edit_without_part_or_words_says_how(chat: Chat) -> None:
    await chat.say(ORGANISER, "通报")
    for said in ("通报 存在问题", "通报 随便写写"):
        assert refusals(await chat.say(ORGANISER, said)) == ["missing_argument"]


async def told(chat: Chat) -> str:
    """The words of the draft as the organiser is shown them."""
    return "\n".join(texts(await chat.say(ORGANISER, "通报")))


async def test_earlier_name_of_the_last_part_is_understood(chat: Chat) -> None:
    await told(chat)
    for name in ("下步要求", "下一步工作要求"):
        await chat.say(ORGANISER, f"通报 {name} 请{name}照办")
        assert f"请{name}照办" in await told(chat)
