"""Fifteen months from the hand-in to the archive: what everybody is told unasked, counted."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from bot.actions import audit, cycles, people
from bot.actions.calendar import term_calendar_of
from bot.actions.rectification import ledger
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.planfile import sample_plan
from bot.domain.rectification.rhythm import Rhythm
from bot.sample import sample_report
from bot.sample.roster import BRANCHES
from bot.storage.outbox import OutboxRow
from tests.cast import DEAN, MEMBER, ORGANISER
from tests.chat import SHANGHAI, Chat, cards
from tests.ledgers import monthly
from tests.played import after, nothing

DUTIFUL = ["s01", "s02", "s03"]  # answer on the day they are asked
SILENT = "s08"  # never answers
SECRETARIES = [f"s{number:02}" for number in range(1, 9)]
MEETING = datetime(2026, 12, 21, 15, 0, tzinfo=SHANGHAI)
MONTHS = [*((2027, month) for month in range(1, 13)), (2028, 1), (2028, 2), (2028, 3)]


@dataclass
class Burden:
    """Days on which somebody was told something unasked, by chat id (the group under its own)."""

    days: dict[str, list[date]]

    def of(self, account: str) -> list[date]:
        return self.days.get(account, [])


def asked_at(year: int, month: int) -> datetime:
    plan = sample_plan(2026)
    window = Rhythm(plan, term_calendar_of(plan), SHANGHAI).window(date(year, month, 1))
    assert window is not None
    return window.at


async def hand_in(chat: Chat, year: int) -> None:
    for account, branch in zip(SECRETARIES, BRANCHES, strict=True):
        await chat.send(account, "报告.docx", sample_report(branch, year=year))


async def meeting(chat: Chat) -> None:
    """Four secretaries promise; one card takes the problems of their reports too."""
    for account in (*DUTIFUL, SILENT):
        (card,) = cards(await chat.say(account, "承诺 2027年10月底前全部整改到位"))
        await chat.click(account, card, choice="对应无误")


async def look_back(chat: Chat) -> None:
    """The organiser went there, and says what he saw."""
    for entry in await chat.hears(ORGANISER):
        if "可以回访" not in entry["text"]:
            continue
        told, _, _ = entry["text"].partition("。")
        for branch, numbers in re.findall(r"(第.支部)第([\d、]+)条", told):
            await chat.say(ORGANISER, f"回访 {branch} {numbers} 到支部看过，谈话都有记录")


async def month(chat: Chat, number: int) -> None:
    """One tap on the day of the question; one item a month is done and verified."""
    for account in DUTIFUL:
        for question in monthly(await chat.hears(account))[-1:]:
            asked = {one["id"]: "还在做" for one in question["card"]["questions"]}
            await chat.click(account, question["card"], **asked)
        if number <= 8:
            await chat.say(account, f"完成 {number} 已办结")
    while waiting := cards(await chat.say(ORGANISER, "核验")):
        await chat.click(ORGANISER, waiting[-1], choice="核验通过")


async def fifteen_months(chat: Chat) -> None:
    await hand_in(chat, 2026)
    await meeting(chat)
    for number, (year, name) in enumerate(MONTHS, start=1):
        await chat.clock(now=asked_at(year, name).replace(hour=14).isoformat())
        if (year, name) == (2027, 11):
            await chat.services.write(
                lambda work: cycles.begin(work, "sample", sample_plan(2027), actor=SYSTEM)
            )
            await hand_in(chat, 2027)
        await look_back(chat)
        await month(chat, number)
    await chat.say(ORGANISER, "归档 2026")
    (card,) = [card for card in cards(await chat.hears(DEAN)) if card["title"] == "2026年度归档"]
    await chat.click(DEAN, card, choice="确认")


async def burden(chat: Chat) -> Burden:
    def count(work: UnitOfWork) -> Burden:
        days: dict[str, list[date]] = defaultdict(list)
        rows = select(OutboxRow).where(
            col(OutboxRow.prompted).is_(False), OutboxRow.state == "sent"
        )
        for row in work.session.exec(rows.order_by(col(OutboxRow.sent_at))):
            assert row.sent_at is not None
            days[row.chat_id].append(row.sent_at.astimezone(work.zone).date())
        return Burden(days)

    return await chat.services.read(count)


def proven(work: UnitOfWork) -> int:
    return sum(
        item.revisit is not None for item in ledger.of_department(work, "sample", archived=True)
    )


@after(nothing, at=MEETING)
async def test_burden_of_fifteen_months(chat: Chat) -> None:
    """Measured: a secretary who keeps his promises is asked a few times, and then never again."""
    await fifteen_months(chat)
    told = await burden(chat)
    for account, days in told.days.items():
        assert max(Counter(days).values()) == 1, account
    for account in DUTIFUL:
        assert len(told.of(account)) <= 4
    assert told.of(MEMBER) == []
    assert told.of(DEAN) == []
    months = Counter(f"{day:%Y-%m}" for day in told.of(SILENT))
    # Before each date, once after it, and when nothing was heard for a quarter: never every month.
    assert set(months.values()) == {1}
    assert len(months) <= 7
    assert len(told.of(ORGANISER)) <= len(MONTHS)

    assert await chat.services.read(proven) == 7 * len(DUTIFUL)  # each was asked about and held

    def breaches(work: UnitOfWork) -> list[str]:
        return list(audit.breaches(work, people.department(work, "sample")))

    assert await chat.services.read(breaches) == []
