"""`POST /dingtalk/callback`: forged, stale, broken, repeated, slow; and what a genuine call causes."""

import asyncio
import base64
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.messages import Message
from bot.platforms.dingtalk.callback import OLDEST
from tests.platforms.dingtalk.stage import Stage
from tests.simulators.dingtalk.organisation import GROUP, SECRET
from tests.simulators.dingtalk.waiting import until

PATH = "/dingtalk/callback"
_calls = itertools.count()  # two calls of one millisecond have one signature


def headers(*, secret: str = SECRET, ahead: float = 0.0) -> dict[str, str]:
    """As the platform signs; `ahead` seconds of its clock before ours."""
    timestamp = str(int((time.time() + ahead) * 1000) + next(_calls))
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return {
        "timestamp": timestamp,
        "sign": base64.b64encode(digest).decode(),
        "Content-Type": "application/json",
    }


@asynccontextmanager
async def called(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    async with stage:
        app = Starlette(routes=list(stage.platform.routes))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://robot"
        ) as client:
            yield client


def stage() -> Stage:
    return Stage(mode="callback")


async def test_a_genuine_call_is_stored_and_answered() -> None:
    there = stage()
    async with called(there) as client:
        there.inlet.answers = lambda update: Message(text=f"您说：{update.text}")
        body = there.org.text("lisi", "状态", group=GROUP)
        answer = await client.post(PATH, json=body, headers=headers())
        assert (answer.status_code, answer.json()) == (200, {"msgtype": "empty"})
        assert list(there.inlet.stored) == [body["msgId"]]
        await until(lambda: there.org.texts(GROUP))
        assert there.org.texts(GROUP) == ["您说：状态"]
        assert there.platform.ready() == (True, "钉钉回调地址 /dingtalk/callback 等待推送")
        assert there.server.connections == 0


@pytest.mark.parametrize(
    "given",
    [
        {},
        headers(secret="another"),
        headers() | {"sign": ""},
        headers() | {"sign": "bm9uc2Vuc2U="},
        {"timestamp": "abc", "sign": headers()["sign"]},
        headers() | {"timestamp": "1"},
        headers() | {"timestamp": "9" * 400},
        headers() | {"timestamp": "9" * 5000},
    ],
)
async def test_forged_calls_cause_nothing(given: dict[str, str]) -> None:
    there = stage()
    async with called(there) as client:
        answer = await client.post(PATH, json=there.org.text("lisi", "导出"), headers=given)
        assert answer.status_code == 403
        assert there.inlet.deliveries == 0
        assert there.platform.quota.usage()[1].used == 0


@pytest.mark.parametrize("ahead", [-OLDEST - 5, OLDEST + 5, -86_400])
async def test_stale_calls_cause_nothing(ahead: float) -> None:
    there = stage()
    async with called(there) as client:
        answer = await client.post(
            PATH, json=there.org.text("lisi", "导出"), headers=headers(ahead=ahead)
        )
        assert answer.status_code == 403
        assert there.inlet.deliveries == 0


@pytest.mark.parametrize("ahead", [-3480.0, 3480.0])
async def test_a_signature_does_not_last_for_an_hour(ahead: float) -> None:
    there = stage()
    async with called(there) as client:
        answer = await client.post(
            PATH, json=there.org.text("lisi", "导出"), headers=headers(ahead=ahead)
        )
        assert (answer.status_code, there.inlet.deliveries) == (403, 0)


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_captured_signature_carries_no_other_body(restarted: bool) -> None:
    first = stage()
    signed = headers()
    body = first.org.text("lisi", "状态")
    async with called(first) as client:
        assert (await client.post(PATH, json=body, headers=signed)).status_code == 200
        if not restarted:
            answer = await client.post(PATH, json=first.org.text("dean", "公布"), headers=signed)
            assert (answer.status_code, len(first.inlet.stored)) == (409, 1)
    if restarted:
        again = Stage(mode="callback", calls=first.calls)
        async with called(again) as client:
            answer = await client.post(PATH, json=again.org.text("dean", "公布"), headers=signed)
            assert (answer.status_code, again.inlet.deliveries) == (409, 0)
            assert (await client.post(PATH, json=body, headers=signed)).status_code == 200


@pytest.mark.parametrize("name", ["sign", "timestamp"])
async def test_a_header_that_stands_twice_is_refused(name: str) -> None:
    there = stage()
    async with called(there) as client:
        twice = [(name, "0"), *headers().items()]
        answer = await client.post(PATH, json=there.org.text("lisi", "状态"), headers=twice)
        assert (answer.status_code, there.inlet.deliveries) == (403, 0)


