"""Every mistake that a caller of the sandbox can make gets a status and one sentence, never a traceback."""

import errno
import json
import sqlite3
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from bot.platforms.sandbox.chatlog import ChatLog
from bot.platforms.sandbox.wire import BadRequest, read_message
from bot.rehearsal.requests import RequestRefused
from tests.cast import LI, MEMBER, ORGANISER, WANG, ZHANG
from tests.chat import Chat, texts

MESSAGES, CLICKS, TIMELINE = "/sandbox/api/messages", "/sandbox/api/clicks", "/sandbox/api/timeline"
CLOCK, PEOPLE, FILES = "/sandbox/api/clock", "/sandbox/api/people", "/sandbox/api/files"


async def test_what_is_no_json_object_is_refused(chat: Chat) -> None:
    for body in (
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b"[" * 5000,
        b'{"from": "s02", "text": "\\ud800"}',
    ):
        for path in (MESSAGES, CLICKS, CLOCK):
            answer = await chat.client.post(
                path, content=body, headers={"content-type": "application/json"}
            )
            assert (answer.status_code, "JSON" in answer.text) == (400, True), (path, body[:20])


async def test_what_no_database_takes_is_shown_as_unreadable(chat: Chat) -> None:
    await chat.say(MEMBER, "请假 腰\0疼")
    assert "腰\ufffd疼" in str(await chat.say(ORGANISER, "谁请假"))


BAD: list[tuple[str, dict[str, Any], str]] = [
    (MESSAGES, {"chat": "direct", "text": "状态"}, "from"),
    (MESSAGES, {"from": "", "text": "状态"}, "from"),
    (MESSAGES, {"from": "  ", "text": "状态"}, "from"),
    (MESSAGES, {"from": 7, "text": "状态"}, "from"),
    (MESSAGES, {"from": None, "text": "状态"}, "from"),
    (MESSAGES, {"from": "robot", "text": "状态"}, "robot"),
    (MESSAGES, {"from": LI, "chat": "room", "text": "状态"}, "chat"),
    (MESSAGES, {"from": LI, "chat": ["group"], "text": "状态"}, "chat"),
    (MESSAGES, {"from": LI, "text": "状态", "quote": "first"}, "quote"),
    (MESSAGES, {"from": LI, "text": "状态", "quote": [1]}, "quote"),
    (MESSAGES, {"from": LI, "text": "状态", "quote": 99}, "quote"),
    (MESSAGES, {"from": LI, "text": "状态", "quote": 10**30}, "quote"),
    (MESSAGES, {"from": LI, "text": "状态", "quote": -1}, "quote"),
    (MESSAGES, {"from": "s02\x00", "text": "状态"}, "from"),
    (MESSAGES, {"from": LI, "text": "状态", "message_id": "x\x00"}, "message_id"),
    (MESSAGES, {"from": LI, "text": "状态", "message_id": "x" * 1000}, "message_id"),
    (CLICKS, {"card_id": "r-1", "values": {}}, "from"),
    (CLICKS, {"from": LI, "values": {}}, "card_id"),
    (CLICKS, {"from": LI, "card_id": 7, "values": {}}, "card_id"),
    (CLICKS, {"from": LI, "card_id": "r-1"}, "values"),
    (CLICKS, {"from": LI, "card_id": "r-1", "values": "yes"}, "values"),
    (CLICKS, {"from": LI, "card_id": "r-1", "values": ["yes"]}, "values"),
    (CLOCK, {}, "PT1H"),
    (CLOCK, {"now": "tomorrow"}, "PT1H"),
    (CLOCK, {"now": None}, "PT1H"),
    (CLOCK, {"now": 7}, "PT1H"),
    (CLOCK, {"now": "2026-13-01T00:00"}, "PT1H"),
    (CLOCK, {"now": "0001-01-01T00:00"}, "PT1H"),
    (CLOCK, {"now": "9999-12-31T23:59"}, "PT1H"),
    *(
        (CLOCK, {"advance": advance}, "PT1H")
        for advance in (
            "",
            "P",
            "PT",
            "1H",
            "-PT1H",
            "P1M",
            "PT0H",
            "P9999999999D",
            "P999999D",
            "pt1h",
            5,
            None,
            ["P1D"],
        )
    ),
]


async def test_a_field_that_is_missing_or_wrong_is_named_and_changes_nothing(chat: Chat) -> None:
    before = chat.now
    for path, body, told in BAD:
        answer = await chat.client.post(path, json=body)
        assert (answer.status_code, told in answer.text) == (400, True), (path, body, answer.text)
    await chat.settle()
    assert (await chat.timeline(LI), chat.now) == ([], before)


