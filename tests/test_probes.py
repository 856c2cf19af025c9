"""What machines ask of the service: alive, ready, figures."""

from dataclasses import replace
from typing import cast

import httpx
from sqlmodel import Session
from starlette.applications import Starlette

from bot import probes
from bot.storage.database import Database
from tests.cast import LI, MEMBER, ORGANISER
from tests.chat import Chat


async def test_it_lives_and_is_ready(chat: Chat) -> None:
    assert (await chat.client.get("/healthz")).json() == {"alive": True}
    answer = await chat.client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "checks": {
            "database": {"ok": True, "text": "数据库可用"},
            "sandbox": {"ok": True, "text": "聊天页可用"},
        },
    }


class Full:
    """A database that takes nothing."""

    async def write(self, _work: object) -> Session:
        raise OSError(28, "No space left on device", "/secret/path")


async def test_it_is_not_ready_without_its_database_or_a_connection_and_says_which(chat: Chat) -> None:
    world = replace(chat.program.world, database=cast("Database", Full()))
    ready = {"wecom": lambda: (False, "长连接断开")}
    transport = httpx.ASGITransport(app=Starlette(routes=probes.routes(world, ready)))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        answer = await client.get("/readyz")
        assert answer.status_code == 503
        checks = answer.json()["checks"]
        assert [checks["database"]["ok"], checks["wecom"]] == [False, {"ok": False, "text": "长连接断开"}]
        assert "secret" not in answer.text
        assert (await client.get("/healthz")).status_code == 200


async def figures(chat: Chat) -> dict[str, float]:
    text = (await chat.client.get("/metrics")).text
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in text.splitlines() if line[0] != "#")}


async def test_the_queues_are_counted_by_state(chat: Chat) -> None:
    await chat.say(LI, "我是谁")
    await chat.say(LI, "倒计时")
    found = await figures(chat)
    assert found['shuzhi_inbox_messages{state="done"}'] == 2
    assert found['shuzhi_outbox_messages{state="sent"}'] == 2
    assert found["process_resident_memory_bytes"] > 0


async def test_no_figure_tells_of_a_vote(chat: Chat) -> None:
    await chat.say(ORGANISER, "开始测评 王文例")
    before = {name: value for name, value in (await figures(chat)).items() if name.startswith("shuzhi")}
    await chat.say(MEMBER, "测评 好")
    after = {name: value for name, value in (await figures(chat)).items() if name.startswith("shuzhi")}
    assert after == before
