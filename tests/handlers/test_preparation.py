"""The preparation sheet: last year's promises with their state, what was pointed at, this year's tasks."""

import pytest

from bot.actions import cycles
from bot.actions.unit_of_work import SYSTEM
from bot.domain.planfile import sample_plan
from bot.texts.listing import fits
from bot.texts.preparation import sheet
from tests.cast import DEAN, LI, MEMBER, ORGANISER, THIRD, ZHANG
from tests.chat import Chat, refusals, texts
from tests.ledgers import closed, promised
from tests.reports import docx


async def next_year(chat: Chat) -> None:
    await chat.services.write(
        lambda work: cycles.begin(work, "sample", sample_plan(2027), actor=SYSTEM)
    )


async def test_sheet_shows_last_years_promises_and_what_was_pointed_at(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室", "完善制度")
    await closed(chat, ZHANG, THIRD, 1)
    await chat.say(ORGANISER, "交办 第三支部 巡察反馈组织生活记录不全")
    await next_year(chat)
    sheet = texts(await chat.say(ZHANG, "准备"))[-1]
    assert sheet.startswith("2027年度述职准备")
    assert (
        sheet.index("2. 完善制度（推进中")
        < sheet.index("1. 建好活动室（已销号，未回访）：已经办好")
        < sheet.index("组织生活记录不全")
    )
    assert len(sheet.splitlines()) <= 12
    assert refusals(await chat.say(MEMBER, "准备")) == ["not_allowed"]


@pytest.mark.parametrize(
    ("promises", "inspections", "shown"),
    [(9, 9, (2, 3)), (9, 0, (6, 0)), (0, 9, (0, 6)), (9, 2, (4, 2)), (3, 4, (3, 4))],
)
def test_sheet_fits_into_one_message_however_much_there_is(
    promises: int, inspections: int, shown: tuple[int, int]
) -> None:
    said = sheet(
        2027,
        [f"诺{n}" for n in range(promises)],
        [f"巡{n}" for n in range(inspections)],
        ["甲"],
        [],
    )
    assert fits(said)
    assert (said.count("诺") - 1, said.count("巡") - 2) == shown  # besides the headings
    assert ("另有" in said) == (promises + inspections > 7)


async def test_sheet_of_a_first_year_says_that_the_ledger_is_empty(chat: Chat) -> None:
    sheet = texts(await chat.say(LI, "准备"))[0]
    assert ("台账里没有上年度的事项" in sheet, "今年重点" in sheet) == (True, True)


async def test_sheet_shows_what_was_done_visited_and_came_back(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室", "逐一谈心谈话", "完善制度")
    for number, done in ((1, "二楼活动室已挂牌"), (2, "三名党员都谈过")):
        await chat.say(ZHANG, f"完成 {number} {done}")
        await chat.say(ORGANISER, f"核验 {THIRD} {number} 通过")
    await chat.say(ORGANISER, f"回访 {THIRD} 1 到活动室看过，每周都有活动")
    await chat.say(ORGANISER, f"回访 {THIRD} 2 问了三名党员，下半年没有谈过，有反弹")
    await chat.say(ZHANG, "进展 3 制度已起草")
    await next_year(chat)
    sheet = texts(await chat.say(ZHANG, "准备"))[-1]
    assert "1. 建好活动室（已销号，已回访）：二楼活动室已挂牌" in sheet
    assert "2. 逐一谈心谈话（回访时有反弹，重新列入" in sheet
    assert "制度已起草" in sheet


async def test_opinion_tells_what_came_of_last_years_promises(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室", "逐一谈心谈话")
    for number, done in ((1, "二楼活动室已挂牌使用"), (2, "三名党员都谈过")):
        await chat.say(ZHANG, f"完成 {number} {done}")
        await chat.say(ORGANISER, f"核验 {THIRD} {number} 通过")
    await chat.say(ORGANISER, f"回访 {THIRD} 2 问了三名党员，下半年没有谈过，有反弹")
    await next_year(chat)
    entries = await chat.say(DEAN, "意见 张立范")
    told = "\n".join(texts(entries))
    assert "上年度查摆的建好活动室（二楼活动室已挂牌使用）等问题已整改到位" in told
    assert "逐一谈心谈话的问题整改后又有反弹" in told


async def test_report_that_forgets_last_years_promises_is_told(chat: Chat) -> None:
    await promised(chat, ZHANG, "在实验楼建好党员活动室并按月开放")
    await next_year(chat)
    paragraphs = (
        "2027年述职报告",
        "一、履职情况",
        "本人全年抓学习。",
        "二、存在问题",
        "调研不多。",
    )
    await chat.send(ZHANG, "新.docx", docx(*paragraphs))
    assert "上年" in texts(await chat.say(ZHANG, "我的材料"))[0]


async def test_the_first_word_about_a_report_helps_to_write_it(chat: Chat) -> None:
    """Nobody's first message from the bot is a reminder."""
    await chat.say(ORGANISER, "延期 第三支部 12月31日")
    await chat.hears(ZHANG)
    await chat.clock(now="2026-12-01T10:00:00")
    first = next(text for text in texts(await chat.hears(ZHANG)) if "请于" in text)
    assert "请于12月31日（周四）前交" in first
    assert "一、上年度整改承诺" in first
    assert "写好后把文件发给我" not in first
    await chat.clock(now="2026-12-24T10:00:00")
    assert "您的述职报告请于" in "".join(texts(await chat.hears(ZHANG)))
