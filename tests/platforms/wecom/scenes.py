"""The callback way, driven by a server that encrypts, signs and gives up after five seconds, with a core that has a memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.messages import Card, Chat, Message, Option, Question
from bot.platforms.robots import Core
from bot.platforms.wecom.callback import Callback
from bot.platforms.wecom.robot import CallbackMode, Externals, WecomPlatform
from bot.ports import Delivery, SendFailed
from tests.platforms.wecom.fakes import (
    FakeCalls,
    FakeFiles,
    FakeInlet,
    FakeLease,
    SystemClock,
    settings,
)
from tests.simulators.wecom.callbacks import WecomCallbacks
from tests.simulators.wecom.ciphers import Console
from tests.simulators.wecom.tenant import Tenant
from tests.simulators.wecom.web import WecomWeb

POLL = Card(
    "poll-7",
    "测评",
    "请选择",
    (Question("overall", "总体评价", (Option("good", "好"), Option("poor", "差"))),),
)
# Where no direct reply comes, nobody waits for one.
AT_ONCE = 0.02


@dataclass
class Scene:
    tenant: Tenant
    web: WecomWeb
    wecom: WecomCallbacks
    platform: WecomPlatform
    inlet: FakeInlet
    files: FakeFiles
    calls: FakeCalls

    @property
    def callback(self) -> Callback:
        assert isinstance(self.platform.mode, CallbackMode)
        return self.platform.mode.callback

    async def send(self, chat: Chat, message: Message, delivery: Delivery) -> None:
        await self.platform.messenger.send(chat, message, delivery)

    async def send_later(self, message: Message, key: str = "k") -> None:
        """As the outbox would send it later: to whom the newest stored message came from."""
        update = list(self.inlet.stored.values())[-1]
        await self.send(update.chat, message, Delivery(key, reply_token=update.reply_token))

    async def try_to_send(self, chat: Chat, message: Message, delivery: Delivery) -> None:
        """As the outbox, which keeps what could not be sent."""
        try:
            await self.send(chat, message, delivery)
        except SendFailed as failed:
            self.inlet.failures.append(failed)


@asynccontextmanager
async def on_callbacks(
    answer_seconds: float = 3.0, *, calls: FakeCalls | None = None, **values: object
) -> AsyncIterator[Scene]:
    """The platform in callback mode between the simulated server and the core."""
    tenant, inlet, files, console = Tenant(), FakeInlet(), FakeFiles(), Console()
    web = WecomWeb(tenant)
    remembered = calls or FakeCalls()
    given = settings(
        wecom_token=SecretStr(console.token),
        wecom_aes_key=SecretStr(console.aes_key),
        wecom_media_hosts=("qyapi.weixin.qq.com",),
        **values,
    )
    http = httpx.AsyncClient(transport=httpx.ASGITransport(web.app))
    core = Core(inlet, SystemClock(), files, FakeLease(), remembered)
    platform = WecomPlatform(given, core, Externals(http=http, answer_seconds=answer_seconds))
    inlet.messenger = platform.messenger
    app = Starlette(routes=list(platform.routes))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://robot") as robot:
        wecom = WecomCallbacks(tenant, robot, console)
        await platform.start()
        try:
            yield Scene(tenant, web, wecom, platform, inlet, files, remembered)
        finally:
            await platform.stop()
