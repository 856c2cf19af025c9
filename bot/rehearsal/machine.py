"""One installation that is switched off and on, with a bad line to its platform: for outages on a
simulated clock.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import httpx
from typing_extensions import override

from bot.app import Program
from bot.clocks import set_clock
from bot.documents.reader import DocumentReader
from bot.domain.values import dataclass
from bot.messages import Chat as Address
from bot.messages import ChatKind, Message
from bot.platforms.sandbox.clock import SimulatedClock
from bot.platforms.sandbox.server import PLATFORM as SANDBOX
from bot.ports import Delivery, Messenger, SendFailed
from bot.rehearsal.chat import Chat
from bot.settings import Settings


class Killed(BaseException):
    """The process ends here, as by a power cut: nobody catches it, and nothing is noted any more."""


@dataclass
class Line(Messenger):
    """The way to the platform, cut or bad as the script wants it."""

    platform: Messenger
    cut: bool = False
    deadly: bool = (
        False  # what is posted in the group arrives, and the process dies before it can note that
    )
    unknown: str = ""  # an account that the platform does not know

    @override
    async def send(self, chat: Address, message: Message, delivery: Delivery) -> None:
        if self.cut:
            raise SendFailed("连不上平台")
        if chat.id == self.unknown:
            raise SendFailed("平台不认识这个账号", permanent=True)
        await self.platform.send(chat, message, delivery)
        if self.deadly and chat.kind is ChatKind.GROUP:
            raise Killed


class Machine:
    """Its data stay; every `on` is a new process. A `reader` is its owner's to close."""

    def __init__(self, settings: Settings, reader: DocumentReader) -> None:
        self.settings = settings
        self._reader = reader
        self._make()

    def _make(self) -> None:
        self.program = Program(self.settings, reader=self._reader)
        self.line = Line(self.program.services.messengers[SANDBOX])
        self.program.services.messengers = {SANDBOX: self.line}

    async def on(self, moment: datetime) -> None:
        set_clock(self.settings, moment)
        self._make()
        await self.program.start()
        await self.program.conductor.beat()

    async def off(self) -> None:
        await self.program.stop()

    async def runs(self, until: datetime) -> None:
        """Everything that comes due on the way happens at its own time.

        Raises Killed where the line is deadly.
        """
        assert isinstance(self.program.clock, SimulatedClock), "the sandbox stands alone here"
        await self.program.conductor.advance(self.program.clock, until)

    @asynccontextmanager
    async def chat(self) -> AsyncIterator[Chat]:
        transport = httpx.ASGITransport(app=self.program.web)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            yield Chat(self.program, client)
