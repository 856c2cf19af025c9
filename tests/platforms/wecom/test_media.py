import asyncio
import base64
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from bot.messages import Attachment
from bot.platforms.wecom import payloads
from bot.platforms.wecom.media import Hosts, MediaFetcher, decode_key
from bot.ports import FetchError
from tests.platforms.wecom import samples
from tests.simulators.wecom import ciphers

HOST = "https://ww-aibot-img-1258476243.cos.ap-guangzhou.myqcloud.com"
KEY = bytes(range(200, 232))
REPORT = "述职报告".encode() * 5000
LIMIT = 20 * 1024 * 1024


class Store(httpx.AsyncBaseTransport):
    """Answers by path; `pieces` are sent one by one."""

    def __init__(self, **answers: httpx.Response) -> None:
        self.answers = answers
        self.asked: list[str] = []

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        answer = self.answers[request.url.path.strip("/")]
        answer.request = request
        return answer


class Pieces(httpx.AsyncByteStream):
    def __init__(self, *pieces: bytes, hang: bool = False, cut: bool = False) -> None:
        self.pieces, self.hang, self.cut = pieces, hang, cut
        self.closed = False

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece
        if self.cut:
            raise httpx.RemoteProtocolError("peer closed connection")
        if self.hang:
            await asyncio.Event().wait()

    @override
    async def aclose(self) -> None:
        self.closed = True


def encrypted(content: bytes = REPORT, key: bytes = KEY) -> bytes:
    return ciphers.encrypt(key, content)


def attachment(url: str, key: bytes = KEY) -> Attachment:
    return Attachment(
        payloads.attachment_source(url, base64.b64encode(key).decode() if key else "")
    )


async def fetched(
    store: Store, url: str, *, limit: int = LIMIT, key: bytes = KEY, hosts: tuple[str, ...] = ()
) -> tuple[str, bytes]:
    async with httpx.AsyncClient(transport=store) as http:
        fetcher = MediaFetcher(http, Hosts(hosts), longest=0.2)
        found = await fetcher.fetch(attachment(url, key), limit=limit)
        return found.name, b"".join([piece async for piece in found.content])


async def reason(store: Store, url: str, **more: object) -> str:
    with pytest.raises(FetchError) as failure:
        await fetched(store, url, **more)  # type: ignore[arg-type]  # passed on
    return failure.value.reason


async def test_a_file_comes_with_its_name() -> None:
    header = {"content-disposition": "attachment; filename*=UTF-8''%E5%AD%A3%E6%8A%A5.pdf"}
    store = Store(a=httpx.Response(200, headers=header, content=encrypted()))
    assert await fetched(store, f"{HOST}/a") == ("季报.pdf", REPORT)


@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_content_in_any_pieces(content: bytes, size: int) -> None:
    secret = encrypted(content)
    stream = Pieces(*(secret[start : start + size] for start in range(0, len(secret), size)))
    store = Store(a=httpx.Response(200, stream=stream))
    assert asyncio.run(fetched(store, f"{HOST}/a")) == ("", content)
    assert stream.closed


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_an_address_that_lives_no_more_is_expired(status: int) -> None:
    assert await reason(Store(a=httpx.Response(status)), f"{HOST}/a") == "expired"


async def test_a_broken_server_is_a_failure() -> None:
    assert await reason(Store(a=httpx.Response(500)), f"{HOST}/a") == "failed"


async def test_the_wrong_key_is_a_failure() -> None:
    assert (
        await reason(Store(a=httpx.Response(200, content=encrypted())), f"{HOST}/a", key=bytes(32))
        == "failed"
    )


async def test_no_key_is_a_failure() -> None:
    assert (
        await reason(Store(a=httpx.Response(200, content=encrypted())), f"{HOST}/a", key=b"")
        == "failed"
    )


@pytest.mark.parametrize("length", [1, 32, 33, 1000, 59999])
async def test_a_cut_content_is_a_failure(length: int) -> None:
    store = Store(a=httpx.Response(200, stream=Pieces(encrypted()[:length])))
    assert await reason(store, f"{HOST}/a") == "failed"


async def test_a_connection_that_breaks_is_a_failure() -> None:
    store = Store(a=httpx.Response(200, stream=Pieces(encrypted()[:64], cut=True)))
    assert await reason(store, f"{HOST}/a") == "failed"


async def test_a_server_that_hangs_is_a_timeout() -> None:
    store = Store(a=httpx.Response(200, stream=Pieces(encrypted()[:64], hang=True)))
    assert await reason(store, f"{HOST}/a") == "timeout"


