"""The rim over real sockets: what is too large, too slow or too many ends, and the others are served."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from bot.rim import MEBIBYTE, GuardedProtocol, House, Limits
from tests.simulators.wecom.waiting import until

HANG = 60.0  # seconds; only a broken rim takes as long
PATIENT = Limits(head_seconds=HANG, body_seconds=HANG, unread_seconds=HANG)
REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


@dataclass
class Site:
    """A server on a free port, and what its application saw."""

    house: House
    port: int = 0
    reached: list[str] = field(default_factory=list)
    bodies: list[int] = field(default_factory=list)
    held: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.reached.append(request.url.path)
        if request.url.path == "/held":
            await self.held.wait()
        if request.url.path == "/large":
            await Response(b"0" * 50 * MEBIBYTE)(scope, receive, send)
            return
        try:
            body = await request.body() if request.url.path != "/unread" else b""
        except ClientDisconnect:
            self.bodies.append(-1)
            return
        self.bodies.append(len(body))
        await Response(b"served")(scope, receive, send)

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()

    async def ask(self, content: bytes) -> bytes:
        """What comes back until the connection is closed, or the answer is whole."""
        async with self.visitor() as (reader, writer):
            writer.write(content)
            return await heard(reader)


async def heard(reader: asyncio.StreamReader) -> bytes:
    """Everything until an answer's end or the connection's."""
    told = b""
    async with asyncio.timeout(HANG):
        while not told.endswith(b"served"):
            try:
                piece = await reader.read(65536)
            except ConnectionError:
                return told
            if not piece:
                return told
            told += piece
    return told


@asynccontextmanager
async def site(limits: Limits) -> AsyncIterator[Site]:
    built = Site(House(limits))
    config = uvicorn.Config(
        built, log_config=None, lifespan="off", ws="none", timeout_keep_alive=limits.idle_seconds
    )
    config.load()
    state = ServerState()
    make: Callable[[], Any] = lambda: GuardedProtocol(  # noqa: E731 - what a server calls per connection
        config=config, server_state=state, app_state={}, house=built.house
    )
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    server = await asyncio.get_running_loop().create_server(make, sock=listener)
    built.port = listener.getsockname()[1]
    yield built
    built.held.set()
    server.close()
    for connection in list(built.house.connections):
        connection.drop()
    if state.tasks:
        await asyncio.wait(state.tasks)


async def test_an_ordinary_request_is_served() -> None:
    async with site(PATIENT) as there:
        assert (await there.ask(REQUEST)).startswith(b"HTTP/1.1 200")
        body = b"x" * MEBIBYTE
        posted = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)
        assert (await there.ask(posted + body)).startswith(b"HTTP/1.1 200")
        assert there.bodies == [0, len(body)]


async def test_a_connection_serves_several_requests() -> None:
    async with site(PATIENT) as there, there.visitor() as (reader, writer):
        for _ in range(3):
            writer.write(REQUEST)
            assert (await heard(reader)).startswith(b"HTTP/1.1 200")
        writer.write(REQUEST * 3)
        assert (await reader.readuntil(b"served")).startswith(b"HTTP/1.1 200")
        await reader.readuntil(b"served")
        await reader.readuntil(b"served")
        assert len(there.reached) == 6


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 8 * MEBIBYTE,
        b"GET /" + b"x" * 8 * MEBIBYTE,
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"a: b\r\n" * 150_000,
        b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 101 + b"\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"x" * 33 * 1024 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"x" * 40 * 1024,
    ],
    ids=["line", "address", "lines", "many", "one", "name"],
)
async def test_a_head_without_end_is_cut(head: bytes) -> None:
    async with site(PATIENT) as there:
        told = await there.ask(head)
        assert told.startswith(b"HTTP/1.1 4") or told == b""  # a reset may overtake the answer
        assert there.reached == []
        assert (await there.ask(REQUEST)).startswith(b"HTTP/1.1 200")


async def test_of_a_head_without_end_little_is_read() -> None:
    async with site(PATIENT) as there, there.visitor() as (_, writer):
        writer.write(b"GET / HTTP/1.1\r\nX: " + b"x" * 16 * MEBIBYTE)
        with pytest.raises(ConnectionError):
            await _sent(writer)
        assert there.house.connections == set()


async def test_a_body_that_is_announced_too_large_is_refused_at_once() -> None:
    async with site(PATIENT) as there:
        told = await there.ask(
            b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 104857600\r\n\r\n"
        )
        assert told.startswith(b"HTTP/1.1 413")
        assert there.reached == []


@pytest.mark.parametrize("path", [b"/", b"/unread"])
async def test_a_body_that_grows_too_large_is_cut(path: bytes) -> None:
    async with site(PATIENT) as there, there.visitor() as (_, writer):
        writer.write(
            b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        with pytest.raises(ConnectionError):
            await _sent(writer, *[b"80000\r\n" + b"x" * 0x80000 + b"\r\n"] * 256)
        assert all(size <= 0 for size in there.bodies)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n",
        b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
    ],
    ids=["silent", "half a line", "half a head", "empty lines", "half a body", "half a piece"],
)
async def test_who_does_not_finish_speaking_is_cut(said: bytes) -> None:
    async with site(Limits(head_seconds=0.05, body_seconds=0.05)) as there:
        assert await there.ask(said) == b""
        assert there.bodies in ([], [-1])


async def test_a_head_that_drips_is_cut() -> None:
    async with site(Limits(head_seconds=0.05)) as there, there.visitor() as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\nX: ")
        dripping = asyncio.create_task(_drip(writer))
        assert await heard(reader) == b""
        dripping.cancel()


async def _drip(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"x")
        await asyncio.sleep(0.005)


async def _sent(writer: asyncio.StreamWriter, *pieces: bytes) -> None:
    """Returns once all of it has left, and the connection with it."""
    async with asyncio.timeout(HANG):
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        await writer.drain()
        await writer.wait_closed()


async def test_a_long_answer_is_not_cut_while_it_is_waited_for() -> None:
    async with (
        site(Limits(head_seconds=0.15, body_seconds=0.15)) as there,
        there.visitor() as (reader, writer),
    ):
        writer.write(REQUEST.replace(b"/ ", b"/held ", 1))
        asyncio.get_running_loop().call_later(0.3, there.held.set)
        assert (await heard(reader)).startswith(b"HTTP/1.1 200")


async def test_who_does_not_read_his_answer_is_cut() -> None:
    async with site(Limits(unread_seconds=0.05)) as there, there.visitor() as (reader, writer):
        reader._limit = 1  # type: ignore[attr-defined]  # this peer stops reading
        writer.write(REQUEST.replace(b"/ ", b"/large ", 1))
        await until(lambda: there.reached and not there.house.connections)


async def test_idle_connections_keep_nobody_out() -> None:
    async with site(Limits(connections=20)) as there:
        visitors = [await asyncio.open_connection("127.0.0.1", there.port) for _ in range(60)]
        assert (await there.ask(REQUEST)).startswith(b"HTTP/1.1 200")
        assert len(there.house.connections) <= 20
        assert await heard(visitors[0][0]) == b""  # the oldest made room
        _, newest = visitors[-1]
        newest.write(REQUEST)
        assert (await heard(visitors[-1][0])).startswith(b"HTTP/1.1 200")
        for _, writer in visitors:
            writer.transport.abort()


async def test_who_is_being_served_is_not_dropped_for_others() -> None:
    async with site(Limits(connections=3)) as there, there.visitor() as (reader, writer):
        writer.write(REQUEST.replace(b"/ ", b"/held ", 1))
        await until(lambda: there.reached)
        for _ in range(5):
            assert (await there.ask(REQUEST)).startswith(b"HTTP/1.1 200")
        there.held.set()
        assert (await heard(reader)).startswith(b"HTTP/1.1 200")


async def test_where_all_are_being_served_the_next_one_is_turned_away() -> None:
    async with site(Limits(connections=2)) as there:
        busy = [await asyncio.open_connection("127.0.0.1", there.port) for _ in range(2)]
        for _, writer in busy:
            writer.write(REQUEST.replace(b"/ ", b"/held ", 1))
        await until(lambda: len(there.reached) == 2)
        assert await there.ask(REQUEST) == b""
        there.held.set()
        for reader, writer in busy:
            assert (await heard(reader)).startswith(b"HTTP/1.1 200")
            writer.transport.abort()
