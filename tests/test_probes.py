"""What machines ask of the service: alive, ready, figures."""

import math
import re
import resource
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from sqlmodel import Session
from starlette.applications import Starlette

from bot import probes
from bot.actions.services import Services
from bot.sample import sample_report
from bot.sources import Sources
from bot.storage.database import Database
from bot.storage.files import FileStore
from bot.storage.keys import KeyStore
from bot.version import version
from tests.cast import LI, MEMBER, ORGANISER, THIRD, ZHANG
from tests.chat import Chat


async def test_it_lives_and_is_ready(chat: Chat) -> None:
    assert (await chat.client.get("/healthz")).json() == {"alive": True, "version": version()}
    answer = await chat.client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "checks": {
            "database": {"ok": True, "text": "数据库可用"},
            "sandbox": {"ok": True, "text": "聊天页可用"},
            "serving": {"ok": True, "text": "正常应答"},
        },
    }


METRICS = {
    "shuzhi_build",
    "shuzhi_ready",
    "shuzhi_outbox_messages",
    "shuzhi_inbox_messages",
    "shuzhi_refusals",
    "shuzhi_delivery_lag_seconds",
    "shuzhi_disk_free_bytes",
    "shuzhi_last_beat_age_seconds",
    "shuzhi_last_backup_age_seconds",
}  # what alerts and boards may ask for


def never() -> None:
    """No beat yet."""


class Full:
    """A database that takes nothing."""

    async def write(self, _work: object) -> Session:
        raise OSError(28, "No space left on device", "/secret/path")


async def test_it_is_not_ready_without_its_database_or_a_connection_and_says_which(
    chat: Chat,
) -> None:
    services = replace(chat.program.services, database=cast("Database", Full()))
    ready = {"wecom": lambda: (False, "长连接断开")}
    transport = httpx.ASGITransport(
        app=Starlette(routes=probes.routes(Sources(services, ready, never)))
    )
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        answer = await client.get("/readyz")
        assert answer.status_code == 503
        checks = answer.json()["checks"]
        assert [checks["database"]["ok"], checks["wecom"]] == [
            False,
            {"ok": False, "text": "长连接断开"},
        ]
        assert "secret" not in answer.text
        assert (await client.get("/healthz")).status_code == 200


async def test_a_disk_without_room_is_not_ready(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What little is written to look may still fit; a report, or the votes of a hall, would not."""
    monkeypatch.setattr(FileStore, "free", lambda _files: 5 * 1024 * 1024)
    answer = await chat.client.get("/readyz")
    assert answer.status_code == 503
    assert "只剩 5 MB" in answer.json()["checks"]["database"]["text"]


async def test_a_database_that_takes_nothing_is_not_ready(chat: Chat) -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    assert (await chat.client.get("/readyz")).status_code == 200
    chat.program.services.database.maintain("PRAGMA wal_checkpoint(TRUNCATE)").result()
    resource.setrlimit(
        resource.RLIMIT_FSIZE, (0, limit[1])
    )  # nothing can be appended any more, as on a full disk
    try:
        answer = await chat.client.get("/readyz")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert answer.status_code == 503
    told = answer.json()["checks"]["database"]["text"]
    assert "数据库不可用" in told
    assert "StoreUnavailable" not in told
    assert (await chat.client.get("/readyz")).status_code == 200


async def test_while_another_process_holds_the_database_it_is_not_ready_and_says_so(
    chat: Chat, data: Path
) -> None:
    """The answer came when the lock was gone: whoever watches heard nothing for a minute."""
    holder = sqlite3.connect(data / "shuzhi.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        checks = await checks_of(chat.program.services, patience=0.05)
    finally:
        holder.close()
    assert checks["database"] == {
        "ok": False,
        "text": "数据库不可用：正被另一个程序占用",
    }
    assert (await chat.client.get("/readyz")).status_code == 200


async def test_a_process_without_the_keys_of_an_open_ballot_or_the_files_cannot_take_over(
    chat: Chat,
) -> None:
    """As a standby with a data directory of its own would find itself."""
    services = chat.program.services
    await chat.say(ORGANISER, "开始测评 王文例")
    assert (await chat.client.get("/readyz")).status_code == 200
    checks = await checks_of(
        replace(services, keys=KeyStore(services.files.path("0" * 64).parents[1] / "nobody"))
    )
    assert "没有密钥" in checks["database"]["text"]
    await chat.send(ZHANG, "述职报告.docx", sample_report(THIRD, year=2026))
    checks = await checks_of(replace(services, files=FileStore(Path("nowhere"))))
    assert "缺少已收到的报告文件" in checks["database"]["text"]


async def checks_of(services: Services, *, patience: float = probes.PATIENCE) -> dict[str, Any]:
    sources = Sources(services, {}, never)
    transport = httpx.ASGITransport(app=Starlette(routes=probes.routes(sources, patience=patience)))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        answer = await client.get("/readyz")
    assert answer.status_code == 503
    return cast("dict[str, Any]", answer.json()["checks"])


async def figures(chat: Chat) -> dict[str, float]:
    text = (await chat.client.get("/metrics")).text
    return {
        name: float(value)
        for name, value in (line.rsplit(" ", 1) for line in text.splitlines() if line[0] != "#")
    }


async def own_figures(chat: Chat) -> dict[str, float]:
    """The program's, without the disk's: others write to that too."""
    told = await figures(chat)
    return {
        name: value
        for name, value in told.items()
        if name.startswith("shuzhi") and name != "shuzhi_disk_free_bytes"
    }


async def test_figures_tell_what_an_administrator_is_woken_for(chat: Chat) -> None:
    await chat.say(MEMBER, "受理 第一支部")
    told = await figures(chat)
    assert told[f'shuzhi_build{{version="{version()}"}}'] == 1
    assert told['shuzhi_ready{part="sandbox"}'] == 1
    assert {re.sub(r"\{.*", "", name) for name in told if name.startswith("shuzhi")} == METRICS
    assert told["shuzhi_delivery_lag_seconds"] == 0
    assert told["shuzhi_disk_free_bytes"] > 0
    assert sum(value for name, value in told.items() if name.startswith("shuzhi_refusals")) == 1
    assert (
        told["shuzhi_last_beat_age_seconds"] == told["shuzhi_last_backup_age_seconds"] == math.inf
    )
    await chat.clock(advance="PT1H")
    assert (await figures(chat))["shuzhi_last_beat_age_seconds"] == 0


async def test_the_queues_are_counted_by_state(chat: Chat) -> None:
    await chat.say(LI, "我是谁")
    await chat.say(LI, "倒计时")
    found = await figures(chat)
    assert found['shuzhi_inbox_messages{state="done"}'] == 2
    assert found['shuzhi_outbox_messages{state="sent"}'] == 2
    assert found["process_resident_memory_bytes"] > 0


async def test_no_figure_tells_of_a_vote(chat: Chat) -> None:
    await chat.say(ORGANISER, "开始测评 王文例")
    before = await own_figures(chat)
    await chat.say(MEMBER, "测评 好")
    assert await own_figures(chat) == before
