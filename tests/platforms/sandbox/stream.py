"""Server-sent events, read from the application directly: the test client would wait for the end of the stream."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from bot.app import Program

Frame = dict[str, Any]


@dataclass
class Stream:
    program: Program
    viewer: str
    pieces: list[str] = field(default_factory=list)
    headers: dict[bytes, bytes] = field(default_factory=dict)
    _arrived: asyncio.Condition = field(default_factory=asyncio.Condition)
    _gone: asyncio.Event = field(default_factory=asyncio.Event)
    _task: "asyncio.Task[None] | None" = None

    @property
    def changes(self) -> int:
        return sum(piece.startswith("data: changed") for piece in self.pieces)

    async def until(self, changes: int) -> None:
        async with self._arrived:
            await self._arrived.wait_for(lambda: self.changes >= changes)

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run())
        async with self._arrived:
            await self._arrived.wait_for(lambda: bool(self.pieces))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._gone.set()
        assert self._task is not None
        await self._task

    async def _run(self) -> None:
        query = f"viewer={self.viewer}".encode()
        path = "/sandbox/api/events"
        scope: Frame = {
            "type": "http",
            "method": "GET",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query,
        }
        scope |= {
            "headers": [(b"host", b"localhost")],
            "http_version": "1.1",
            "scheme": "http",
            "root_path": "",
        }
        receive: Callable[[], Awaitable[Frame]] = self._receive
        await self.program.web(scope, receive, self._send)

    async def _receive(self) -> Frame:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, frame: Any) -> None:
        if frame["type"] == "http.response.start":
            self.headers = dict(frame["headers"])
            return
        async with self._arrived:
            self.pieces.append(frame["body"].decode())
            self._arrived.notify_all()
