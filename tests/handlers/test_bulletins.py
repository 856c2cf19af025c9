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
from tests.cast import DEAN, MEMBER, ORGANISER, THIRD, VICE_DEAN, WANG, ZHANG
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.conftest import Run, settings_for
from tests.ledgers import JANUARY, after_the_meeting, closed, promised, silence
from tests.meeting import declined_by_all


@pytest.fixture
def data(data: Path) -> Path:
    set_clock(settings_for(data), JANUARY)
    return data


@pytest.fixture
async def chat(run: Run, data: Path) -> AsyncIterator[Chat]:
    async with run(data) as started:
        await started.program.services.write(after_the_meeting)
        await promised(
            started,
            ZHANG,
            "2027年2月底前建好活动室",
            "支委逐月列席第三支部学习并由张立范牵头，3月10日前",
        )
        await promised(started, WANG, "年底前完善制度")
        await closed(started, WANG, "第一支部", 1)
        await started.clock(now="2027-04-02T10:00")
        for person in (ORGANISER, DEAN, MEMBER):
            await silence(started, person)
        yield started


async def content(chat: Chat, entry: Entry) -> bytes:
    return bytes((await chat.client.get(f"/sandbox/api/files/{entry['file']['id']}")).content)


async def test_draft_has_three_parts_and_names_nobody(chat: Chat) -> None:
    answers = await chat.say(ORGANISER, "通报")
    told = next(entry for entry in answers if entry["text"])
    for part in (
        "2027年第一季度",
        "一、总体情况",
        "二、存在问题",
        "三、下步要求",
        "共列入 3 条",
        "已核验销号 1 条",
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

    await chat.program.services.write(name_branches)
    told = next(
        entry["text"]
        for entry in await chat.say(ORGANISER, "通报")
        if entry["text"].startswith("关于")
    )
    assert "第三支部在“支委逐月列席第三支部学习并由有关同志牵头" in told
    assert ("个别支部" in told, "张立范" in told) == (False, False)


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
    assert ("总体平稳" in told, "已核验销号 2 条" in told) == (True, True)


@pytest.mark.parametrize("said", ["通报 存在问题", "通报 随便写写"])
async def test_edit_without_part_or_words_says_how(chat: Chat, said: str) -> None:
    await chat.say(ORGANISER, "通报")
    assert refusals(await chat.say(ORGANISER, said)) == ["missing_argument"]
