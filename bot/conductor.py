"""Keeps time.

The conductor wakes the outbox when something was said or is due, beats the metronome, and moves the
simulated clock event by event.
"""

import asyncio
import contextlib
from collections.abc import Coroutine
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

import structlog

from bot.actions import delivery, processes
from bot.actions.processes import Process
from bot.actions.services import Services
from bot.dispatch.inlet import Intake
from schedules import jobs

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

BEAT = 20  # seconds
SHORTEST_PAUSE = 0.1  # seconds between two looks at the outbox, should a due message stay there
PATIENCE = 5  # seconds that a stop waits for what is being sent
log = structlog.get_logger(__name__)


class MovableClock(Protocol):
    def now(self) -> datetime:
        """The present, aware."""

    def move(self, moment: datetime) -> None:
        """Sets the present."""


class Conductor:
    def __init__(self, services: Services, intake: Intake, process: Process) -> None:
        self._services, self._process = services, process
        self._intake = intake
        self._said = asyncio.Event()
        # The moment at which all that had been said was sent, and to which platforms others speak.
        self._delivered: tuple[datetime, tuple[str, ...]] | None = None
        self._delivery: asyncio.Task[None] | None = None
        self._metronome: AsyncIOScheduler | None = None
        self.last_beat: datetime | None = None
        self._following_up: set[asyncio.Task[None]] = set()
        services.on_said = self._hear

    async def start(self, *, metronome: bool) -> None:
        """Begins to deliver.

        With `metronome` time passes by itself, without it only `advance` moves it.
        """
        self._delivery = asyncio.create_task(self._deliver_forever(), name="delivery")
        self._said.set()
        if metronome:
            # A demonstration has none: its time is moved by hand.
            from apscheduler.schedulers.asyncio import AsyncIOScheduler  # noqa: PLC0415

            self._metronome = AsyncIOScheduler(timezone=self._services.zone)
            self._metronome.add_job(
                self.beat,
                "interval",
                seconds=BEAT,
                id="metronome",
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
            self._metronome.start()

    async def stop(self) -> None:
        if self._metronome is not None:
            self._metronome.shutdown(wait=False)
        if self._delivery is not None:
            # What is being sent may arrive, else it would be repeated after the restart; a message
            # that hangs is left to that.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE), self._services.delivering:
                    pass
            self._delivery.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._delivery
        await self._intake.settle()

    async def beat(self) -> None:
        """Does everything that is due now.

        A job that fails is logged and does not stop the others.
        """
        await self._process.stay()
        await self._intake.resume()
        await jobs.beat(self._services, self._services.clock.now())
        self.last_beat = self._services.clock.now()

    async def advance(self, clock: MovableClock, moment: datetime) -> None:
        """Moves the clock to `moment`, stopping at every event on the way.

        Each event happens at its own time.
        """
        while (upcoming := await self.next_event()) is not None and upcoming <= moment:
            clock.move(upcoming)
            await self._happen()
        clock.move(moment)
        await self._happen()

    async def next_event(self) -> datetime | None:
        now = self._services.clock.now()
        return await self._services.read(lambda work: jobs.next_moment(work, now))

    async def settle(self) -> None:
        """Returns once what was received has been worked on and what was said has been sent."""
        await self._intake.settle()
        await self._deliver()

    def reconnected(self, platform: str) -> None:
        """Sends what could not go out while the platform was away. Returns at once."""
        self._follow_up(self._retry(platform), f"reconnected-{platform}")

    def took_over(self, platform: str) -> None:
        """Goes on where the process that held the platform's connection was killed. Returns at once."""
        self._follow_up(self._take_over(platform), f"took-over-{platform}")

    def _follow_up(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._following_up.add(task)
        task.add_done_callback(self._following_up.discard)

    async def _take_over(self, platform: str) -> None:
        log.warning("process.took_over", platform=platform)
        try:
            await self._services.write(lambda work: processes.take_over(work, platform))
            await self._intake.resume()
        except Exception:
            log.exception("process.take_over_failed")  # the claims run out by themselves

    async def _retry(self, platform: str) -> None:
        try:
            await self._services.write(lambda work: delivery.reconnected(work, platform))
        except Exception:
            log.exception(
                "postman.reconnect_failed"
            )  # the rows keep their pauses; each is tried in its turn

    async def _happen(self) -> None:
        """Everything that is due at this moment, with all that follows from it."""
        await self.settle()
        await self.beat()
        await self.settle()

    def _hear(self) -> None:
        self._delivered = None
        self._said.set()

    async def _deliver(self) -> None:
        """Sends what is due.

        Does nothing where time has stood still and nothing was said since the last time.
        """
        async with self._services.delivering:
            circumstances = (self._services.clock.now(), self._services.standing_by())
            if self._delivered == circumstances:
                return
            self._delivered = circumstances  # unless something is said meanwhile
            try:
                await delivery.deliver_due(self._services)
            except BaseException:
                self._delivered = None
                raise

    async def _deliver_forever(self) -> None:
        while True:
            await self._wait_for_post()
            self._said.clear()
            try:
                await self._deliver()
            except Exception:
                log.exception(
                    "postman.error"
                )  # the rows stay in the outbox; the next beat tries again

    async def _wait_for_post(self) -> None:
        """Until something was said, or until the next message that waits for its time is due.

        At most a beat, so that a clock that was set right is noticed, and so is a database that was
        away. Where time stands still only `advance` makes a message due, so there is nothing to wait
        for.
        """
        seconds: float | None = None
        if self._metronome is not None:
            seconds = BEAT
            # Whatever storage raises, delivery lives on and asks again.
            with contextlib.suppress(Exception):
                due = await self._services.read(delivery.next_due)
                if due is not None:
                    waiting = (due - self._services.clock.now()).total_seconds()
                    seconds = min(max(waiting, SHORTEST_PAUSE), BEAT)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._said.wait()
