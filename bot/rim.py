"""The rim: what may reach the program at all, before any signature, route or body is looked at.

uvicorn's fast parser knows no bounds: a header line of 80 MiB is collected, a connection that never
speaks is kept, a body that never comes is waited for. This protocol counts and times what a peer
sends, and keeps the number of connections below the number of files that the process may open: the
oldest that waits for its peer makes room.
"""

import asyncio
import functools
import resource
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import field
from typing import Any

import httptools
import structlog
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.domain.values import dataclass

log = structlog.get_logger(__name__)

MEBIBYTE = 1024 * 1024
FILES_OF_OUR_OWN = 256  # database, documents, calls to the platforms
MOST_CONNECTIONS = 4096
FEWEST_CONNECTIONS = 32
REASONS = {400: "Bad Request", 413: "Content Too Large", 431: "Request Header Fields Too Large"}


@dataclass(frozen=True)
class Limits:
    """Bytes and seconds that one request may take of the program.

    The platforms need a small part of them.
    """

    head_bytes: int = 32 * 1024  # as nginx takes
    header_lines: int = 100
    body_bytes: int = 2 * MEBIBYTE
    head_seconds: float = (
        10.0  # from the connection, or from a request's first byte, to the end of its headers
    )
    body_seconds: float = 30.0
    unread_seconds: float = 30.0  # how long an answer waits for a peer that does not read it
    idle_seconds: int = 5  # between two requests
    connections: int = MOST_CONNECTIONS


def room_for_connections() -> int:
    """Lets the process open as many files as the system allows.

    Returns the number of connections that leaves its own files untouched.
    """
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files != most:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
            files = most
        except (OSError, ValueError):  # a system that names a limit it does not grant
            log.warning("rim.few_files", files=files)
    if files == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    room = max(files - FILES_OF_OUR_OWN, files // 2)
    return max(FEWEST_CONNECTIONS, min(MOST_CONNECTIONS, room))


@dataclass
class House:
    """All connections of a server; those that wait for their peer, the longest waiting first."""

    limits: Limits
    connections: set["GuardedProtocol"] = field(default_factory=set)
    waiting: OrderedDict["GuardedProtocol", None] = field(default_factory=OrderedDict)
    _told: float = float("-inf")

    def enter(self, connection: "GuardedProtocol") -> bool:
        """Makes room where there is none; False where everybody else is being served."""
        if len(self.connections) >= self.limits.connections:
            now = connection.loop.time()
            # Once a minute, or an attack would fill the log as well.
            if now - self._told >= 60.0:
                self._told = now
                log.warning("rim.full", connections=len(self.connections))
            if not self.waiting:
                return False
            oldest, _ = self.waiting.popitem(last=False)
            oldest.drop()
        self.connections.add(connection)
        return True

    def leave(self, connection: "GuardedProtocol") -> None:
        self.connections.discard(connection)
        self.waiting.pop(connection, None)


class _Refused(Exception):
    """Raised while parsing; the parser hands it on as an invalid request."""


class GuardedProtocol(HttpToolsProtocol):
    """One connection. `waiting` in its house as long as the next word is the peer's."""

    def __init__(self, *given: Any, house: House, **named: Any) -> None:
        super().__init__(*given, **named)
        self._house, self._limits = house, house.limits
        self._status = 400  # of the answer to what the parser does not take
        self._in_body = False
        self._size = self._lines = 0  # of the head, then of the body
        self._deadline: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        if not self._house.enter(self):
            self.drop()
            return
        self._wait(self._limits.head_seconds)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._house.leave(self)
        for timer in (self._deadline, self._unread):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def drop(self) -> None:
        """Ends the connection at once, whatever is still to be sent."""
        self._house.leave(self)
        self.transport.abort()

    @override
    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if not self._in_body and self._deadline is None:
            self._wait(self._limits.head_seconds)
        self._size += len(data)
        self._unset_keepalive_if_required()
        # As uvicorn does it, without a line in the log for whatever a stranger sends.
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            pass  # nobody here speaks another protocol; the request is answered as it is
        except httptools.HttpParserError:
            self._refuse(self._status)
        if self.transport.is_closing():
            return
        if not self._in_body and self._size > self._limits.head_bytes:
            self._refuse(431)
        elif self._in_body and self._size > self._limits.body_bytes + self._limits.head_bytes:
            self.drop()

    @override
    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._lines = 0

    @override
    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self._count(len(self.url), lines=0)

    @override
    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value), lines=1)
        super().on_header(name, value)

    @override
    def on_headers_complete(self) -> None:
        lengths = [value for name, value in self.headers if name == b"content-length"]
        if any(int(length) > self._limits.body_bytes for length in lengths if length.isdigit()):
            self._status = 413
            raise _Refused
        super().on_headers_complete()
        self._in_body, self._size = True, 0
        self._wait(self._limits.body_seconds)

    @override
    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_body, self._size = False, 0
        if self.cycle.response_complete:
            self._wait(self._limits.idle_seconds)
        else:
            self._rest()
            self._house.waiting.pop(self, None)

    @override
    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.transport.is_closing() and not self.pipeline:
            self._house.waiting[self] = None

    @override
    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(self._limits.unread_seconds, self.drop)

    @override
    def resume_writing(self) -> None:
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _count(self, size: int, *, lines: int) -> None:
        """Counted as parsed too, for one packet may hold thousands of lines. Raises _Refused."""
        self._lines += lines
        if size > self._limits.head_bytes or self._lines > self._limits.header_lines:
            self._status = 431
            raise _Refused

    def _refuse(self, status: int) -> None:
        reason = REASONS[status]
        head = f"HTTP/1.1 {status} {reason}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        self.transport.write(head.encode())
        self._rest()
        self.transport.close()

    def _wait(self, seconds: float) -> None:
        """The next word is the peer's, and has this long to come."""
        self._rest()
        self._deadline = self.loop.call_later(seconds, self.drop)
        self._house.waiting.setdefault(self, None)

    def _rest(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def guarded(limits: Limits) -> Callable[..., asyncio.Protocol]:
    """What a server makes of each of its connections."""
    return functools.partial(GuardedProtocol, house=House(limits))
