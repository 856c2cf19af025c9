"""The department in WeCom with the real program behind it, over the connection or over callbacks."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.app import Program
from bot.connecting.platform import StoredFiles
from bot.documents.reader import DocumentReader
from bot.messages import ClickAnswer, Message, Update
from bot.platforms.robots import Core
from bot.platforms.wecom.callback import ANSWER_SECONDS
from bot.platforms.wecom.robot import ConnectionMode, Externals, WecomPlatform
from bot.ports import Inlet
from bot.settings import Settings
from tests.conftest import settings_for
from tests.platforms.wecom.fakes import FakeCalls, FakeLease, settings
from tests.platforms.wecom.stage import QUICK
from tests.simulators.wecom.callbacks import WecomCallbacks
from tests.simulators.wecom.ciphers import Console
from tests.simulators.wecom.sockets import WecomSockets
from tests.simulators.wecom.tenant import Body, Post, Tenant
from tests.simulators.wecom.waiting import until
from tests.simulators.wecom.web import API, GROUP, WecomWeb

CONSOLE = Console()
Over = Callable[[Program, Tenant], "AbstractAsyncContextManager[Hall]"]


@dataclass
class Hall:
    """The department in WeCom: people speak and tap, the program answers.

    `deliver` returns once what was delivered has been taken; over a connection `send` does not wait.
    """

    tenant: Tenant
    program: Program
    deliver: Callable[[Body], Awaitable[Any]]
    key: bytes | None = None
    send: Callable[[Body], Awaitable[Any]] | None = None

    async def says(self, person: str, text: str, *, group: bool = False) -> list[Post]:
        return await self.after(self.tenant.text(person, text, group=GROUP if group else ""))

    async def sends(self, person: str, name: str, content: bytes) -> list[Post]:
        return await self.after(self.tenant.file(person, name, content, base=API, key=self.key))

    async def taps(
        self, person: str, card: Post, values: dict[str, tuple[str, ...]] | str
    ) -> list[Post]:
        return await self.after(self.tenant.click(person, card.card["task_id"], values))

    async def after(self, body: Body) -> list[Post]:
        before = len(self.tenant.posts)
        await self.deliver(body)
        await self.program.intake.settle()
        await self.program.conductor.beat()
        return self.tenant.posts[before:]


@dataclass
class Through:
    """The program's inlet; counts what went through."""

    inlet: Inlet
    taken: int = 0

    async def is_ballot(self, update: Update) -> bool:
        return await self.inlet.is_ballot(update)

    async def accept(self, update: Update, *, ballot: bool | None = None) -> Message | None:
        try:
            return await self.inlet.accept(update, ballot=ballot)
        finally:
            self.taken += 1

    async def put_aside(self, update: Update) -> Message:
        return await self.inlet.put_aside(update)

    async def click(self, update: Update) -> ClickAnswer:
        try:
            return await self.inlet.click(update)
        finally:
            self.taken += 1


@asynccontextmanager
async def program_with(
    template: Path, tmp_path: Path, reader: DocumentReader
) -> AsyncIterator[Program]:
    program = Program(
        settings_for(Path(shutil.copytree(template, tmp_path / "data"))), reader=reader
    )
    await program.start()
    yield program
    await program.stop()


def attached(
    program: Program,
    inlet: Inlet,
    given: Settings,
    web: WecomWeb,
    answer_seconds: float = ANSWER_SECONDS,
) -> WecomPlatform:
    http = httpx.AsyncClient(transport=httpx.ASGITransport(web.app))
    files = StoredFiles(program.services.files)
    core = Core(inlet, program.clock, files, FakeLease(), FakeCalls())
    externals = Externals(http=http, timings=QUICK, answer_seconds=answer_seconds)
    platform = WecomPlatform(given, core, externals)
    program.services.first_words = {"wecom": platform.first_word}
    program.services.messengers = {**program.services.messengers, "wecom": platform.messenger}
    program.services.fetchers = {**program.services.fetchers, "wecom": platform.fetcher}
    return platform


@asynccontextmanager
async def over_connection(program: Program, tenant: Tenant) -> AsyncIterator[Hall]:
    async with WecomSockets(tenant) as server:
        given = settings(
            wecom_bot_id="BOT",
            wecom_bot_secret=SecretStr("SECRET"),
            wecom_ws_url=server.url,
            wecom_media_hosts=("qyapi.weixin.qq.com",),
        )
        inlet = Through(program.intake)
        platform = attached(program, inlet, given, WecomWeb(tenant))
        await platform.start()
        await until(lambda: platform.ready()[0])

        async def deliver(body: Body) -> None:
            before = inlet.taken
            await server.deliver(body)
            await until(lambda: inlet.taken > before)
            assert isinstance(platform.mode, ConnectionMode)
            await platform.mode.intake.queue.settle(10)

        yield Hall(tenant, program, deliver, send=server.deliver)
        await platform.stop()


@asynccontextmanager
async def over_callback(
    program: Program, tenant: Tenant, *, answer_seconds: float = ANSWER_SECONDS
) -> AsyncIterator[Hall]:
    """A call that brings no answer, as a repeat does, is held for `answer_seconds`."""
    given = settings(
        wecom_token=SecretStr(CONSOLE.token),
        wecom_aes_key=SecretStr(CONSOLE.aes_key),
        wecom_media_hosts=("qyapi.weixin.qq.com",),
    )
    platform = attached(program, program.intake, given, WecomWeb(tenant), answer_seconds)
    app = Starlette(routes=list(platform.routes))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://robot"
    ) as robot:
        # A guard against hanging: how busy this machine is says nothing about the program.
        deliver = WecomCallbacks(tenant, robot, CONSOLE, patience=60).deliver
        yield Hall(tenant, program, deliver, CONSOLE.key, send=deliver)
    await platform.stop()
