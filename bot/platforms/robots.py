"""What the robots of all platforms are composed of."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import field
from typing import Generic

import httpx
from starlette.routing import Route

from bot.domain.values import dataclass
from bot.platforms.leased import LeasedConnection, OnFrame
from bot.ports import Calls, Clock, FileSource, Inlet, Lease
from bot.queues import KeyedQueue

SETTLE_SECONDS = 8.0


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Core:
    """What the program gives a robot.

    `on_connected` is called whenever messages can go out again after they could not, `on_took_over`
    where the process that held the connection is gone.
    """

    inlet: Inlet
    clock: Clock
    files: FileSource
    lease: Lease
    calls: Calls
    on_connected: Callable[[], None] = _nothing
    on_took_over: Callable[[], None] = _nothing


@dataclass(frozen=True)
class Externals:
    """What tests replace: the web, the pace and the time."""

    http: httpx.AsyncClient = field(default_factory=httpx.AsyncClient)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    monotonic: Callable[[], float] = time.monotonic


class ConnectedMode(Generic[OnFrame]):
    """A robot that connects to its platform; `queue` holds the work that its frames bring."""

    routes: Sequence[Route] = ()

    def __init__(
        self, connection: LeasedConnection[OnFrame], on_frame: OnFrame, queue: KeyedQueue
    ) -> None:
        self._connection, self._on_frame, self._queue = connection, on_frame, queue
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns at once: the connection is made, and made again, in the background."""
        self._running = asyncio.create_task(
            self._connection.run(self._on_frame), name=f"{self._connection.platform}-connection"
        )

    async def stop(self) -> None:
        """Lets what was begun come to its end, then disconnects, which gives the lease back."""
        await self._queue.settle(SETTLE_SECONDS)
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self._queue.settle(0)

    def ready(self) -> tuple[bool, str]:
        return self._connection.ready()

    def stands_by(self) -> bool:
        return self._connection.stands_by()

    def taken_over(self) -> bool:
        return self._connection.taken_over()