async def test_a_timeline_needs_a_viewer_and_a_number(chat: Chat) -> None:
    for query in (
        "",
        "viewer=",
        "after=1",
        "viewer=s01&after=x",
        "viewer=s01&after=-1",
        f"viewer=s01&after={'9' * 30}",
    ):
        answer = await chat.client.get(f"{TIMELINE}?{query}")
        assert (answer.status_code, "viewer" in answer.text) == (400, True), query


async def test_the_wrong_method_is_refused(chat: Chat) -> None:
    for method, path in (
        ("GET", MESSAGES),
        ("GET", CLICKS),
        ("POST", TIMELINE),
        ("DELETE", CLOCK),
        ("POST", PEOPLE),
    ):
        assert (await chat.client.request(method, path)).status_code == 405, path


async def test_what_is_not_there_is_not_found_and_no_path_leads_out_of_the_page(chat: Chat) -> None:
    for path in (
        "/x",
        "/sandbox/api/x",
        f"{FILES}/nothing",
        f"{FILES}/{'0' * 24}",
        f"{FILES}/..%2f..%2fshuzhi.db",
        "/sandbox/page/../server.py",
        "/sandbox/page/%2e%2e/server.py",
    ):
        assert (await chat.client.get(path)).status_code == 404, path


async def test_a_form_without_a_file_is_a_text(chat: Chat) -> None:
    fields = {"from": (None, LI), "chat": (None, "direct"), "text": (None, "我是谁")}
    answer = await chat.client.post(MESSAGES, files=fields)
    assert answer.status_code == 200
    await chat.settle()
    assert "李思样" in texts(await chat.hears(LI))[0]


async def test_a_broken_form_is_refused(chat: Chat) -> None:
    answer = await chat.client.post(
        MESSAGES,
        content=b"--x\r\nnonsense",
        headers={"content-type": "multipart/form-data; boundary=x"},
    )
    assert answer.status_code == 400


async def test_only_a_loopback_host_is_served(chat: Chat) -> None:
    """A page elsewhere cannot reach the sandbox by rebinding its own name to this machine."""
    for host in ("127.0.0.1:8000", "localhost:8000", "[::1]:8000"):
        assert (await chat.client.get(PEOPLE, headers={"host": host})).status_code == 200, host
    refused = (
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8000",
        "",
        "testserver",
        "localhost:x",
    )
    for host in refused:
        assert (await chat.client.get(PEOPLE, headers={"host": host})).status_code == 400, host


async def test_a_page_from_elsewhere_can_send_nothing(chat: Chat) -> None:
    """A browser lets any page post plain text to this machine, and tells from where it came."""
    body = {"from": LI, "chat": "direct", "text": "我是谁"}
    for origin in ("https://evil.example", "http://localhost:1", "null"):
        answer = await chat.client.post(MESSAGES, json=body, headers={"origin": origin})
        assert answer.status_code == 403, origin
    assert await chat.timeline(LI) == []
    assert (
        await chat.client.post(MESSAGES, json=body, headers={"origin": "http://localhost"})
    ).status_code == 200


async def test_two_hosts_are_none(chat: Chat) -> None:
    for hosts in (
        ("localhost", "evil.example"),
        ("evil.example", "localhost"),
        ("localhost", "localhost"),
    ):
        request = chat.client.build_request("GET", PEOPLE)
        request.headers = httpx.Headers([("host", host) for host in hosts])
        assert (await chat.client.send(request)).status_code == 400, hosts


@pytest.mark.parametrize(
    "told",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://localhost"},
        {"referer": "https://evil.example/page"},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded;charset=utf-8"},
        {"user-agent": "Mozilla/5.0 (X11; Linux x86_64)"},
        {"user-agent": "Mozilla/5.0", "content-type": "multipart/form-data; boundary=x"},
        {"origin": "http://[", "sec-fetch-site": "none"},
    ],
)
async def test_a_page_from_elsewhere_that_hides_its_origin_can_send_nothing(
    chat: Chat, told: dict[str, str]
) -> None:
    content = json.dumps({"from": LI, "chat": "direct", "text": "我是谁"}).encode()
    answer = await chat.client.post(MESSAGES, content=content, headers=told)
    assert (answer.status_code, await chat.timeline(LI)) == (403, [])


