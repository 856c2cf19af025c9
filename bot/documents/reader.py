"""The door: files are read in a pool of sandboxed worker processes that the parent can end at any moment."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path, PurePath
from queue import LifoQueue
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Self, TypeVar

import structlog

from bot.documents import limits, ruling, tasks, wire
from bot.documents.confinement import Wall
from bot.documents.roster import RosterSheet
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Unreadable
from bot.domain.plan import Plan
from bot.domain.report import Verdict

__all__ = ["DocumentReader", "UnreadableFile", "standing_walls"]

log = structlog.get_logger()

Kind = TypeVar("Kind")
LONGEST_SUFFIX = 16
PROGRAM_ROOT = Path(__file__).resolve().parents[2]


class _Worker:
    """One process. Every wait on it ends at the latest when the watch kills it, because its pipes close then."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.documents.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROGRAM_ROOT,
            env={"PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
        )
        self.alive = True
        self._greeted = False

    def work(self, task: wire.Task, content: bytes, seconds: float) -> wire.Outcome:
        """Ends the process and answers timeout when its time is over, unsafe when it broke down."""
        late, answered = Event(), Event()
        Thread(target=self._watch, args=(seconds, late, answered), daemon=True).start()
        try:
            return self._converse(task, content)
        except (OSError, ValueError, KeyError, TypeError, wire.Disconnected):
            self.alive = False
            return Unreadable.TIMEOUT if late.is_set() else Unreadable.UNSAFE
        finally:
            answered.set()
            self.alive = self.alive and not late.is_set()

    def _watch(self, allowed: float, late: Event, answered: Event) -> None:
        begun, worked_before = monotonic(), self._worked()
        more = allowed
        while more > 0:
            if answered.wait(more):
                return
            more = limits.more_seconds(allowed, monotonic() - begun, self._worked() - worked_before)
        late.set()  # first, so that whoever sees the pipes close knows why
        self._process.kill()

    def _worked(self) -> float:
        """Seconds of processor time so far; where the system does not tell, those of the clock."""
        try:
            fields = (
                Path(f"/proc/{self._process.pid}/stat")
                .read_text("ascii", "replace")
                .rpartition(")")[2]
                .split()
            )
        except OSError:
            return monotonic()
        user, system = int(fields[11]), int(fields[12])
        return (user + system) / os.sysconf("SC_CLK_TCK")

    @property
    def usable(self) -> bool:
        """Also false when the system ended it while it was idle."""
        return self.alive and self._process.poll() is None

    def _converse(self, task: wire.Task, content: bytes) -> wire.Outcome:
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None
        assert answers is not None
        if not self._greeted:
            _report_missing(wire.decode_walls(wire.receive(answers)))
            self._greeted = True
        wire.send(requests, wire.encode_task(task))
        wire.send(requests, content)
        outcome = wire.decode(wire.receive(answers))
        self.alive = wire.receive(answers) == b"\x01"
        return outcome

    def walls(self) -> frozenset[Wall]:
        """What a worker that has had no task yet says of the walls around it; none if it cannot start."""
        answers = self._process.stdout
        assert answers is not None
        try:
            return wire.decode_walls(wire.receive(answers))
        except (OSError, ValueError, TypeError, wire.Disconnected):
            return frozenset()

    def end(self) -> None:
        self.alive = False
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # bytes that the dead worker never took
                    continue


def standing_walls() -> frozenset[Wall]:
    """Starts a worker for nothing but the question which walls the kernel gives it here."""
    worker = _Worker()
    try:
        return worker.walls()
    finally:
        worker.end()


def _report_missing(walls: frozenset[Wall]) -> None:
    missing = sorted(set(Wall) - walls)
    if missing:
        log.warning("documents.walls_missing", missing=missing)


