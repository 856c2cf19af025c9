"""Work in order for each key, side by side across keys."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable

import structlog

log = structlog.get_logger(__name__)

Job = Callable[[], Awaitable[None]]


class KeyedQueue:
    """Runs jobs in the background and holds every one until it has ended."""

    def __init__(self) -> None:
        self._newest: dict[Hashable, asyncio.Task[None]] = {}  # by key
        self._running: set[asyncio.Task[None]] = set()

    @property
    def unfinished(self) -> int:
        """How many jobs run or wait."""
        return len(self._running)

    def submit(self, key: Hashable, job: Job) -> None:
        """Returns at once; `job` starts when all earlier ones of its key have ended in whatever way.

        A job that raises is logged by the kind of its error alone, and the next one of its key starts.
        """
        predecessor = self._newest.get(key)
        task = asyncio.create_task(_run_after(predecessor, job))
        self._newest[key] = task
        self._running.add(task)
        task.add_done_callback(lambda _: self._forget(key, task))

    async def join(self) -> None:
        """Waits until no job is left; those that are submitted meanwhile are waited for too."""
        while self._running:
            await asyncio.gather(*self._running)

    async def settle(self, seconds: float) -> None:
        """Waits for the jobs that were submitted so far, and cancels what takes longer."""
        if not self._running:
            return
        _, late = await asyncio.wait(self._running, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _forget(self, key: Hashable, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if self._newest.get(key) is task:
            del self._newest[key]


async def _run_after(predecessor: asyncio.Task[None] | None, job: Job) -> None:
    if predecessor is not None:
        await asyncio.wait([predecessor])
    try:
        await job()
    except Exception as error:  # noqa: BLE001 - one job that fails must not stop those behind it
        # A traceback may show what somebody wrote.
        log.error("queue.job_failed", error=type(error).__name__)  # noqa: TRY400
