"""DingTalk's own Python SDK as an independent client of the simulator: if it is content, the simulator speaks DingTalk."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from tests.simulators.dingtalk.organisation import CLIENT_ID, GROUP, SECRET, TEMPLATE, Organisation
from tests.simulators.dingtalk.sockets import DingtalkSockets
from tests.simulators.dingtalk.waiting import until
from tests.simulators.dingtalk.web import DingtalkWeb

SCRIPT = Path(__file__).parents[2] / "simulators" / "dingtalk" / "sdk_client.py"
ROOT = Path(__file__).parents[3]


@asynccontextmanager
async def serving(web: DingtalkWeb) -> AsyncIterator[str]:
    """The web side on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(web.app, port=0, log_level="critical", lifespan="off"))
    running = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    web.org.base = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield web.org.base
    finally:
        server.should_exit = True
        await running


@dataclass(frozen=True)
class Release:
    version: str
    paths: str  # where Python looks for it


@pytest.fixture(scope="module", params=["0.24.3", "0.24.4b1"])
def release(request: pytest.FixtureRequest) -> Release:
    """The stable one is a requirement; the pre-release is fetched once and kept with pytest's cache."""
    if request.param == metadata.version("dingtalk-stream"):
        return Release(request.param, str(ROOT))
    assert request.config.cache is not None
    folder = request.config.cache.mkdir("dingtalk-sdk" + os.environ.get("PYTEST_XDIST_WORKER", ""))
    if not (folder / "dingtalk_stream").is_dir():
        wanted = f"dingtalk-stream=={request.param}"
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--no-deps",
            "--target",
            str(folder),
            wanted,
        ]
        if subprocess.run(command, check=False, capture_output=True, timeout=60).returncode:
            pytest.skip(f"{wanted} cannot be had here")
    return Release(request.param, os.pathsep.join([str(folder), str(ROOT)]))


@asynccontextmanager
async def sdk(
    base: str, release: Release, secret: str = SECRET
) -> AsyncIterator[list[dict[str, Any]]]:
    """The steps that the client tells."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(SCRIPT),
        CLIENT_ID,
        secret,
        TEMPLATE,
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": release.paths,
            "DINGTALK_OPENAPI_ENDPOINT": base,
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    steps: list[dict[str, Any]] = []
    reading = asyncio.create_task(_read(process, steps))
    try:
        yield steps
    finally:
        process.kill()
        await process.wait()
        await reading


async def _read(process: asyncio.subprocess.Process, steps: list[dict[str, Any]]) -> None:
    assert process.stdout is not None
    while line := await process.stdout.readline():
        steps.append(json.loads(line))


def did(steps: list[dict[str, Any]], step: str) -> list[dict[str, Any]]:
    return [found for found in steps if found["step"] == step]


async def test_the_official_sdk_runs_a_full_loop(release: Release) -> None:
    """Open, ticket, ping, message, reply, card made and delivered, tap answered with a private view, rotation, a cut."""
    org = Organisation()
    async with (
        DingtalkSockets(org) as server,
        serving(server.web) as base,
        sdk(base, release) as steps,
    ):
        await until(lambda: server.open)
        assert f"/v{release.version}-" in server.web.opened[0]["ua"]
        topics = {one["topic"] for one in server.web.opened[0]["subscriptions"]}
        assert topics == {"/v1.0/im/bot/messages/get", "/v1.0/card/instances/callback"}
        ping = await server.push("SYSTEM", "ping", {"opaque": "123-dsfs"})
        await until(lambda: ping.acks)
        assert json.loads(ping.acks[0][0]["data"]) == {"opaque": "123-dsfs"}

        said = await server.deliver(org.text("lisi", "状态", group=GROUP))
        await until(lambda: said.acks and did(steps, "replied"))
        assert did(steps, "heard")[0] | {"id": ""} == {
            "step": "heard", "type": "text", "text": "状态", "sender": "lisi", "id": "",
        }  # fmt: skip
        assert org.texts(GROUP) == ["您说：状态"]
        assert said.response == "OK"

        await server.deliver(org.text("lisi", "卡片", group=GROUP))
        await until(lambda: did(steps, "card"))
        track = did(steps, "card")[0]["track"]
        assert org.cards[track].chat == GROUP
        await server.tap(org.tap(track, "lisi", button="好"))
        await until(
            lambda: did(steps, "tapped")
        )  # what it told may be read after its answer has arrived
        assert did(steps, "tapped")[0] | {"step": ""} == {
            "step": "",
            "user": "lisi",
            "track": track,
            "ids": ["0=1"],
        }
        assert org.cards[track].view("lisi")["notice"] == "已收到"
        assert "notice" not in org.cards[track].view("wangwu")

        await server.rotate()
        await until(lambda: server.open)
        again = await server.deliver(org.text("lisi", "你好"))
        await until(lambda: again.acks and org.texts("lisi"))
        assert org.texts("lisi") == ["您说：你好"]
        assert server.connections == 2


async def test_the_official_sdk_hears_that_its_credentials_are_wrong(release: Release) -> None:
    org = Organisation()
    async with (
        DingtalkSockets(org) as server,
        serving(server.web) as base,
        sdk(base, release, "wrong") as steps,
    ):
        await until(lambda: server.web.refused)
        assert server.connections == 0
        assert steps == []
