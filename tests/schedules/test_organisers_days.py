"""The morning of a step tells the organiser what falls to him, once, and never somebody else."""

from dataclasses import replace
from datetime import date

from bot.actions import cycles
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.plan import Plan
from bot.domain.planfile import sample_plan
from bot.sample import sample_report
from tests.cast import DEAN, MEMBER, ORGANISER, WANG, ZHANG
from tests.chat import Chat, Entry

TODAY = "今天要办的："
REVIEW = "2026-12-17"


async def said_today(chat: Chat, who: str) -> list[Entry]:
    entries = await chat.hears(who)
    return [entry for entry in entries if entry["chat"] == "direct" and TODAY in entry["text"]]


async def handed_in(chat: Chat) -> None:
    for who, branch in ((WANG, "第一支部"), (ZHANG, "第三支部")):
        await chat.send(who, "述职报告.docx", sample_report(branch, year=2026))


async def under(chat: Chat, plan: Plan) -> None:
    def replaced(work: UnitOfWork) -> None:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        cycles.replace_plan(work, cycle, plan, actor=SYSTEM)

    await chat.services.write(replaced)


async def test_what_waits_comes_with_its_buttons_in_the_morning_and_once(chat: Chat) -> None:
    await handed_in(chat)
    await chat.clock(now=f"{REVIEW}T07:59")
    assert not await said_today(chat, ORGANISER)
    await chat.clock(now=f"{REVIEW}T08:01")
    (message,) = await said_today(chat, ORGANISER)
    assert "审核述职报告2份" in message["card"]["text"]
    assert "全部通过" in str(message["card"]["questions"])
    await chat.clock(now=f"{REVIEW}T19:00")
    for who in (ORGANISER, DEAN, WANG, MEMBER):
        assert not await said_today(chat, who)


async def test_the_year_begins_with_its_notice(chat: Chat) -> None:
    """Nothing else speaks to him that morning."""
    plan = sample_plan(2026)
    notice, fieldwork, *later = plan.stages
    first = replace(notice, due=date(2026, 12, 3)), replace(fieldwork, due=date(2026, 12, 4))
    await under(chat, replace(plan, stages=(*first, *later)))
    await chat.clock(now="2026-12-03T08:01")
    (message,) = await said_today(chat, ORGANISER)
    assert "印发通知（12月3日（周四））" in message["card"]["text"]
    assert "看通知稿" in str(message["card"]["questions"])
