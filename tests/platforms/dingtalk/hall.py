"""The department in DingTalk with the real program behind it: eight branches, sixty voters, the sandbox's clock."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from bot.app import Program
from bot.connecting.platform import StoredFiles
from bot.documents.reader import DocumentReader
from bot.platforms.dingtalk.quota import MemoryLedger
from bot.platforms.dingtalk.robot import DingtalkPlatform, Externals
from bot.platforms.robots import Core
from tests.conftest import settings_for
from tests.platforms import department
from tests.platforms.dingtalk.fakes import FakeCalls, FakeLease, settings
from tests.platforms.dingtalk.stage import PATIENCE, QUICK, brief, hurried
from tests.simulators.dingtalk.organisation import (
    CLIENT_ID,
    GROUP,
    SECRET,
    Body,
    Organisation,
    Post,
)
from tests.simulators.dingtalk.sockets import Delivered, DingtalkSockets
from tests.simulators.dingtalk.waiting import until
from tests.simulators.dingtalk.web import WEBHOOK, WEBHOOK_SECRET


def made(folder: Path) -> Path:
    return department.made(folder, platform="dingtalk")


@dataclass
class Hall:
    program: Program
    server: DingtalkSockets
    platform: DingtalkPlatform
    ledger: MemoryLedger
    transcript: list[str] = field(default_factory=list)

    @property
    def org(self) -> Organisation:
        return self.server.org

    async def says(self, person: str, text: str, *, group: bool = False) -> list[Post]:
        return await self.after(self.org.text(person, text, group=GROUP if group else ""), text)

    async def sends(self, person: str, name: str, content: bytes) -> list[Post]:
        return await self.after(self.org.file(person, name, content), f"［文件］{name}")

    async def presses(self, person: str, post: Post, label: str) -> list[Post]:
        return await self.after(self.org.press(post, label, person), f"［按钮］{label}")

    async def taps(self, person: str, track: str, button: str) -> str:
        """What the card then tells this person."""
        await self.server.tap(self.org.tap(track, person, button=button))
        self.transcript.append(
            f"{person} 点：{button}（只有本人看到：{self.org.cards[track].view(person)['notice']}）"
        )
        return self.org.cards[track].view(person)["notice"]

    async def after(self, body: Body, shown: str) -> list[Post]:
        """What the robot says because of it."""
        place = "群" if body["conversationType"] == "2" else "单聊"
        self.transcript.append(f"{body['senderStaffId']}（{place}）：{shown}")
        before = len(self.org.posts)
        sent = await self.delivered(body)
        await until(lambda: sent.acks)
        await self.settle()
        heard = self.org.posts[before:]
        self.transcript += [
            f"　机器人 → {'群' if post.chat == GROUP else post.chat}：{_shown(post)}"
            for post in heard
        ]
        return heard

    async def delivered(self, body: Body) -> Delivered:
        return await self.server.deliver(body)

    async def settle(self) -> None:
        await self.program.intake.settle()
        await self.program.conductor.settle()
        await self.program.conductor.beat()
        await self.program.conductor.settle()
        await self.platform.settle()


def _shown(post: Post) -> str:
    buttons = f"［{'｜'.join(post.buttons)}］" if post.buttons else ""
    return (post.text or (f"［文件］{post.file.name}" if post.file else "［卡片］")) + buttons


@asynccontextmanager
async def hall(
    data: Path, folder: Path, reader: DocumentReader, *, template: str = ""
) -> AsyncIterator[Hall]:
    """A copy of the data directory, so that every test has its own."""
    program = Program(settings_for(Path(shutil.copytree(data, folder / "data"))), reader=reader)
    await program.start()
    org = Organisation(epoch=lambda: program.clock.now().timestamp())
    async with DingtalkSockets(org) as server:
        ledger = MemoryLedger()
        platform = _attached(program, server, ledger, template)
        await platform.start()
        await until(lambda: platform.ready()[0])
        try:
            yield Hall(program, server, platform, ledger)
        finally:
            await platform.stop()
            await program.stop()


def _attached(
    program: Program, server: DingtalkSockets, ledger: MemoryLedger, template: str
) -> DingtalkPlatform:
    given = settings(
        dingtalk_client_id=CLIENT_ID,
        dingtalk_client_secret=SecretStr(SECRET),
        dingtalk_api_base="http://127.0.0.1",
        dingtalk_oapi_base="http://127.0.0.1",
        dingtalk_group_webhook=SecretStr(WEBHOOK),
        dingtalk_group_secret=SecretStr(WEBHOOK_SECRET),
        dingtalk_card_template=template,
    )
    externals = Externals(
        http=server.web.client(),
        timings=QUICK,
        sleep=brief,
        monotonic=hurried,
        card_seconds=PATIENCE,
        answer_seconds=PATIENCE,
    )
    files = StoredFiles(program.services.files)
    core = Core(program.intake, program.clock, files, FakeLease(), FakeCalls())
    platform = DingtalkPlatform(given, core, ledger, externals)
    program.services.messengers = {**program.services.messengers, "dingtalk": platform.messenger}
    program.services.fetchers = {**program.services.fetchers, "dingtalk": platform.fetcher}
    return platform
