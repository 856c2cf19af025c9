"""A department with a ledger: promises made at the meeting, and time that passes."""

from bot.sample import sample_report
from tests.cast import ORGANISER, THIRD, ZHANG
from tests.chat import Chat, Entry, cards

REPORT = sample_report(THIRD, year=2026)
SPRING = "2027-01-04T09:30"  # half an hour after January's question; 1 to 3 January are days off


async def confirmed(chat: Chat, who: str = ZHANG) -> None:
    """A report with six problems, confirmed by its author."""
    await chat.send(who, "报告.docx", REPORT)
    (card,) = cards(await chat.say(who, "对应"))
    await chat.click(who, card, choice="对应无误")


async def promised(chat: Chat, who: str, *promises: str) -> None:
    for promise in promises:
        await chat.say(who, f"承诺 {promise}")


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
    return [entry for entry in entries if entry["card"] and entry["card"]["title"] == "整改事项本月进展"]
