"""The platform over the long connection, between the simulated server and a core with memory."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import httpx
from pydantic import SecretStr

from bot.messages import Chat, ChatKind, Message
from bot.platforms.robots import Core
from bot.platforms.wecom.connection import LongConnection, Timings
from bot.platforms.wecom.robot import ConnectionMode, Externals, WecomPlatform
from bot.ports import Delivery
from bot.settings import Settings
from tests.platforms.wecom.fakes import (
    FakeCalls,
    FakeFiles,
    FakeInlet,
    FakeLease,
    SystemClock,
    settings,
)
from tests.simulators.wecom.sockets import WecomSockets
from tests.simulators.wecom.tenant import Tenant
from tests.simulators.wecom.waiting import until
from tests.simulators.wecom.web import GROUP, WecomWeb

# What a test waits for in vain it shortens itself: how busy this machine is says nothing else.
QUICK = Timings(
    connect=10,
    ack=10,
    write=10,
    close=0.2,
    heartbeat=30,
    lease=60,
    standby=0.02,
    taken_over=0.05,
    first_retry=0.01,
    last_retry=0.05,
)
GROUP_CHAT = Chat(ChatKind.GROUP, GROUP)


async def hasten(seconds: float) -> None:
    """Sleeps a thousandth of that."""
    await asyncio.sleep(seconds / 1000)


@dataclass
class Stage:
    timings: Timings = QUICK
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    tenant: Tenant = field(default_factory=Tenant)
    inlet: FakeInlet = field(default_factory=FakeInlet)
    files: FakeFiles = field(default_factory=FakeFiles)
    lease: FakeLease = field(default_factory=FakeLease)
    secret: str = "SECRET"
    connected: int = 0
    values: dict[str, object] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        self.server = await WecomSockets(self.tenant).__aenter__()
        self.web = WecomWeb(self.tenant)
        self.platform = self.build()
        self.inlet.messenger = self.platform.messenger
        await self.platform.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.platform.stop()
        await self.server.__aexit__(kind, error, trace)

    def build(self) -> WecomPlatform:
        """Another process of the same installation is another platform with the same lease."""
        given = self.settings()
        http = httpx.AsyncClient(transport=httpx.ASGITransport(self.web.app))
        core = Core(
            self.inlet,
            SystemClock(),
            self.files,
            self.lease,
            FakeCalls(),
            on_connected=self._count_connection,
        )
        externals = Externals(http=http, timings=self.timings, sleep=self.sleep)
        return WecomPlatform(given, core, externals)

    def _count_connection(self) -> None:
        self.connected += 1

    def settings(self) -> Settings:
        return settings(
            wecom_bot_id="BOT",
            wecom_bot_secret=SecretStr(self.secret),
            wecom_ws_url=self.server.url,
            wecom_media_hosts=("qyapi.weixin.qq.com",),
            **self.values,
        )

    @property
    def connection(self) -> LongConnection:
        assert isinstance(self.platform.mode, ConnectionMode)
        return self.platform.mode.connection

    async def ready(self) -> None:
        await until(lambda: self.server.connected and self.platform.ready()[0])

    async def send(
        self, chat: Chat, message: Message, *, key: str = "k", token: str = "", priority: int = 5
    ) -> None:
        await self.ready()
        await self.platform.messenger.send(chat, message, Delivery(key, token, priority))
