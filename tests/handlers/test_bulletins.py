"""The bulletin: drafted, edited, released by two persons, heard once."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from bot.actions import cycles
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.clocks import set_clock
from bot.domain.plan import SchoolHolidays
from tests.cast import (
    DEAN,
    LI,
    MEMBER,
    ORGANISER,
    OTHER_ZHANG,
    THIRD,
    VICE_DEAN,
    WANG,
    ZHANG,
)
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.conftest import settings_for
from tests.ledgers import JANUARY, after_the_meeting, closed, promised, silence
from tests.meeting import declined_by_all
from tests.situations import Begin


@pytest.fixture
def data(data: Path) -> Path:
    set_clock(settings_for(data), JANUARY)
    return data


async def first_quarter(chat: Chat) -> None:
    """Three items of two branches, one of them closed, and the first draft is due."""
    await chat.services.write(after_the_meeting)
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


@pytest.fixture
async def chat(begin: Begin) -> AsyncIterator[Chat]:
    async with begin(first_quarter) as started:
        yield started


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


async def test_branches_are_named_where_the_plan_says_so_and_persons_never(chat: Chat) -> None:
    def name_branches(work: UnitOfWork) -> None:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        rules = replace(cycle.plan.rectification, bulletin_names_branches=True)
        cycles.replace_plan(work, cycle, replace(cycle.plan, rectification=rules), actor=SYSTEM)

    await chat.services.write(name_branches)
    told = next(
        entry["text"]
        for entry in await chat.say(ORGANISER, "通报")
        if entry["text"].startswith("关于")
    )
    assert "第三支部在“支委逐月列席第三支部学习并由有关同志牵头" in told
    bulletin = told.partition("\n修改")[0]
    assert ("个别支部" in bulletin, "张立范" in bulletin) == (False, False)


async def test_organiser_is_told_once_that_there_is_something_to_report(chat: Chat) -> None:
    found = [
        text for text in texts(await chat.timeline(ORGANISER)) if "整改通报的草稿可以看了" in text
    ]
    assert len(found) == 1
    assert "2027年第一季度" in found[0]


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


async def test_declined_bulletin_is_not_heard(chat: Chat) -> None:
    await chat.say(ORGANISER, "通报")
    await chat.say(ORGANISER, "通报 发布")
    (card,) = cards(await chat.hears(DEAN))
    await declined_by_all(chat, card)
    assert any("没有发布" in text for text in texts(await chat.hears(ORGANISER)))
    assert await chat.hears(MEMBER) == []


async def test_editing_after_asking_withdraws_the_card(chat: Chat) -> None:
    await chat.say(ORGANISER, "通报")
    await chat.say(ORGANISER, "通报 发布")
    (card,) = cards(await chat.hears(DEAN))
    await chat.say(ORGANISER, "通报 存在问题 总体平稳")
    assert (await chat.click(DEAN, card, choice="确认"))["refused"] == "card_gone"


async def test_what_a_person_wrote_stays_when_figures_are_renewed(chat: Chat) -> None:
    await chat.say(ORGANISER, "通报")
    await chat.say(ORGANISER, "通报 存在问题 总体平稳")
    await closed(chat, ZHANG, THIRD, 1)
    told = next(
        entry["text"]
        for entry in await chat.say(ORGANISER, "通报")
        if entry["text"].startswith("关于")
    )
    assert ("总体平稳" in told, "已核验销号2条" in told) == (True, True)


async def test_edit_without_part_or_words_says_how(chat: Chat) -> None:
    await chat.say(ORGANISER, "通报")
    for said in ("通报 存在问题", "通报 随便写写"):
        assert refusals(await chat.say(ORGANISER, said)) == ["missing_argument"]


async def told(chat: Chat) -> str:
    """The words of the draft as the organiser is shown them."""
    return "\n".join(texts(await chat.say(ORGANISER, "通报")))


async def test_bulletin_tells_what_was_done_and_by_nobodys_name(chat: Chat) -> None:
    await chat.clock(now="2027-04-05T10:00")
    await chat.say(ZHANG, "完成 1 腾出302室，已挂牌使用")
    await chat.say(ORGANISER, "核验 第三支部 1 通过")
    await chat.say(ZHANG, "进展 2 已列席两次")
    await chat.clock(now="2027-07-02T10:00")
    words = await told(chat)
    assert "本期核验销号1条：腾出302室，已挂牌使用。" in words
    assert "正在推进的事项报告了进展：已列席两次。" in words
    assert "个别支部在“支委逐月列席该支部学习并由有关同志牵头" in words
    for claim in ("正在加紧", "经回访", "一条一条"):
        assert claim not in words


async def test_bulletin_tells_of_a_visit_only_in_the_words_of_who_was_there(chat: Chat) -> None:
    await chat.clock(now="2027-04-28T10:00")
    await chat.say(ORGANISER, "回访 第一支部 1 到支部看过，制度上墙，值班记录齐全")
    await chat.clock(now="2027-07-02T10:00")
    assert "本期回访1条，成效保持：到支部看过，制度上墙，值班记录齐全。" in await told(chat)


async def test_calls_for_help_stand_in_the_draft_as_a_number(chat: Chat) -> None:
    await chat.say(ZHANG, "第1条需要帮助：场地借不到")
    await chat.say(ZHANG, "第2条需要帮助：人手不够")
    await chat.say(ZHANG, "帮助解决 2")
    await chat.say(ZHANG, "进展 1 找到两处场地")
    words = await told(chat)
    assert "支部请求帮助1件，正在协调1件。" in words
    await chat.clock(now="2027-07-02T10:00")
    assert "支部请求帮助2件，已解决1件，正在协调1件。" in await told(chat)
    assert "场地借不到" not in await told(chat)


async def test_quarter_without_a_word_has_no_bulletin(chat: Chat) -> None:
    await chat.clock(now="2027-04-05T10:00")
    for number in (1, 2):
        await chat.say(ZHANG, f"完成 {number} 办好了")
        await chat.say(ORGANISER, f"核验 第三支部 {number} 通过")
    await chat.clock(now="2027-07-02T10:00")
    await told(chat)
    await silence(chat, ORGANISER)
    await chat.clock(now="2027-10-20T10:00")  # nobody said anything in the third quarter
    assert not any("通报的草稿" in text for text in texts(await chat.hears(ORGANISER)))
    (refused,) = await chat.say(ORGANISER, "通报")
    assert refused["refused"] == "nothing_to_report"
    assert "从7月1日起还没有人报告进展" in refused["text"]
    assert "起草整改通报" not in str(await chat.say(ORGANISER, "待办"))


async def test_when_all_is_closed_nothing_is_demanded(chat: Chat) -> None:
    await closed(chat, ZHANG, THIRD, 1)
    await closed(chat, ZHANG, THIRD, 2)
    await closed(chat, WANG, "第一支部", 2)
    words = await told(chat)
    assert "没有到时限未销号的事项。" in words
    assert "三、下一步工作要求：已全部整改到位，转入巩固。" in words
    assert "请各支部" not in words


async def test_bulletin_is_posted_after_the_holidays(chat: Chat) -> None:
    def add_holidays(work: UnitOfWork) -> None:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        plan = replace(cycle.plan, school_holidays=(SchoolHolidays((4, 1), (4, 11)),))
        cycles.replace_plan(work, cycle, plan, actor=SYSTEM)

    await chat.services.write(add_holidays)
    await chat.say(ORGANISER, "通报")
    await silence(chat, DEAN)
    await chat.say(ORGANISER, "通报 发布")
    (card,) = cards(await chat.hears(DEAN))
    assert "4月12日（周一）上班后发布" in (await chat.click(DEAN, card, choice="确认"))["notice"]
    await chat.clock(now="2027-04-11T20:00")
    assert await chat.hears(MEMBER) == []
    await chat.clock(now="2027-04-12T12:00")
    assert any("整改情况的通报" in text for text in texts(await chat.hears(MEMBER)))


async def test_earlier_name_of_the_last_part_is_understood(chat: Chat) -> None:
    await told(chat)
    for name in ("下步要求", "下一步工作要求"):
        await chat.say(ORGANISER, f"通报 {name} 请{name}照办")
        assert f"请{name}照办" in await told(chat)


async def test_problems_that_say_the_same_are_told_once(chat: Chat) -> None:
    for who in (ZHANG, WANG, LI, OTHER_ZHANG):
        await chat.say(who, "承诺 4月底前完善值班制度")
    await chat.clock(now="2027-07-02T10:00")
    words = await told(chat)
    assert words.count("完善值班制度") == 1
    assert "部分支部在“4月底前完善值班制度”方面4条已到时限" in words


async def test_what_came_back_stands_first(chat: Chat) -> None:
    await closed(chat, ZHANG, THIRD, 2)
    await chat.say(ORGANISER, f"回访 {THIRD} 2 问了三名党员，没有列席，有反弹")
    await chat.clock(now="2027-07-02T10:00")
    words = await told(chat)
    assert "（一）个别支部在“支委逐月列席该支部学习" in words
    assert "回访时发现有反弹，已重新列入。" in words
