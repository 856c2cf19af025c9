"""The platform over the stream, between the simulated organisation and a core with memory."""

import asyncio
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from pydantic import SecretStr

from bot.messages import Card, Chat, ChatKind, Message, Option, Question
from bot.platforms.dingtalk.quota import Allowance, MemoryLedger
from bot.platforms.dingtalk.robot import DingtalkPlatform, Externals
from bot.platforms.dingtalk.stream import Timings
from bot.platforms.robots import Core
from bot.ports import Delivery
from tests.platforms.dingtalk.fakes import (
    FakeCalls,
    FakeFiles,
    FakeInlet,
    FakeLease,
    SystemClock,
    settings,
)
from tests.simulators.dingtalk.organisation import CLIENT_ID, GROUP, SECRET, Organisation
from tests.simulators.dingtalk.sockets import DingtalkSockets
from tests.simulators.dingtalk.waiting import until
from tests.simulators.dingtalk.web import WEBHOOK, WEBHOOK_SECRET

QUICK = Timings(
    connect=2,
    write=1,
    close=0.2,
    ping=20,
    drain=1,
    lease=60,
    standby=0.01,
    first_retry=0.01,
    last_retry=0.05,
    refused=0.02,
)
PATIENCE = 60.0  # seconds: what a busy machine takes is no lateness of the program
GROUP_CHAT = Chat(ChatKind.GROUP, GROUP)
LISI = Chat(ChatKind.DIRECT, "lisi")
SCALE = tuple(
    Option(key, text) for key, text in {"1": "好", "2": "较好", "3": "一般", "4": "差"}.items()
)
BALLOT = Card(
    "p-7-0-0a1b2c3d",
    "现场测评：王文例",
    "不公开个人选择，截止前可修改。",
    (Question("0", "总体评价", SCALE),),
)


async def brief(seconds: float) -> None:
    """Pauses keep their order, shortened a hundredfold; the clock that measures them runs as much faster."""
    await asyncio.sleep(seconds / 100)


def hurried() -> float:
    return time.monotonic() * 100


@dataclass
class Stage:
    timings: Timings = QUICK
    org: Organisation = field(default_factory=Organisation)
    inlet: FakeInlet = field(default_factory=FakeInlet)
    files: FakeFiles = field(default_factory=FakeFiles)
    lease: FakeLease = field(default_factory=FakeLease)
    calls: FakeCalls = field(default_factory=FakeCalls)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    allowance: Allowance = field(default_factory=Allowance)
    secret: str = SECRET
    template: str = ""
    mode: str = "stream"
    card_seconds: float = PATIENCE
    answer_seconds: float = PATIENCE
    clock: SystemClock = field(default_factory=SystemClock)

    async def __aenter__(self) -> Self:
        self.server = await DingtalkSockets(self.org).__aenter__()
        self.web = self.server.web
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

    def build(self) -> DingtalkPlatform:
        """Another process of the same installation is another platform with the same lease."""
        self.settings = settings(
            dingtalk_client_id=CLIENT_ID,
            dingtalk_client_secret=SecretStr(self.secret),
            dingtalk_mode=self.mode,
            dingtalk_api_base="http://127.0.0.1",
            dingtalk_oapi_base="http://127.0.0.1",
            dingtalk_group_webhook=SecretStr(WEBHOOK),
            dingtalk_group_secret=SecretStr(WEBHOOK_SECRET),
            dingtalk_card_template=self.template,
            dingtalk_monthly_calls=self.allowance.api,
            dingtalk_monthly_messages=self.allowance.webhook,
        )
        externals = Externals(
            http=self.web.client(),
            timings=self.timings,
            sleep=brief,
            monotonic=hurried,
            card_seconds=self.card_seconds,
            answer_seconds=self.answer_seconds,
        )
        core = Core(self.inlet, self.clock, self.files, self.lease, self.calls)
        return DingtalkPlatform(self.settings, core, self.ledger, externals)

    async def ready(self) -> None:
        await until(lambda: self.server.open and self.platform.ready()[0])

    async def send(
        self, chat: Chat, message: Message, *, key: str = "k", token: str = "", priority: int = 2
    ) -> None:
        await self.platform.messenger.send(chat, message, Delivery(key, token, priority))