@pytest.mark.parametrize(
    "told", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
@pytest.mark.parametrize(
    "path", ["/sandbox/api/events?viewer=x", "/sandbox/api/timeline?viewer=x", PEOPLE]
)
async def test_a_page_from_elsewhere_can_look_at_nothing(
    chat: Chat, path: str, told: dict[str, str]
) -> None:
    assert (await chat.client.get(path, headers=told)).status_code == 403


async def test_a_message_that_is_too_long_is_refused_before_it_is_read(chat: Chat) -> None:
    read: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1000):
            read.append(1)
            yield b" " * 64 * 1024

    answer = await chat.client.post(MESSAGES, content=endless())
    assert (answer.status_code, answer.json()["error"], len(read)) == (413, "请求内容太长", 17)
    announced = {"content-length": str(100 * 1024 * 1024), "content-type": "application/json"}
    assert (await chat.client.post(MESSAGES, content=b"{}", headers=announced)).status_code == 413
    announced["content-type"] = "multipart/form-data; boundary=x"
    announced["content-length"] = str(101 * 1024 * 1024)
    assert (await chat.client.post(MESSAGES, content=b"--x", headers=announced)).status_code == 413


async def test_the_page_may_load_nothing_from_elsewhere(chat: Chat) -> None:
    for path in ("/", "/sandbox/page/app.js", "/sandbox/page/base.css"):
        answer = await chat.client.get(path)
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"]
        assert {"default-src 'none'", "script-src 'self'"} <= set(policy.split("; "))
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"


async def test_another_person_s_words_cannot_be_quoted(chat: Chat) -> None:
    """As in any chat program, one quotes what one sees: no private file travels by guessing its number."""
    await chat.send(ZHANG, "报告.docx", b"content")
    (posted,) = [entry for entry in await chat.timeline(ZHANG) if entry["file"]]
    body = {"from": WANG, "chat": "direct", "text": "这是我的报告", "quote": posted["seq"]}
    answer = await chat.client.post(MESSAGES, json=body)
    assert answer.status_code == 400
    assert "quote" in answer.json()["error"]


async def test_a_file_over_the_upload_limit_is_refused_with_the_limit() -> None:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    head = b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'
    body = head + b"0" * 1025 + b"\r\n--x--\r\n"
    headers = [(b"content-type", b"multipart/form-data; boundary=x")]
    request = Request({"type": "http", "method": "POST", "headers": headers}, receive)
    with pytest.raises(BadRequest, match="MB"):
        await read_message(request, limit=1024)


async def test_half_a_character_in_a_form_or_an_address_gives_no_server_error(chat: Chat) -> None:
    """In a field, a file's name and a query: as the bytes of half a character, and as bytes of none."""
    headers = {"content-type": "multipart/form-data; boundary=edge"}
    whole = await chat.client.post(MESSAGES, content=FORM % SPOKEN, headers=headers)
    assert whole.status_code == 200
    for half in (b"\xed\xa0\xbd", b"\xff", b"\xe6"):
        for place in (b"text", b"from", b"filename"):
            spoken = {name: half if name == place else said for name, said in SPOKEN.items()}
            body = FORM % spoken
            answer = await chat.client.post(MESSAGES, content=body, headers=headers)
            assert answer.status_code < 500, (half, place)
        shown = "".join(f"%{byte:02X}" for byte in half)
        answer = await chat.client.get(f"{TIMELINE}?as={shown}&after={shown}")
        assert answer.status_code < 500
        assert (await chat.client.get(f"{FILES}/{shown}")).status_code < 500


SPOKEN = {b"from": LI.encode(), b"text": "状态".encode(), b"filename": b"a.txt"}
FORM = (
    b'--edge\r\nContent-Disposition: form-data; name="from"\r\n\r\n%(from)s\r\n'
    b'--edge\r\nContent-Disposition: form-data; name="chat"\r\n\r\ndirect\r\n'
    b'--edge\r\nContent-Disposition: form-data; name="text"\r\n\r\n%(text)s\r\n'
    b'--edge\r\nContent-Disposition: form-data; name="file"; filename="%(filename)s"\r\n\r\nx\r\n--edge--\r\n'
)


class Full(sqlite3.OperationalError):
    sqlite_errorname = "SQLITE_FULL"


class QuotaSpent(sqlite3.OperationalError):
    sqlite_errorname = "SQLITE_IOERR_WRITE"


@pytest.mark.parametrize(
    "full",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        Full("full"),
        QuotaSpent("disk I/O error"),
    ],
)
async def test_a_full_disk_is_told_and_not_a_traceback(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, full: Exception
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise full

    said = {"from": ZHANG, "chat": "direct", "text": "状态"}
    with monkeypatch.context() as patched:
        patched.setattr(ChatLog, "add", refuse)
        answer = await chat.client.post(MESSAGES, json=said)
    assert answer.status_code == 507
    assert "磁盘已满" in answer.json()["error"]
    assert (await chat.client.post(MESSAGES, json=said)).status_code == 200


async def test_a_conversation_ends_where_a_request_is_refused(chat: Chat) -> None:
    with pytest.raises(RequestRefused, match="400 POST /sandbox/api/clock"):
        await chat.clock(now="someday")
