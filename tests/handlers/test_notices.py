"""The notice, and help by role and stage."""

from bot.sample import sample_report
from tests.cast import DEAN, FIRST, MEMBER, ORGANISER, STRANGER, WANG
from tests.chat import Chat, cards, refusals, texts


async def test_notice_is_drafted_confirmed_and_said_once(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, "通知"))
    assert "12月10日（周四）" in card["text"]
    assert await chat.hears(MEMBER) == []
    assert (await chat.click(ORGANISER, card, choice="确认"))["notice"] == "通知已发到系群。"
    (said,) = texts(await chat.hears(MEMBER))
    assert said.startswith("各支部：\n现启动2026年度党组织书记抓基层党建述职评议考核工作")
    assert len(said.splitlines()) <= 12
    assert texts(await chat.say(ORGANISER, "通知"))[-1] == "今年的通知已经发过了，没有重复发布。"
    assert refusals(await chat.say(DEAN, "通知")) == ["not_allowed"]


async def test_notice_that_is_not_confirmed_is_not_said(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, "通知"))
    await chat.click(ORGANISER, card, choice="取消")
    assert await chat.hears(MEMBER) == []


async def test_what_was_said_loosely_is_not_asked_twice(chat: Chat) -> None:
    """The draft is the question: a card before it would only ask whether to ask."""
    (card,) = cards(await chat.say(ORGANISER, "通知发了吧"))
    assert card["title"] == "发布通知"


async def test_help_is_short_and_says_what_matters_now(chat: Chat) -> None:
    await chat.clock(now="2026-12-08T10:00")
    await chat.hears(WANG)
    (before,) = texts(await chat.say(WANG, "帮助"))
    assert "把文件直接发给我" in before
    assert before.count("·") == 4
    assert "我的材料" in before
    for _ in range(2):
        await chat.send(WANG, "报告.docx", sample_report(FIRST, year=2026))
    await chat.say(ORGANISER, "开始测评 王文例")
    (voting,) = texts(await chat.say(MEMBER, "帮助"))[-1:]
    assert "· 测评表：" in voting
    assert "· 我的票：" in voting


async def test_help_fits_one_glance(chat: Chat) -> None:
    for who in (
        WANG,
        DEAN,
        ORGANISER,
        MEMBER,
    ):
        (answer,) = texts(await chat.say(who, "帮助"))
        assert len(answer.splitlines()) <= 8, who
        assert "示例系党务办公室" in answer, who


async def test_stranger_is_told_how_to_bind_and_nothing_else(chat: Chat) -> None:
    for said in ("帮助", "状态", "详情 第三支部"):
        (answer,) = await chat.say(STRANGER, said)
        assert (answer["refused"], "绑定" in answer["text"]) == ("not_on_roster", True)