def _expected(kind: type[Kind], outcome: wire.Outcome) -> Kind:
    """The outcome, or why there is none. Raises UnreadableFile, WorkerFailed."""
    if isinstance(outcome, kind):
        return outcome
    if isinstance(outcome, tasks.Bug):
        raise tasks.WorkerFailed(outcome.places)
    raise UnreadableFile(outcome if isinstance(outcome, Unreadable) else Unreadable.UNSAFE)


class DocumentReader:
    """Reads at most `workers` files at once; further ones wait their turn, which does not count against their time.

    `read` and `mark` are for the event loop, `read_file` and `mark_file` for callers without one; all raise `UnreadableFile`. Close it when done.
    """

    def __init__(self, *, workers: int = 2, seconds: float = limits.SECONDS) -> None:
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="documents")
        self._idle: LifoQueue[_Worker | None] = LifoQueue()
        for _ in range(workers):
            self._idle.put(None)  # a place in the pool whose process is not started yet
        self._workers = workers
        # What was read is judged beside the reading: a verdict never waits for a stranger's file.
        self._judges: LifoQueue[_Worker | None] = LifoQueue()
        self._judges.put(None)

    async def read(self, path: Path, *, name: str) -> Manuscript:
        """`name` is what the sender called the file; only its extension is looked at, and only to name the kind."""
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, self.read_file, path, name
        )

    def read_file(self, path: Path, name: str) -> Manuscript:
        outcome = self._in_worker(
            tasks.Reading(PurePath(name).suffix.lower()[:LONGEST_SUFFIX]), path
        )
        return _expected(Manuscript, outcome)

    async def mark(
        self, path: Path, notes: Sequence[tuple[int, str]], *, author: str, at: datetime
    ) -> bytes:
        """A copy of a Word file with a comment at each (`Paragraph.source`, text); unsupported for other kinds."""
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, self.mark_file, path, notes, author, at
        )

    def mark_file(
        self, path: Path, notes: Sequence[tuple[int, str]], author: str, at: datetime
    ) -> bytes:
        outcome = self._in_worker(
            tasks.Marking(tuple(notes), author, at.isoformat(timespec="seconds")), path
        )
        return _expected(bytes, outcome)

    def judge(self, manuscript: Manuscript, judging: ruling.Judging) -> Verdict:
        """Waits for the verdict in the calling thread, which must not be the event loop's. Raises `UnreadableFile`."""
        return _expected(Verdict, self._work(self._judges, judging, wire.encode(manuscript)))

    def roster(self, content: bytes, categories: Sequence[str]) -> RosterSheet:
        """Like `judge`."""
        return _expected(
            RosterSheet, self._work(self._judges, ruling.Listing(tuple(categories)), content)
        )

    def plan(self, text: str) -> Plan:
        """Like `judge`. Raises PlanInvalid."""
        outcome = self._work(self._judges, ruling.Planning(), text.encode("utf-8", "replace"))
        if isinstance(outcome, ruling.PlanProblems):
            outcome.refuse()
        return _expected(Plan, outcome)

    def _in_worker(self, task: wire.Task, path: Path) -> wire.Outcome:
        if path.stat().st_size > limits.FILE_BYTES:
            return Unreadable.TOO_LARGE
        return self._work(self._idle, task, path.read_bytes())

    def _work(
        self, pool: LifoQueue[_Worker | None], task: wire.Task, content: bytes
    ) -> wire.Outcome:
        worker = pool.get()
        try:
            if worker is not None and not worker.usable:
                worker.end()
                worker = None
            worker = worker or _Worker()
            return worker.work(task, content, self._seconds)
        finally:
            if worker is not None and not worker.usable:
                worker.end()
                worker = None
            pool.put(worker)

    async def close(self) -> None:
        """Waits for the files being read; a running worker ends within its time."""
        await asyncio.to_thread(self.close_now)

    def close_now(self) -> None:
        self._threads.shutdown(cancel_futures=True)
        for pool in (*[self._idle] * self._workers, self._judges):
            if (worker := pool.get()) is not None:
                worker.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close_now()
