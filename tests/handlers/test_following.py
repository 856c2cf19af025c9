"""The monthly question: to whom, when, once; proved by moving the clock and by calling ticks."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from sqlmodel import select

from bot.actions import cycles, rosters
from bot.actions.rectification import ledger as reading
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.planfile import default_plan
from bot.sample import sample_lines
from bot.storage.reminders import ReminderRow
from schedules import rectification
from tests.cast import DEAN, LI, MEMBER, ORGANISER, THIRD, ZHANG
from tests.chat import SHANGHAI, Chat, Entry, cards, refusals, texts
from tests.conftest import Run
from tests.ledgers import (
    ASKED,
    after_the_meeting,
    closed,
    in_january,
    monthly,
    promised,
    promised_soon,
    silence,
)
from tests.played import after, whole

T = TypeVar("T")


pytestmark = after(in_january)


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


async def tick(chat: Chat, moment: str) -> int:
    """Calls the tick alone, as the metronome would at that moment; nothing is sent."""
    return await rectification.tick(chat.services, at(moment))


async def ledger(chat: Chat) -> list[ReminderRow]:
    def rows(work: UnitOfWork) -> list[ReminderRow]:
        return [
            row
            for row in work.session.exec(select(ReminderRow))
            if row.item.startswith("rectification:")
        ]

    return await chat.services.read(rows)


def asked(entries: list[Entry]) -> list[str]:
    return [entry["at"][:10] for entry in monthly(entries)]


async def test_owner_is_asked_privately_on_the_months_first_workday(chat: Chat) -> None:
    await promised_soon(chat, ZHANG, "建好活动室", "完善制度")
    await silence(chat, ZHANG, LI, MEMBER)
    await chat.clock(now="2027-02-02T12:00")
    (question,) = monthly(await chat.hears(ZHANG))
    assert (question["at"][:16], question["chat"]) == ("2027-02-01T09:00", "direct")
    assert "2月底前到期：1、2" in question["text"]
    assert "1. 建好活动室\n2. 完善制度" in question["text"]
    assert question["card"]["text"] == "第1、2条"
    for other in (LI, MEMBER, ORGANISER):
        assert monthly(await chat.hears(other)) == []


async def test_one_tap_answers_one_item(chat: Chat) -> None:
    await promised_soon(chat, ZHANG, "建好活动室")
    await chat.clock(now=ASKED)
    (question,) = monthly(await chat.hears(ZHANG))
    assert [option["text"] for option in question["card"]["questions"][0]["options"]] == [
        "还在做",
        "需要帮助",
    ]
    answer = await chat.click(ZHANG, question["card"], q0="还在做")
    assert answer["notice"] == "已记下。还在做：第 1 条。"
    assert (await chat.click(ZHANG, question["card"], q0="还在做"))["refused"] == "card_gone"


@pytest.mark.parametrize(
    ("said", "numbers", "state"),
    [
        ("第1条：已谈；第2条：还差一人", [1, 2], "推进中"),
        ("第1、3条都完成了，谈了12人", [1, 3], "待核验"),
        (
            "第1条完成了：学习征集了题目，定下的2条办法落实1条；第3条完成了：谈了5人",
            [1, 3],
            "待核验",
        ),
    ],
)
async def test_a_sentence_is_the_answer(
    chat: Chat, said: str, numbers: list[int], state: str
) -> None:
    await promised_soon(chat, ZHANG, *"甲乙丙")
    answer = "".join(texts(await chat.say(ZHANG, said)))
    for number in numbers:
        assert str(number) in answer
        assert (
            f"{number}. {'甲乙丙'[number - 1]}（{state}" in texts(await chat.say(ZHANG, "整改"))[0]
        )


async def test_what_was_said_is_the_end_by_one_tap(chat: Chat) -> None:
    await promised_soon(chat, ZHANG, "甲")
    assert cards(await chat.say(ZHANG, "第1条：正在联系3名实习党员")) == []  # its day is far
    (card,) = cards(await chat.say(ZHANG, "第1条：3名实习党员已逐一视频谈话完毕"))
    await silence(chat, ORGANISER)
    assert "已记下第 1 条完成" in (await chat.click(ZHANG, card, choice="办完了"))["notice"]
    (verify,) = cards(await chat.hears(ORGANISER))
    assert "3名实习党员已逐一视频谈话" in verify["text"]


async def test_a_sentence_without_a_number_is_about_the_one_that_was_asked_after(
    chat: Chat,
) -> None:
    await promised_soon(chat, ZHANG, "甲")
    await chat.clock(now=ASKED)
    assert "述职" in "".join(texts(await chat.say(ZHANG, "我的报告交了没有")))
    said = texts(await chat.say(ZHANG, "3名实习党员已逐一视频谈话"))[0]
    assert said == "已记下第1条：3名实习党员已逐一视频谈话"


async def test_by_word_all_that_was_asked_after_goes_on(chat: Chat) -> None:
    await promised_soon(chat, ZHANG, "甲", "乙")
    assert refusals(await chat.say(ZHANG, "都还在做")) == ["which_item"]
    await chat.clock(now=ASKED)
    assert "还在做：第 1、2 条" in texts(await chat.say(ZHANG, "都还在做"))[-1]


async def test_card_is_for_its_person_and_leaves_alone_what_moved_on(chat: Chat) -> None:
    await promised_soon(chat, ZHANG, "甲", "乙")
    await chat.clock(now=ASKED)
    (question,) = monthly(await chat.hears(ZHANG))
    assert (await chat.click(LI, question["card"], q0="还在做"))["refused"] == "not_allowed"
    await closed(chat, ZHANG, THIRD, 1)
    answer = await chat.click(ZHANG, question["card"], q0="还在做")
    assert answer["notice"] == "已记下。还在做：第 2 条。"


async def test_whoever_is_silent_is_asked_once_a_month_at_most_and_stands_on_no_list(
    chat: Chat,
) -> None:
    await promised_soon(chat, ZHANG, "建好活动室")
    await silence(chat, ZHANG)
    await chat.clock(now="2027-07-30T12:00")
    # Before its date, after it, and when nothing was heard for a quarter.
    assert asked(await chat.hears(ZHANG)) == ["2027-02-01", "2027-03-01", "2027-06-01"]
    overview = texts(await chat.say(ORGANISER, "整改情况"))[-1]
    assert "到期待办：第三支部 1" in overview
    assert "没有回复" not in overview


@whole
async def test_two_ticks_at_once_ask_once(chat: Chat) -> None:
    await in_january(chat)
    await promised_soon(chat, ZHANG, "甲", "乙")
    counts = await asyncio.gather(*(tick(chat, "2027-02-01T09:00") for _ in range(8)))
    assert sum(counts) == 1
    assert await tick(chat, "2027-02-01T09:01") == 0
    assert (
        len({(row.item, row.target, row.window) for row in await ledger(chat)})
        == len(await ledger(chat))
        == 2
    )


async def test_restart_in_the_middle_doubles_nothing(run: Run, data: Path) -> None:
    async with run(data) as chat:
        await promised_soon(chat, ZHANG, "甲")
        await chat.services.write(after_the_meeting)
        await chat.clock(now="2027-02-01T10:00")
        assert asked(await chat.hears(ZHANG)) == ["2027-02-01"]
    async with run(data) as chat:
        await chat.clock(now="2027-02-02T10:00")
        assert asked(await chat.timeline(ZHANG)) == ["2027-02-01"]


async def test_who_leaves_hands_over_and_the_new_secretary_hears_of_it_once(chat: Chat) -> None:
    await promised_soon(chat, ZHANG, "甲", "乙")
    await chat.clock(now=ASKED)
    await chat.say(ZHANG, "进展 1 刚开始")
    await replace_secretary(chat, ZHANG, "m11")
    await chat.clock(now="2027-02-16T09:35")
    (notice,) = [text for text in texts(await chat.hears("m11")) if "接手" in text]
    assert "第三支部的 2 条整改事项" in notice
    assert "由张立范交接给" in (await history(chat))
    await chat.clock(now="2027-03-31T09:30")
    assert asked(await chat.hears("m11")) == ["2027-03-01"]
    assert monthly(await chat.hears(ZHANG)) == []


async def test_branch_without_secretary_is_the_organisers(chat: Chat) -> None:
    await promised_soon(chat, ZHANG, "甲")
    await replace_secretary(chat, ZHANG, None)
    await chat.clock(now="2027-02-02T09:30")
    assert "暂缺书记：第三支部" in texts(await chat.say(ORGANISER, "整改情况"))[-1]
    assert {row.reason for row in await ledger(chat)} >= {"支部暂缺书记"}


async def test_items_of_a_dissolved_branch_stay_in_sight(chat: Chat) -> None:
    await promised_soon(chat, ZHANG, "甲")
    lines = [line for line in sample_lines() if line.branch != THIRD]
    await write(chat, lambda work: rosters.import_roster(work, "sample", lines, actor=SYSTEM))
    await chat.clock(now="2027-02-02T09:30")
    assert "暂缺书记：已撤销的支部" in texts(await chat.say(ORGANISER, "整改情况"))[-1]


async def test_years_overlap_in_one_message_and_an_archived_year_is_silent(chat: Chat) -> None:
    await promised_soon(chat, ZHANG, "教室改造")
    await chat.clock(now="2027-11-01T08:00")
    await write(
        chat,
        lambda work: cycles.begin(
            work, "sample", default_plan(2027, date(2027, 3, 31)), actor=SYSTEM
        ),
    )
    await promised(chat, ZHANG, "经费公开")
    await chat.say(ZHANG, "时限 2 2027年12月31日")
    await silence(chat, ZHANG, ORGANISER, DEAN, MEMBER)
    await chat.clock(now="2027-12-01T09:30")
    question = monthly(await chat.hears(ZHANG))[-1]
    assert ("教室改造" in question["text"], "经费公开" in question["text"]) == (True, True)

    await chat.say(ORGANISER, "归档 2026")
    (card,) = [card for card in cards(await chat.hears(DEAN)) if card["title"] == "2026年度归档"]
    assert "还有 1 条整改事项没有销号" in card["text"]
    assert (await chat.click(ORGANISER, card, choice="确认"))["refused"] == "needs_second_person"
    await silence(chat, MEMBER)
    await chat.click(DEAN, card, choice="确认")
    assert len([text for text in texts(await chat.hears(MEMBER)) if "归档" in text]) == 1
    await silence(chat, ZHANG)
    await chat.clock(now="2028-01-31T09:30")
    question = monthly(await chat.hears(ZHANG))[-1]
    assert ("教室改造" in question["text"], "经费公开" in question["text"]) == (False, True)
    assert "教室改造" in texts(await chat.say(ZHANG, "准备"))[-1]
    assert "2026 年度的，该年度已归档" in texts(await chat.say(ZHANG, "完成 1 好了"))[-1]


async def test_everything_archived_leaves_nothing_to_wait_for(chat: Chat) -> None:
    await promised_soon(chat, ZHANG, "甲")
    await chat.say(ORGANISER, "归档")
    (card,) = [card for card in cards(await chat.hears(DEAN)) if "归档" in card["title"]]
    await chat.click(DEAN, card, choice="确认")
    assert (
        "整改：共 1 条，已销号 0，未到期 1" in texts(await chat.say(DEAN, "状态"))[-1]
    )  # as its export has it
    assert "共 1 条" in texts(await chat.say(DEAN, "整改情况"))[-1]
    assert "整改台账" in texts(await chat.say(ZHANG, "整改"))[-1]
    await silence(chat, ZHANG, ORGANISER, DEAN, MEMBER)
    await chat.clock(now="2028-03-01T12:00")
    for person in (ZHANG, ORGANISER, DEAN, MEMBER):
        assert await chat.hears(person) == []


async def test_effect_is_asked_once_some_months_later(chat: Chat) -> None:
    await promised_soon(chat, ZHANG, "甲", "乙")
    await chat.say(ZHANG, "完成 1 好了")
    await chat.say(ORGANISER, "核验 通过")
    await chat.say(ZHANG, "进展 2 在办")
    await silence(chat, ORGANISER)
    await chat.clock(now="2027-06-30T10:00")
    found = [entry for entry in await chat.hears(ORGANISER) if "可以回访" in entry["text"]]
    assert [entry["at"][:10] for entry in found] == ["2027-05-06"]
    await silence(chat, ZHANG)
    answer = await chat.say(ORGANISER, "回访 第三支部 1 有反弹，记录又断了两个月")
    assert "第三支部第1条" in texts(answer)[0]
    await chat.clock(now="2027-07-01T10:00")
    assert "重新列入推进" in "".join(texts(await chat.hears(ZHANG)))
    shown = texts(await chat.say(ZHANG, "整改"))[0]
    assert "1. 甲（推进中，12月30日（周四）前）" in shown


async def test_effect_that_holds_is_counted_as_proven(chat: Chat) -> None:
    await promised_soon(chat, ZHANG, "甲")
    await closed(chat, ZHANG, THIRD, 1)
    seen = "问效 第三支部 1 保持良好，到支部看了谈话记录"
    assert "第三支部第1条的回访" in texts(await chat.say(DEAN, seen))[0]
    await silence(chat, ORGANISER)
    await chat.clock(now="2027-06-30T10:00")
    assert not any("可以回访" in text for text in texts(await chat.hears(ORGANISER)))


async def test_why_was_i_not_reminded_has_an_answer(chat: Chat) -> None:
    await promised_soon(chat, ZHANG, "甲")
    await chat.say(ZHANG, "完成 1 好了")
    await chat.clock(now="2027-02-02T12:00")
    answer = texts(await chat.say(ZHANG, "为什么没提醒我"))[-1]
    assert "2月1日（周一） 整改进展：没有发（已报完成，待核验）" in answer


def the_cycle(work: UnitOfWork) -> Cycle:
    found = cycles.current(work, "sample")
    assert found is not None
    return found


async def write(chat: Chat, action: Callable[[UnitOfWork], T]) -> T:
    return await chat.services.write(action)


async def replace_secretary(chat: Chat, account: str, successor: str | None) -> None:
    """A new roster: the secretary is gone, one of the branch's members takes over, or nobody."""
    lines = [line for line in sample_lines() if line.account != account]
    secretary = next(line for line in sample_lines() if line.account == account)
    lines = [
        replace(line, roles=secretary.roles) if line.account == successor else line
        for line in lines
    ]
    await write(chat, lambda work: rosters.import_roster(work, "sample", lines, actor=SYSTEM))


async def history(chat: Chat) -> str:
    def told(work: UnitOfWork) -> str:
        found = reading.entries(work, reading.of_department(work, "sample"))
        return "\n".join(event.text for entry in found for event in entry.events)

    return await chat.services.read(told)
