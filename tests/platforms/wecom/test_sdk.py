"""Tencent's own Node SDK as an independent client of the simulator: if it is content, the simulator speaks WeCom."""

import asyncio
import json
import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from bot.platforms.wecom.crypto import Envelope
from tests.simulators.wecom.ciphers import Console
from tests.simulators.wecom.sockets import Fault, WecomSockets
from tests.simulators.wecom.tenant import Tenant
from tests.simulators.wecom.waiting import until
from tests.simulators.wecom.web import GROUP, WecomWeb

SDK = "@wecom/aibot-node-sdk@1.0.7"
SCRIPT = Path(__file__).parents[2] / "simulators" / "wecom" / "sdk_client.cjs"
REPORT = b"0123456789abcdef" * 50_000  # two chunks

pytestmark = pytest.mark.skipif(
    not (shutil.which("node") and shutil.which("npm")), reason="node and npm are not here"
)


@pytest.fixture(scope="session")
def installed(request: pytest.FixtureRequest) -> Path:
    """Installed once and kept with pytest's cache."""
    assert request.config.cache is not None
    folder = Path(
        request.config.cache.mkdir("wecom-sdk" + os.environ.get("PYTEST_XDIST_WORKER", ""))
    )
    if not (folder / "node_modules" / ".package-lock.json").is_file():  # npm writes it last
        (folder / "package.json").write_text("{}")
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", SDK]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    shutil.copy(SCRIPT, folder)
    return folder


class Client:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.steps: list[dict[str, Any]] = []

    async def reads(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.steps.append(json.loads(line))

    def did(self, step: str) -> list[dict[str, Any]]:
        assert not [found for found in self.steps if found["step"] == "refused"], self.steps
        return [found for found in self.steps if found["step"] == step]

    async def push(self, chat: str, text: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{chat} {text}\n".encode())
        await self.process.stdin.drain()


@asynccontextmanager
async def sdk(installed: Path, *arguments: str) -> AsyncIterator[Client]:
    process = await asyncio.create_subprocess_exec(
        "node",
        SCRIPT.name,
        *arguments,
        cwd=installed,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    client = Client(process)
    reading = asyncio.create_task(client.reads())
    try:
        yield client
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await asyncio.wait_for(process.wait(), 60)
        await reading


@asynccontextmanager
async def media(web: WecomWeb) -> AsyncIterator[str]:
    """The store on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(web.app, port=0, log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await serving


async def test_it_subscribes_receives_replies_updates_a_card_and_uploads(installed: Path) -> None:
    tenant = Tenant()
    async with (
        WecomSockets(tenant) as server,
        sdk(installed, server.url, "BOT", "SECRET") as client,
    ):
        await until(lambda: client.did("subscribed"))
        await server.deliver(tenant.event("lisi", "enter_chat"))
        await until(lambda: client.did("welcomed"))
        await server.deliver(tenant.text("lisi", "你好", group=GROUP))
        await until(lambda: client.did("replied"))
        assert tenant.texts("lisi") == ["您好"]
        assert tenant.texts(GROUP) == ["您说：@述职助手 你好"]
        await server.deliver(tenant.click("lisi", "task-of-the-sdk", {"overall": ("good",)}))
        await until(lambda: client.did("updated"))
        assert client.did("updated")[0]["chosen"] == ["good"]
        assert tenant.view("lisi", "task-of-the-sdk")["main_title"] == {"title": "已收到"}
        assert tenant.view("wangwu", "task-of-the-sdk")["card_type"] == "vote_interaction"
        async with media(WecomWeb(tenant)) as base:
            await server.deliver(tenant.file("lisi", "述职报告.docx", REPORT, base=base))
            await until(lambda: client.did("uploaded"))
        assert client.did("downloaded")[0] == {
            "step": "downloaded",
            "filename": "述职报告.docx",
            "size": len(REPORT),
        }
        file = tenant.posts[-1].file
        assert file is not None
        assert (file.name, file.content) == ("回执-述职报告.docx", REPORT)
        await client.push("lisi", "提醒")
        await until(lambda: client.did("pushed"))
        assert tenant.texts("lisi")[-1] == "提醒"
        await until(lambda: server.sent("ping"))
        assert tenant.refusals == []


async def test_it_reconnects_after_a_cut_and_stays_away_when_displaced(installed: Path) -> None:
    """Whoever displaced it is connected instead, and is told of an ack with an error."""
    tenant = Tenant()
    async with (
        WecomSockets(tenant) as server,
        sdk(installed, server.url, "BOT", "SECRET") as client,
    ):
        await until(lambda: client.did("subscribed"))
        await server.cut()
        await until(lambda: len(client.did("subscribed")) == 2)
        async with sdk(installed, server.url, "BOT", "SECRET") as second:
            await until(lambda: client.did("displaced"))
            await until(lambda: second.did("subscribed"))
            assert len(client.did("subscribed")) == 2
            server.faults.append(Fault("aibot_send_msg", 93006))
            await second.push("lisi", "提醒")
            await until(lambda: second.steps[-1]["step"] == "refused")
            assert second.steps[-1]["detail"]["errcode"] == 93006


async def test_it_is_told_of_wrong_credentials(installed: Path) -> None:
    tenant = Tenant()
    async with WecomSockets(tenant) as server, sdk(installed, server.url, "BOT", "wrong") as client:
        await until(lambda: client.did("error"))
        assert "853000" in client.did("error")[0]["detail"]


async def test_its_envelopes_and_ours_are_the_same(installed: Path) -> None:
    console, timestamp = Console(), str(int(time.time()))
    ours = Envelope(console.token, console.aes_key)
    sealed = ours.seal("机器人的回答", timestamp=int(timestamp), nonce="n")
    given = {
        "token": console.token, "aesKey": console.aes_key, "timestamp": timestamp, "nonce": "n",
        "encrypt": sealed["encrypt"], "signature": sealed["msgsignature"], "reply": "服务器的消息",
    }  # fmt: skip
    async with sdk(installed, "ws://127.0.0.1:1", "BOT", "SECRET", json.dumps(given)) as client:
        await until(lambda: client.did("envelope"))
    found = client.did("envelope")[0]
    assert (found["verified"], found["text"]) == (True, "机器人的回答")
    assert ours.open(found["answer"]["encrypt"]) == "服务器的消息"
