"""A department with a ledger: promises made at the meeting, and time that passes."""

from dataclasses import replace
from datetime import date, datetime

from bot.actions import cycles
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.planfile.builtin import default_plan
from bot.sample import sample_report
from tests.cast import ORGANISER, THIRD, ZHANG
from tests.chat import SHANGHAI, Chat, Entry, cards

REPORT = sample_report(THIRD, year=2026)
JANUARY = datetime(
    2027, 1, 15, 10, 0, tzinfo=SHANGHAI
)  # a Friday after the meeting; February's question comes on Monday the 1st
ASKED = "2027-02-01T09:30"  # half an hour after it


def after_the_meeting(work: UnitOfWork) -> None:
    """The year's dates are long past: nothing but the ledger makes the bot speak."""
    past = default_plan(2026, date(2026, 3, 31))
    cycle = cycles.current(work, "sample")
    assert cycle is not None
    cycles.replace_plan(
        work, cycle, replace(past, unit="示例系", help_contact="示例系党务办公室"), actor=SYSTEM
    )


async def in_january(chat: Chat) -> None:
    """The year's dates are long past, and nothing has been promised yet."""
    await chat.services.write(after_the_meeting)
    await chat.clock(now=JANUARY.isoformat())


async def confirmed(chat: Chat, who: str = ZHANG, *, report: bytes = REPORT) -> None:
    """A report, by default one with six problems, confirmed by its author."""
    await chat.send(who, "报告.docx", report)
    (card,) = cards(await chat.say(who, "对应"))
    await chat.click(who, card, choice="对应无误")


async def promised(chat: Chat, who: str, *promises: str) -> None:
    for promise in promises:
        await chat.say(who, f"承诺 {promise}")


async def promised_soon(chat: Chat, who: str, *promises: str, day: str = "2027年2月28日") -> None:
    """Promises whose date is near: February's question is about them."""
    await promised(chat, who, *promises)
    for number in range(1, len(promises) + 1):
        await chat.say(who, f"时限 {number} {day}")


async def closed(chat: Chat, who: str, branch: str, number: int) -> None:
    """Said to be done, and verified by the organiser."""
    await chat.say(who, f"完成 {number} 已经办好")
    await chat.say(ORGANISER, f"核验 {branch} {number} 通过")
    await chat.hears(who)


async def silence(chat: Chat, *people: str) -> None:
    """Forgets what was said so far."""
    for person in people:
        await chat.hears(person)


def monthly(entries: list[Entry]) -> list[Entry]:
    """The monthly questions among what was heard."""
    return [
        entry for entry in entries if entry["card"] and entry["card"]["title"] == "整改事项本月进展"
    ]