async def test_an_announced_size_beyond_the_limit_is_not_read() -> None:
    stream = Pieces(encrypted())
    store = Store(a=httpx.Response(200, headers={"content-length": "99999999"}, stream=stream))
    assert await reason(store, f"{HOST}/a") == "too_large"
    assert stream.closed


@pytest.mark.parametrize(
    ("limit", "fits"), [(len(REPORT), True), (len(REPORT) - 1, False), (100, False)]
)
async def test_the_limit_holds_for_what_arrives(limit: int, fits: bool) -> None:
    secret = encrypted()
    store = Store(
        a=httpx.Response(
            200, stream=Pieces(*(secret[at : at + 999] for at in range(0, len(secret), 999)))
        )
    )
    if fits:
        assert await fetched(store, f"{HOST}/a", limit=limit) == ("", REPORT)
    else:
        assert await reason(store, f"{HOST}/a", limit=limit) == "too_large"


async def test_redirects_among_allowed_hosts_are_followed() -> None:
    store = Store(
        a=httpx.Response(302, headers={"location": "/b"}),
        b=httpx.Response(200, content=encrypted()),
    )
    assert (await fetched(store, f"{HOST}/a"))[1] == REPORT


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/b",
        "https://10.0.0.8/b",
        "http://169.254.169.254/b",
        "https://evil.example/b",
        "file:///etc/passwd",
        "//[::1]/b",
    ],
)
async def test_redirects_elsewhere_are_not(target: str) -> None:
    store = Store(
        a=httpx.Response(302, headers={"location": target}),
        b=httpx.Response(200, content=encrypted()),
    )
    assert await reason(store, f"{HOST}/a") == "forbidden"
    assert store.asked == [f"{HOST}/a"]


async def test_redirects_in_a_circle_end() -> None:
    store = Store(a=httpx.Response(302, headers={"location": "/a"}))
    assert await reason(store, f"{HOST}/a") == "failed"
    assert len(store.asked) == 4


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        (f"{HOST}/x", True),
        ("https://ww-aibot-img-1258476243.cos.ap-beijing.myqcloud.com/x", True),
        ("http://ww-aibot-img-1258476243.cos.ap-guangzhou.myqcloud.com/x", False),
        ("https://ww-aibot-img-9999999999.cos.ap-guangzhou.myqcloud.com/x", False),
        ("https://ww-aibot-img-1258476243.cos.ap-guangzhou.myqcloud.com.evil.example/x", False),
        ("https://user@evil.example/x", False),
        ("https://127.0.0.1/x", False),
        ("http://localhost/x", False),
        ("ftp://ww-aibot-img-1258476243.cos.ap-guangzhou.myqcloud.com/x", False),
    ],
)
def test_official_hosts(url: str, allowed: bool) -> None:
    assert Hosts().allow(httpx.URL(url)) is allowed


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:9000/x", True),
        ("https://127.0.0.1/x", True),
        ("http://media.local:81/x", True),
        ("http://media.local/x", False),
        ("https://a.cdn.example/x", True),
        ("http://a.cdn.example/x", False),
        (f"{HOST}/x", False),
    ],
)
def test_listed_hosts_replace_the_official_ones(url: str, allowed: bool) -> None:
    assert Hosts(("127.0.0.1", "Media.Local:81", "*.cdn.example")).allow(httpx.URL(url)) is allowed


@pytest.mark.parametrize(
    "source", ["", "null", json.dumps({"url": "https://[", "key": ""}), json.dumps({"url": 7})]
)
async def test_a_source_that_is_none_is_refused(source: str) -> None:
    async with httpx.AsyncClient(transport=Store()) as http:
        with pytest.raises(FetchError):
            await MediaFetcher(http, Hosts()).fetch(Attachment(source), limit=LIMIT)


@pytest.mark.parametrize("padded", [True, False])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_four_forms_of_a_key(padded: bool, encode: object) -> None:
    key = b"\xfb\xff" * 16
    text = encode(key).decode()  # type: ignore[operator]  # one of two functions
    assert decode_key(text if padded else text.rstrip("=")) == key


@pytest.mark.parametrize("text", ["", "short", "你好", "A" * 44, "AAAA=AAA"])
def test_what_is_no_key(text: str) -> None:
    assert decode_key(text) == b""


async def test_the_recorded_address_is_on_the_list() -> None:
    url = samples.load("callback/file_single.json")["file"]["url"]
    assert Hosts().allow(httpx.URL(url.strip()))
