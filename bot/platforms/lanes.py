"""Work in order within a lane, side by side across lanes; every task is held until it is done."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger(__name__)


class Lanes:
    def __init__(self) -> None:
        self._last: dict[str, asyncio.Task[None]] = {}
        self._held: set[asyncio.Task[None]] = set()

    def put(self, lane: str, job: Callable[[], Awaitable[None]]) -> None:
        """Returns at once; `job` starts when all earlier ones of this lane have ended, however they ended."""
        task = asyncio.create_task(_in_turn(self._last.get(lane), job))
        self._last[lane] = task
        self._held.add(task)
        task.add_done_callback(lambda done: self._leave(lane, done))

    async def settle(self, seconds: float) -> None:
        """Waits for everything that was put; what takes longer is cancelled."""
        if self._held:
            _, late = await asyncio.wait(self._held, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _leave(self, lane: str, done: asyncio.Task[None]) -> None:
        self._held.discard(done)
        if self._last.get(lane) is done:
            del self._last[lane]


async def _in_turn(before: asyncio.Task[None] | None, job: Callable[[], Awaitable[None]]) -> None:
    if before is not None:
        await asyncio.wait([before])
    try:
        await job()
    except Exception as error:  # noqa: BLE001 - one message that fails must not stop the lane
        log.error("lane.job_failed", error=type(error).__name__)  # noqa: TRY400 - a traceback may show what was said
