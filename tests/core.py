"""The program with a fake platform: updates in, messages out, its database in the test's hands."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from sqlmodel import Session, col, select

from bot.app import Program
from bot.documents.reader import DocumentReader
from bot.messages import ClickAnswer, Update
from bot.storage.inbox import InboxRow
from bot.storage.outbox import OutboxRow
from tests.conftest import settings_for
from tests.fakes import FakeMessenger

T = TypeVar("T")


@dataclass
class Core:
    """A running program whose platform is a fake: updates in, messages out."""

    program: Program
    messenger: FakeMessenger = field(default_factory=FakeMessenger)

    def __post_init__(self) -> None:
        self.program.services.messengers = {"sandbox": self.messenger}

    async def hear(self, *updates: Update) -> list[str]:
        """Brings updates in, one after the other; everything that was said because of them."""
        before = len(self.messenger.sent)
        for one in updates:
            await self.program.intake.accept(one)
        await self.settle()
        return [sent.message.text for sent in self.messenger.sent[before:]]

    async def press(self, update: Update) -> ClickAnswer:
        answer = await self.program.intake.click(update)
        await self.settle()
        return answer

    async def settle(self) -> None:
        await self.program.conductor.settle()

    async def inbox(self) -> list[InboxRow]:
        return await self.program.services.database.read(
            lambda session: list(session.exec(select(InboxRow).order_by(col(InboxRow.id))))
        )

    async def outbox(self) -> list[OutboxRow]:
        return await self.program.services.database.read(
            lambda session: list(session.exec(select(OutboxRow).order_by(col(OutboxRow.id))))
        )

    async def change(self, by_hand: Callable[[Session], T]) -> T:
        return await self.program.services.database.write(by_hand)


@pytest.fixture
async def core(data: Path, reader: DocumentReader) -> AsyncIterator[Core]:
    made = Core(Program(settings_for(data), reader=reader))
    await made.program.start()
    yield made
    await made.program.stop()
