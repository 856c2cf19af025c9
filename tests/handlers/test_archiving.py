"""After 归档: the year stays as it is, and the bot is silent about it (rule of conduct 6)."""

from bot.sample import sample_report, sample_roster_workbook
from tests.cast import DEAN, LI, MEMBER, ORGANISER, THIRD, ZHANG
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.meeting import declined_by_all

CHANGES = (
    (ZHANG, "承诺 再加一条"),
    (ORGANISER, "开始测评 张立范"),
    (ORGANISER, "催交"),
    (ORGANISER, "通知"),
    (ORGANISER, "改日期 公示 1月8日"),
    (ORGANISER, "会议通知 12月21日14:30 系楼302"),
    (ORGANISER, "交办 第三支部 会议记录不全"),
    (DEAN, "平时 张立范 作风扎实"),
    (MEMBER, "签到"),
)


async def test_an_archived_year_takes_nothing_more_and_says_how_the_next_begins(chat: Chat) -> None:
    assert refusals(await chat.say(ORGANISER, "归档 明天")) == ["missing_argument"]
    await chat.say(ORGANISER, "归档")
    (card,) = [card for card in cards(await chat.hears(DEAN)) if "归档" in card["title"]]
    assert "还没有确定等次：王文例、李思样、" in card["text"]
    assert await declined_by_all(chat, card) == "好的，没有归档，已告知发起人。"
    assert "认为2026年度暂时不归档。" in texts(await chat.hears(ORGANISER))[-1]
    await chat.say(ORGANISER, "归档 2026")
    (card,) = [card for card in cards(await chat.hears(DEAN)) if "归档" in card["title"]]
    await chat.click(DEAN, card, choice="确认")
    for person in (LI, MEMBER):
        await chat.hears(person)
    for who, said in CHANGES:
        assert refusals(await chat.say(who, said)) == ["year_archived"], said
    report = await chat.send(ZHANG, "报告.docx", sample_report(THIRD, year=2026))
    assert refusals(report) == ["year_archived"]
    assert "方案 2027" in texts(report)[-1]
    assert await chat.hears(LI) == []  # neither reminded nor asked to vote

    for who, said in (
        (DEAN, "状态"),
        (ZHANG, "准备"),
        (ORGANISER, "会议"),
        (ORGANISER, "方案 2027"),
    ):
        assert refusals(await chat.say(who, said)) == [], said
    for word in ("状态", "倒计时"):
        said = "".join(texts(await chat.say(DEAN, word)))
        assert ("已经结束并归档" in said, "仍在" in said) == (True, False), word
    assert refusals(await chat.send(ORGANISER, "名册.xlsx", sample_roster_workbook())) == []
    assert refusals(await chat.say(ORGANISER, "归档")) == ["nothing_to_archive"]
    assert refusals(await chat.send(MEMBER, "报告.docx", b"x")) == ["not_allowed"]
    assert "是做什么用的" in texts(await chat.send(MEMBER, "报告.docx", b"x"))[-1]


async def test_cards_of_an_archived_year_change_nothing_more(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", sample_report(THIRD, year=2026))
    await chat.hears(ZHANG)
    open_cards = [
        (ZHANG, cards(await chat.say(ZHANG, "对应"))[-1], "对应无误"),
        (
            ORGANISER,
            cards(await chat.say(ORGANISER, "三支部那份材料打回去吧，问题写得太虚"))[-1],
            "确认",
        ),
        (MEMBER, await attendance(chat), "到会"),
    ]
    await chat.say(ORGANISER, "归档 2026")
    (card,) = [card for card in cards(await chat.hears(DEAN)) if "归档" in card["title"]]
    assert (await chat.click(DEAN, card, choice="确认"))["accepted"]
    for who, card, button in open_cards:
        question = card["questions"][0]["id"]
        assert (await chat.click(who, card, **{question: button}))["refused"] == "year_archived", (
            card["title"]
        )


async def attendance(chat: Chat) -> Entry:
    await chat.say(ORGANISER, "@述职助手 签到", group=True)
    return cards(await chat.hears(MEMBER))[-1]