async def test_half_a_character_is_shown_and_the_rest_is_kept() -> None:
    there = stage()
    async with called(there) as client:
        body = there.org.text("lisi", "状态HALF请看")
        content = json.dumps(body).replace("HALF", "\\ud83d").encode()
        assert (await client.post(PATH, content=content, headers=headers())).status_code == 200
        assert there.inlet.stored[body["msgId"]].text == "状态\ufffd请看"


@pytest.mark.parametrize("ahead", [-OLDEST + 30, OLDEST - 30])
async def test_clocks_may_differ_by_minutes(ahead: float) -> None:
    there = stage()
    async with called(there) as client:
        answer = await client.post(
            PATH, json=there.org.text("lisi", "状态"), headers=headers(ahead=ahead)
        )
        assert answer.status_code == 200
        assert there.inlet.deliveries == 1


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff\xfe", b'{"a":' * 50_000, b" " * (1024 * 1024 + 1)]
)
async def test_broken_bodies_are_refused_without_a_server_error(content: bytes) -> None:
    there = stage()
    async with called(there) as client:
        answer = await client.post(PATH, content=content, headers=headers())
        assert answer.status_code == 400
        assert there.inlet.deliveries == 0


async def test_bodies_that_say_nothing_are_taken_politely() -> None:
    there = stage()
    async with called(there) as client:
        for body in (
            {},
            {"msgtype": "text"},
            there.org.message("lisi", "text", {"errorCode": "20001"}),
        ):
            assert (await client.post(PATH, json=body, headers=headers())).status_code == 200
        assert there.inlet.deliveries == 0


async def test_the_same_call_five_times_has_one_effect() -> None:
    there = stage()
    async with called(there) as client:
        there.inlet.answers = lambda _: Message(text="好")
        body = json.dumps(there.org.text("lisi", "状态")).encode()
        signed = headers()
        answers = await asyncio.gather(
            *(client.post(PATH, content=body, headers=signed) for _ in range(5))
        )
        assert [answer.status_code for answer in answers] == [200] * 5
        await until(lambda: there.org.posts)
        await there.platform.settle()
        assert there.org.texts("lisi") == ["好"]


async def test_a_slow_store_is_told_to_come_again_and_still_stored_once() -> None:
    there = stage()
    released = asyncio.Event()
    there.inlet.before = _until(released)
    there.answer_seconds = 0.3  # the second call must be answered within it, on a busy machine too
    async with called(there) as client:
        body = there.org.text("lisi", "状态")
        assert (await client.post(PATH, json=body, headers=headers())).status_code == 503
        released.set()
        assert (await client.post(PATH, json=body, headers=headers())).status_code == 200
        assert list(there.inlet.stored) == [body["msgId"]]


async def test_a_store_that_fails_is_told_to_come_again() -> None:
    there = stage()
    failing = [OSError("disk full")]

    async def fails() -> None:
        if failing:
            raise failing.pop()

    there.inlet.before, there.inlet.keeps = fails, False
    async with called(there) as client:
        body = there.org.text("lisi", "状态")
        assert (await client.post(PATH, json=body, headers=headers())).status_code == 503
        assert (await client.post(PATH, json=body, headers=headers())).status_code == 200
        assert len(there.inlet.stored) == 1


async def test_what_is_kept_until_the_store_is_back_needs_no_second_call() -> None:
    there = stage()

    async def broken() -> None:
        raise OSError

    there.inlet.before = broken
    async with called(there) as client:
        body = there.org.text("lisi", "状态")
        assert (await client.post(PATH, json=body, headers=headers())).status_code == 200
        await there.platform.settle()
        assert [update.text for update in there.inlet.aside] == ["状态"]
        assert ["恢复后会接着办" in text for text in there.org.texts("lisi")] == [True]


async def test_a_typed_vote_is_answered_privately_and_once() -> None:
    there = stage()
    there.inlet.ballots = lambda update: Message(text="已收到") if "测评" in update.text else None
    async with called(there) as client:
        body = there.org.text("lisi", "测评 K7 好", group=GROUP)
        for _ in range(5):
            await client.post(PATH, json=body, headers=headers())
        await there.platform.settle()
        assert there.org.texts(GROUP) == []
        assert there.org.texts("lisi") == ["已收到"]


def _until(event: asyncio.Event) -> Any:
    async def wait() -> None:
        await event.wait()

    return wait
