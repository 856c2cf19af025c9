"""Fakes with memory for the edges: what a chat platform takes and gives, and the updates that it would bring."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from sqlmodel import Session

from bot.messages import Attachment, Chat, ChatKind, Click, Message, Sender, Update
from bot.ports import Delivery, Fetched
from bot.storage.database import Database

T = TypeVar("T")

ARRIVED = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)
_numbers = itertools.count(1)


def update(
    account: str, text: str = "", *, group: str = "", message_id: str = "", file: str = ""
) -> Update:
    """What somebody says in single chat, or in the group whose chat id is given; with a file where one is named."""
    return Update(
        platform="sandbox",
        message_id=message_id or f"update-{next(_numbers)}",
        sender=Sender(account),
        chat=Chat(ChatKind.GROUP, group) if group else Chat(ChatKind.DIRECT, account),
        sent_at=ARRIVED,
        text=text,
        attachment=Attachment(file, file) if file else None,
    )


def pressed(
    account: str, card_id: str, *options: str, message_id: str = "", question: str = "choice"
) -> Update:
    """What somebody presses on a card."""
    return Update(
        platform="sandbox",
        message_id=message_id or f"update-{next(_numbers)}",
        sender=Sender(account),
        chat=Chat(ChatKind.DIRECT, account),
        sent_at=ARRIVED,
        click=Click(card_id, {question: options}),
    )


@dataclass(frozen=True)
class Sent:
    chat: Chat
    message: Message
    delivery: Delivery


@dataclass
class FakeMessenger:
    """Takes messages; fails as it is told to, and holds them while its gate is shut."""

    sent: list[Sent] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)  # of the next attempts, in this order
    tried: list[Delivery] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    _happened: asyncio.Condition = field(default_factory=asyncio.Condition)

    def __post_init__(self) -> None:
        self.gate.set()

    async def send(self, chat: Chat, message: Message, delivery: Delivery) -> None:
        async with self._happened:
            self.tried.append(delivery)
            self._happened.notify_all()
        await self.gate.wait()
        if self.failures:
            raise self.failures.pop(0)
        async with self._happened:
            self.sent.append(Sent(chat, message, delivery))
            self._happened.notify_all()

    async def until_tried(self, count: int) -> None:
        async with self._happened:
            await self._happened.wait_for(lambda: len(self.tried) >= count)

    async def until_sent(self, count: int) -> None:
        async with self._happened:
            await self._happened.wait_for(lambda: len(self.sent) >= count)

    def texts(self, account: str = "") -> list[str]:
        """What was said, to everybody or in one single chat."""
        return [
            one.message.text
            for one in self.sent
            if not account or one.chat == Chat(ChatKind.DIRECT, account)
        ]


@dataclass
class FakeFetcher:
    """Gives every attachment the same content, once its gate is open."""

    content: bytes
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def fetch(self, attachment: Attachment, *, limit: int) -> Fetched:
        assert limit > 0
        self.asked.set()
        await self.gate.wait()
        return Fetched(attachment.name, self._pieces())

    async def _pieces(self) -> AsyncIterator[bytes]:
        yield self.content


class CountedDatabase:
    """Counts the transactions and the snapshots of a database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.transactions = 0
        self.snapshots = 0

    async def write(self, change: Callable[[Session], T]) -> T:
        self.transactions += 1
        return await self.database.write(change)

    async def read(self, query: Callable[[Session], T]) -> T:
        self.snapshots += 1
        return await self.database.read(query)
