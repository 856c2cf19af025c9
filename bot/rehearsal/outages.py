"""Two short plays with outages, and what the reminder ledger says afterwards: one row per item,
person and window.

Between the outages the program runs as always. What it was kept from saying is caught up where that
still helps, and else named with its reason. The script has dates of its own, whatever the year:
every outage meets a certain reminder.
"""

import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from operator import itemgetter
from pathlib import Path

from bot.actions import reminder_log, rosters
from bot.actions.installation import seed
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.documents.reader import DocumentReader
from bot.domain.people import Role
from bot.domain.plan import Plan
from bot.domain.planfile import default_plan, sample_plan
from bot.rehearsal.machine import Killed, Machine
from bot.sample import SAMPLE_DEPARTMENT, sample_lines, sample_report
from bot.settings import private_settings
from bot.texts import reminder_log as texts

BRANCHES = ("第一支部", "第二支部", "第三支部", "第四支部")
WANG, LI, ZHANG, CHEN = (
    "s01",
    "s02",
    "s03",
    "s04",
)  # their secretaries; the last one's account is not bound
LONG_PAST = date(
    2026, 3, 31
)  # a plan that ended then has nothing left to say but about its promises


class Stage:
    """Where a play happens. Moments are local and read 2026-12-06 08:00."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.outages: list[tuple[datetime, str]] = []

    def at(self, moment: str) -> datetime:
        return datetime.fromisoformat(moment).replace(tzinfo=self.machine.settings.zone)

    async def runs(self, until: str) -> None:
        await self.machine.runs(self.at(until))

    async def is_off(self, since: str, until: str) -> None:
        await self._begins(since, texts.off(until))
        await self.machine.off()
        await self.machine.on(self.at(until))

    async def dies_posting(self, since: str, until: str) -> None:
        """What it posts in the group arrives; the next process cannot know that."""
        await self._begins(since, texts.DIED)
        self.machine.line.deadly = True
        with suppress(Killed):
            await self.runs(until)
        await self.machine.off()
        await self.machine.on(self.at(until))

    async def is_cut_off(self, since: str, until: str) -> None:
        """The program runs on, its platform is away until the next `is_back`."""
        await self._begins(since, texts.cut_off(until))
        self.machine.line.cut = True

    async def is_back(self, at: str) -> None:
        await self.runs(at)
        self.machine.line.cut = False

    async def loses_account(self, since: str, account: str) -> None:
        await self._begins(since, texts.ACCOUNT_LOST)
        self.machine.line.unknown = account

    async def hands_in(self, at: str, account: str, branch: str) -> None:
        await self.runs(at)
        async with self.machine.chat() as chat:
            await chat.send(account, "述职报告.docx", sample_report(branch, year=2026))

    async def says(self, at: str, account: str, *words: str) -> None:
        await self.runs(at)
        async with self.machine.chat() as chat:
            for text in words:
                await chat.say(account, text)

    async def _begins(self, moment: str, what: str) -> None:
        await self.runs(moment)
        self.outages.append((self.at(moment), texts.outage(moment, what)))


async def december(stage: Stage) -> None:
    """Reports are due on the 10th, everything on the 31st.

    王 has handed in; 陈 cannot be told anything.
    """
    await stage.hands_in("2026-12-02 17:00", WANG, BRANCHES[0])
    await stage.is_off("2026-12-06 08:00", "2026-12-09 08:00")  # over the rung of Monday the 7th
    await stage.is_off("2026-12-10 08:30", "2026-12-10 14:00")  # over nine o'clock of the last day
    await stage.is_cut_off("2026-12-14 08:50", "2026-12-14 10:00")
    await stage.hands_in("2026-12-14 09:20", LI, BRANCHES[1])
    await stage.is_back("2026-12-14 10:00")
    await stage.loses_account("2026-12-21 08:00", ZHANG)
    await stage.is_cut_off("2026-12-24 08:50", "2026-12-25 10:00")
    await stage.is_back("2026-12-25 10:00")
    await stage.dies_posting("2026-12-31 08:59", "2026-12-31 09:01")
    await stage.runs("2026-12-31 12:00")


async def spring(stage: Stage) -> None:
    """Of what was promised the bot asks on the first workday of the month before its date, and
    once after it.
    """
    await stage.says(
        "2027-01-15 10:00", LI, "承诺 2027年3月底前建好党员活动室", "承诺 2027年2月底前谈心谈话一遍"
    )
    await stage.says("2027-01-15 10:10", ZHANG, "承诺 2027年2月底前收齐党费")
    await stage.is_off("2027-01-31 18:00", "2027-02-03 10:00")  # over Monday the 1st
    await stage.says("2027-02-03 15:00", LI, "进展 2 已谈三人")
    await stage.is_cut_off("2027-03-01 08:50", "2027-03-01 10:00")
    await stage.says("2027-03-01 09:20", LI, "进展 1 正在布置", "进展 2 还差一人")
    await stage.is_back("2027-03-01 10:00")
    await stage.is_off(
        "2027-03-26 18:00", "2027-05-10 10:00"
    )  # all of April, and the first days of May
    await stage.runs("2027-05-31 18:00")


async def outages() -> str:
    """Plays both; their ledgers as one text, every outage standing where it began."""
    past = replace(default_plan(2026, LONG_PAST), unit=SAMPLE_DEPARTMENT.name)
    with DocumentReader() as reader:
        first = await _ledger_of(reader, sample_plan(2026), "2026-12-02 08:30", december)
        second = await _ledger_of(reader, past, "2027-01-15 08:30", spring)
    parts = (texts.LEGEND, texts.DECEMBER, first, texts.SPRING, second)
    return "\n\n".join(parts) + "\n"


async def _ledger_of(
    reader: DocumentReader, plan: Plan, begins: str, script: Callable[[Stage], Awaitable[None]]
) -> str:
    with tempfile.TemporaryDirectory() as folder:
        settings = private_settings(Path(folder))
        stage = Stage(Machine(settings, reader))
        await stage.machine.on(stage.at(begins))
        try:
            await stage.machine.program.services.write(lambda work: _cast(work, plan))
            await script(stage)
            rows = await stage.machine.program.services.read(ledger)
        finally:
            await stage.machine.off()
    dated = sorted([*stage.outages, *rows], key=itemgetter(0))
    return "\n".join([texts.header(), *(line for _, line in dated)])


def _cast(work: UnitOfWork, plan: Plan) -> None:
    seed(work, SAMPLE_DEPARTMENT, plan)
    lines = [
        line for line in sample_lines() if line.branch in BRANCHES and Role.SECRETARY in line.roles
    ]
    for number, line in enumerate(lines):
        if line.account == CHEN:
            lines[number] = replace(line, account="")
    rosters.import_roster(work, SAMPLE_DEPARTMENT.id, lines, actor=SYSTEM)


def ledger(work: UnitOfWork) -> list[tuple[datetime, str]]:
    """Returns the sample department's ledger, each row under the moment for which it was planned."""
    reminders = reminder_log.of_department(work, SAMPLE_DEPARTMENT)
    return [(reminder.planned_at, reminder_log.line(reminder, work.zone)) for reminder in reminders]
