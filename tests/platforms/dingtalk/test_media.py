"""Files in: by download code, from the store alone, again where a link fails, within the limit and the time."""

import asyncio
import json

import httpx
import pytest

from bot.messages import Attachment
from bot.platforms.dingtalk import payloads
from bot.platforms.dingtalk.addresses import Addresses
from bot.platforms.dingtalk.media import MediaFetcher
from bot.ports import FetchError
from tests.platforms.dingtalk import samples
from tests.platforms.dingtalk.fakes import SystemClock
from tests.platforms.dingtalk.stage import Stage
from tests.simulators.dingtalk.web import Action, Fault

REPORT = b"0123456789abcdef" * 4096
LINK = "/v1.0/robot/messageFiles/download"
LIMIT = 1024 * 1024
OFFICIAL = Addresses("https://api.dingtalk.com", "https://oapi.dingtalk.com")


def attachment(stage: Stage, content: bytes = REPORT) -> Attachment:
    update = payloads.to_update(
        stage.org.file("lisi", "述职报告.docx", content), arrived=SystemClock().now()
    )
    assert update is not None
    assert update.attachment is not None
    return update.attachment


def store(given: Attachment) -> str:
    return f"/store/{json.loads(given.source)['code']}"


async def fetched(stage: Stage, given: Attachment, limit: int = LIMIT) -> tuple[str, bytes]:
    found = await stage.platform.fetcher.fetch(given, limit=limit)
    return found.name, b"".join([piece async for piece in found.content])


async def refused(stage: Stage, given: Attachment, limit: int = LIMIT) -> str:
    with pytest.raises(FetchError) as caught:
        await fetched(stage, given, limit)
    return caught.value.reason


async def test_a_file_arrives_with_the_name_that_the_message_told() -> None:
    async with Stage() as stage:
        assert await fetched(stage, attachment(stage)) == ("述职报告.docx", REPORT)
        documented = samples.body("api_docs2026_messageFiles_download_0.http.txt")
        assert set(stage.web.sent(LINK)[0]) == set(documented)


async def test_a_file_that_was_quoted_in_the_group_arrives() -> None:
    async with Stage() as stage:
        update = payloads.to_update(
            stage.org.quoting("lisi", "述职", "报告.docx", REPORT), arrived=SystemClock().now()
        )
        assert update is not None
        assert update.quote is not None
        assert update.quote.attachment is not None
        assert await fetched(stage, update.quote.attachment) == ("报告.docx", REPORT)


async def test_a_larger_file_is_refused_announced_or_not() -> None:
    async with Stage() as stage:
        assert await refused(stage, attachment(stage), len(REPORT) - 1) == "too_large"
        assert await fetched(stage, attachment(stage), len(REPORT)) == ("述职报告.docx", REPORT)


@pytest.mark.parametrize(
    ("where", "action"),
    [
        ("link", 502),
        ("link", "cut"),
        ("link", "hang"),
        ("link", "html"),
        ("store", 502),
        ("store", "cut"),
        ("store", "hang"),
    ],
)
async def test_what_fails_once_is_asked_for_with_a_new_link(where: str, action: Action) -> None:
    async with Stage() as stage:
        given = attachment(stage)
        stage.web.faults.append(Fault(LINK if where == "link" else store(given), action))
        assert await fetched(stage, given) == ("述职报告.docx", REPORT)
        assert len(stage.web.sent(LINK)) == 2


@pytest.mark.parametrize(
    ("action", "reason"),
    [(404, "expired"), (403, "expired"), (500, "failed"), ("hang", "timeout"), ("cut", "failed")],
)
async def test_what_fails_twice_is_told(action: Action, reason: str) -> None:
    async with Stage() as stage:
        given = attachment(stage)
        stage.web.faults.append(Fault(store(given), action, times=2))
        assert await refused(stage, given) == reason


async def test_a_code_that_expired_and_one_of_another_robot_are_told_as_expired() -> None:
    async with Stage() as stage:
        assert (
            await refused(stage, Attachment(payloads.attachment_source("gone", ""), "x.docx"))
            == "expired"
        )
        assert len(stage.web.sent(LINK)) == 1  # asking again would change nothing
        given = json.loads(attachment(stage).source) | {"robot": "another"}
        assert await refused(stage, Attachment(json.dumps(given))) == "expired"


async def test_a_missing_scope_and_a_source_of_another_platform() -> None:
    async with Stage() as stage:
        stage.web.lacking[LINK] = ("qyapi_robot_sendmsg",)
        assert await refused(stage, attachment(stage)) == "forbidden"
        assert await refused(stage, Attachment("not ours")) == "failed"


async def test_hanging_ends_in_time() -> None:
    """The whole fetch has one end, whatever each step may take."""

    async def hang(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    async with Stage() as stage, httpx.AsyncClient(transport=httpx.MockTransport(hang)) as http:
        api = stage.platform.api
        fetcher = MediaFetcher(
            api, http, Addresses("http://127.0.0.1", "http://127.0.0.1"), "r", longest=0.05
        )
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(attachment(stage), limit=LIMIT)
        assert caught.value.reason == "timeout"


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://wukong.oss-cn-hangzhou.aliyuncs.com/a?Signature=x", "https://wukong.oss-cn-hangzhou.aliyuncs.com/a?Signature=x"),
        ("http://wukong.oss-cn-hangzhou.aliyuncs.com/a?Signature=x", "https://wukong.oss-cn-hangzhou.aliyuncs.com/a?Signature=x"),
        ("https://static.dingtalk.com/a", "https://static.dingtalk.com/a"),
        ("http://static.dingtalk.com/a", ""),
        ("https://aliyuncs.com.evil.example/a", ""),
        ("https://evil-aliyuncs.com/a", ""),
        ("http://10.0.0.8:30000/a", ""),
        ("http://127.0.0.1/a", ""),
        ("http://[::1]/a", ""),
        ("file:///etc/passwd", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_only_the_platform_s_stores_are_asked(address: str, asked: str) -> None:
    assert OFFICIAL.download(address) == asked


@pytest.mark.parametrize(
    "base", ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"]
)
def test_loopback_is_allowed_where_the_bases_are_loopback(base: str) -> None:
    local = Addresses(base, base)
    assert local.download("http://127.0.0.1:9/a") == "http://127.0.0.1:9/a"
    assert local.is_gateway("ws://127.0.0.1:9/connect")
    assert local.is_webhook("http://localhost:9/robot/sendBySession?session=x")
    assert not local.is_webhook("http://10.0.0.8/robot/sendBySession")
    assert not OFFICIAL.is_gateway("ws://wss-open-connection.dingtalk.com/connect")
    assert OFFICIAL.is_gateway("wss://wss-open-connection.dingtalk.com:443/connect")
