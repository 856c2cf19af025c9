"""A department with its polls over a real database: what the tests of this room share."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import col, select

from bot.actions import cycles, people, polls, rosters
from bot.actions.polls import Ballots
from bot.actions.services import Services
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.documents.reader import DocumentReader
from bot.documents.roster import RosterLine
from bot.domain.cycle import Cycle
from bot.domain.people import Department, Person, Role
from bot.domain.plan import BallotRules, Plan
from bot.domain.planfile.builtin import sample_plan
from bot.messages import (
    Card,
    Chat,
    ChatKind,
    Click,
    ClickAnswer,
    Message,
    Sender,
    Update,
    unpack_message,
)
from bot.sample import SAMPLE_DEPARTMENT, sample_lines
from bot.storage.database import Database
from bot.storage.files import FileStore
from bot.storage.keys import KeyStore
from bot.storage.outbox import OutboxRow
from bot.storage.schema import METADATA

T = TypeVar("T")
MEMBERS = tuple(line.account for line in sample_lines() if line.category == "C")
PROJECT = Path(__file__).resolve().parents[3]
START = datetime(2026, 12, 21, 6, 0, tzinfo=UTC)


@dataclass
class StandingClock:
    moment: datetime = START

    def now(self) -> datetime:
        return self.moment


@dataclass
class PollingStation:
    """One installation with one department, driven as the platforms drive it."""

    services: Services
    clock: StandingClock
    department: Department = SAMPLE_DEPARTMENT
    sent: int = field(default=0)
    newest: Card | None = None  # the ballot card that the group saw last

    @property
    def ballots(self) -> Ballots:
        return self._ballots

    def __post_init__(self) -> None:
        self._ballots = Ballots(self.services)

    async def set_up(self, plan: Plan, lines: tuple[RosterLine, ...]) -> None:
        def begin(work: UnitOfWork) -> None:
            people.add_department(work, self.department)
            rosters.import_roster(work, self.department.id, lines, actor=SYSTEM)
            cycles.begin(work, self.department.id, plan, actor=SYSTEM)

        await self.services.write(begin)

    def restarted(self) -> "PollingStation":
        """Another process over the same files: nothing is kept in memory."""
        database = Database(self.services.database.url)
        database.start()
        services = replace(
            self.services, database=database, keys=KeyStore(self.services.keys.directory)
        )
        return replace(self, services=services, sent=self.sent + 100_000)

    async def do(self, action: Callable[[UnitOfWork, Cycle], T]) -> T:
        return await self.services.write(lambda work: action(work, self._cycle(work)))

    async def look(self, query: Callable[[UnitOfWork, Cycle], T]) -> T:
        """On a snapshot, also while nobody can write."""
        return await self.services.read(lambda work: query(work, self._cycle(work)))

    def tamper(self, statement: str) -> None:
        """What somebody does to the database past the program."""
        with self.services.database.writer.begin() as connection:
            connection.execute(text(statement))

    def _cycle(self, work: UnitOfWork) -> Cycle:
        cycle = cycles.current(work, self.department.id)
        assert cycle is not None
        return cycle

    async def person(self, account: str) -> Person:
        found = await self.services.read(lambda work: people.find(work, account))
        assert found is not None
        return found

    async def open(
        self, *accounts: str, closes_at: datetime | None = None, turning: bool = False
    ) -> polls.OpenedPoll:
        subjects = [await self.person(account) for account in accounts or ("s01",)]
        organiser = await self.person("o01")
        opened = await self.do(
            lambda work, cycle: polls.open_poll(
                work,
                cycle,
                self.department,
                organiser,
                subjects,
                closes_at=closes_at,
                turning=turning,
            )
        )
        if not turning:
            self.newest = (await self.ballot_cards())[-1]
        return opened

    async def close(self) -> polls.ClosedPoll:
        organiser = await self.person("o01")
        return await self.do(lambda work, _: polls.close_open(work, self.department, organiser))

    async def cards(self) -> list[Card]:
        return [message.card for message in await self.said() if message.card is not None]

    async def announced(self) -> Message:
        """What the group was told last."""

        def read(work: UnitOfWork) -> Message:
            told = select(OutboxRow.payload).where(OutboxRow.chat_kind == ChatKind.GROUP)
            last_first = told.order_by(col(OutboxRow.id).desc())
            return unpack_message(work.session.exec(last_first.limit(1)).one())

        return await self.services.read(read)

    async def said(self) -> list[Message]:
        """Answers and announcements, and the parts of digests one by one."""

        def read(work: UnitOfWork) -> list[Message]:
            rows = work.session.exec(select(OutboxRow).order_by(col(OutboxRow.id)))
            said = (
                [part["message"] for part in row.parts] if row.parts else [row.payload]
                for row in rows
            )
            return [unpack_message(packed) for messages in said for packed in messages]

        return await self.services.read(read)

    async def ballot_cards(self) -> list[Card]:
        return [card for card in await self.cards() if self.ballots.owns(card.id)]

    async def click(
        self,
        account: str,
        step: int | tuple[int, ...] = 1,
        *,
        card: Card | None = None,
        message: str = "",
        at: datetime | None = None,
    ) -> ClickAnswer:
        """Submits a ballot card, the newest if none is given: the same step for each question, or one each."""
        card = card or self.newest
        assert card is not None
        steps = step if isinstance(step, tuple) else (step,) * len(card.questions)
        values = {
            question.id: (str(one),) for question, one in zip(card.questions, steps, strict=True)
        }
        return await self.ballots.by_click(
            self.update(account, click=Click(card.id, values), message=message, at=at)
        )

    async def type(
        self,
        account: str,
        text: str,
        *,
        group: bool = False,
        message: str = "",
        at: datetime | None = None,
    ) -> Message:
        update = self.update(account, text=text, group=group, message=message, at=at)
        assert self.ballots.is_ballot(update), text
        return await self.ballots.by_text(update)

    def update(
        self,
        account: str,
        *,
        text: str = "",
        click: Click | None = None,
        group: bool = False,
        message: str = "",
        at: datetime | None = None,
    ) -> Update:
        self.sent += 1
        chat = (
            Chat(ChatKind.GROUP, self.department.group) if group else Chat(ChatKind.DIRECT, account)
        )
        return Update(
            platform="sandbox",
            message_id=message or f"m{self.sent}",
            sender=Sender(account),
            chat=chat,
            sent_at=at or self.clock.now(),
            stamped=at is not None,
            text=text,
            click=click,
        )

    async def pass_time(self, seconds: float = 3) -> int:
        """Moves the clock and does what became due."""
        self.clock.moment += timedelta(seconds=seconds)
        return await polls.run_due(self.services, self.clock.moment)

    def key_files(self) -> list[Path]:
        assert self.services.keys.directory is not None
        return sorted(self.services.keys.directory.glob("*"))

    async def status(self) -> polls.PollStatus:
        return (await self.look(lambda work, cycle: polls.status(work, cycle.id)))[-1]

    async def release(self, asker: str = "o01", second: str = "l01") -> None:
        """公布, and the confirmation by another."""
        from bot.actions import open_cards  # noqa: PLC0415 - only here

        organiser, leader = await self.person(asker), await self.person(second)
        await self.do(
            lambda work, cycle: polls.ask_release(work, cycle, self.department, organiser, None)
        )
        card = (await self.cards())[-1]
        await self.do(
            lambda work, _: polls.release(
                work, self.department, open_cards.find(work, card.id), leader
            )
        )


def make_station(
    url: str, folder: Path, *, database: Database | None = None, keys: KeyStore | None = None
) -> PollingStation:
    """An installation over an empty database, or over one without all its tables."""
    database = database or Database(url)
    METADATA.create_all(database.writer)
    return station_over(database, folder, keys=keys)


def station_over(
    database: Database, folder: Path, *, keys: KeyStore | None = None
) -> PollingStation:
    """An installation over what another one left."""
    clock = StandingClock()
    database.start()
    services = Services(
        database=database,
        files=FileStore(folder / "files"),
        keys=keys or KeyStore(folder / "keys"),
        clock=clock,
        zone=ZoneInfo("Asia/Shanghai"),
        reader=DocumentReader(),
    )
    return PollingStation(services, clock)


def station_like(file: Path, folder: Path) -> PollingStation:
    """An installation over a copy of that SQLite database."""
    copy = folder / "data" / "shuzhi.db"
    copy.parent.mkdir(parents=True)
    shutil.copy(file, copy)
    return station_over(Database(sqlite_url(folder)), folder)


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'data' / 'shuzhi.db'}"


def plan_with(**rules: object) -> Plan:
    """The sample plan with other ballot rules."""
    plan = sample_plan(2026)
    return replace(plan, ballot=replace(plan.ballot, **rules))  # type: ignore[arg-type]  # the tests know the fields


def crowd(number: int) -> tuple[RosterLine, ...]:
    """The sample department with so many more members (accounts c0001 ...)."""
    extra = [
        RosterLine(0, f"众{n}", f"c{n:04}", "第一支部", frozenset({Role.MEMBER}), "C")
        for n in range(number)
    ]
    return (*sample_lines(), *extra)


__all__ = [
    "START",
    "BallotRules",
    "PollingStation",
    "crowd",
    "make_station",
    "plan_with",
    "sample_lines",
    "sqlite_url",
    "station_like",
    "station_over",
]
