"""Notices a serving thread that does not answer, and lets a program that hangs be ended.

The event loop says every second that it lives. After five seconds of silence a line of the log names the
places where all threads stand, without a word of anybody's text, and `/readyz` says that nobody is served.
Where one thread holds the interpreter itself (a pattern that tries again for ever), no other can write that line:
then the kernel's processor clock, which asks nobody, ends the process, the service manager starts it again, and
the message that was begun twice is put aside. Before that the interpreter's own alarm, which waits for no thread
either, has written the places to the standard error. A program that is asked to end while it hangs has five
seconds instead of thirty.
"""

import asyncio
import contextlib
import faulthandler
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable

import structlog

from bot import supervisor

log = structlog.get_logger(__name__)

BEAT = 1.0  # seconds between two signs of life
SILENCE = 5  # looks without a sign of life before it is told
HOPELESS = 30  # looks before a process that hangs without computing is ended
CALM = 60  # signs of life after a silence before the service counts as ready again
PROCESSOR_SECONDS = 30.0  # of the whole process, without a sign of life, before the kernel ends it
ENDING_SECONDS = 5.0  # of those, once the program was asked to end
HELD_SECONDS = 15  # without a sign of life, before the places are written past a held interpreter
EXIT_CODE = 70  # as sysexits.h names a program's own mistake
DEEPEST = 12  # frames of each thread


class Watchdog:
    """`looks` counts how often the watching thread looked since the last sign of life: a machine that slept counts nothing."""

    def __init__(
        self, *, places: Callable[[], str] | None = None, end: Callable[[], None] | None = None
    ) -> None:
        self.looks = 0
        self._silent = 0  # looks of the last silence, until `CALM` signs of life have followed it
        self._calm = 0
        self._ending = False
        self._places = places or standing
        self._end = end or _end_process
        self._stopped = threading.Event()
        self._beating: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        """Called in the event loop that is watched."""
        self._beating = asyncio.create_task(self._beat(), name="signs of life")
        self._thread.start()

    async def stop(self) -> None:
        self._stopped.set()
        if self._beating is not None:
            self._beating.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._beating
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()

    def ending(self) -> None:
        """The program was asked to end. Called by the signal's handler, which also a hanging pattern lets through."""
        self._ending = True
        signal.setitimer(signal.ITIMER_PROF, ENDING_SECONDS)

    def alive(self) -> None:
        """A sign of life, also for the service manager. The kernel's clock begins anew: it runs only while this
        process computes.
        """
        supervisor.tell(supervisor.ALIVE)
        signal.setitimer(signal.ITIMER_PROF, PROCESSOR_SECONDS)
        # Past a held interpreter: file, line and function of every thread, no values.
        if sys.__stderr__ is not None:
            with contextlib.suppress(OSError, ValueError):
                faulthandler.dump_traceback_later(HELD_SECONDS, file=sys.__stderr__)
        self._calm += 1
        if self.looks >= SILENCE:
            log.warning("service.answers_again", silent=self.looks)
            self._silent, self._calm = self.looks, 0
        elif self._calm >= CALM:
            self._silent = 0
        self.looks = 0

    def look(self) -> None:
        """Once for every beat that should have come; the first time after `SILENCE` it is told where all threads stand."""
        self.looks += 1
        if self.looks == SILENCE:
            log.error("service.hangs", silent=self.looks, places=self._places())
        if self.looks == HOPELESS or (self._ending and self.looks == SILENCE):
            log.critical("service.ended", silent=self.looks)
            self._end()

    def ready(self) -> tuple[bool, str]:
        """For `/readyz`."""
        silent = self._silent
        if self.looks >= SILENCE:
            silent = self.looks
        if not silent:
            return True, "正常应答"
        return False, f"服务线程有 {silent} 秒没有应答，请查看日志里的 service.hangs"

    async def _beat(self) -> None:
        while True:
            self.alive()
            await asyncio.sleep(BEAT)

    def _watch(self) -> None:
        while not self._stopped.wait(BEAT):
            self.look()


def _end_process() -> None:
    """Without cleaning up, which could hang too; whatever was promised to anybody is in the database."""
    os._exit(EXIT_CODE)


def standing() -> str:
    """Where every thread stands, on one line: file, line and function, no values."""
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    threads = []
    for number, frame in sys._current_frames().items():  # noqa: SLF001 - the interpreter's own way to ask
        if number == threading.get_ident():
            continue
        stack = traceback.extract_stack(frame)[-DEEPEST:]
        places = " > ".join(f"{place.filename}:{place.lineno} {place.name}" for place in stack)
        threads.append(f"{names.get(number, number)}: {places}")
    return " | ".join(threads)
