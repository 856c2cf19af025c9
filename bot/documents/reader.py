"""The door: files are read in sandboxed worker processes that the parent can end at any moment."""

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
from typing import TYPE_CHECKING, Self, TypeVar

from bot.documents import limits, tasks, wire
from bot.documents.confinement import Wall
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Unreadable

if TYPE_CHECKING:
    # The rules take a quarter of a second to import, for which only who has something judged waits.
    from bot.documents import ruling
    from bot.documents.roster import RosterSheet
    from bot.domain.evaluation.observation_sheet import ObservationRows
    from bot.domain.plan import Plan, SubjectGroup
    from bot.domain.report import Verdict

__all__ = ["DocumentReader", "UnreadableFile", "standing_walls"]

Expected = TypeVar("Expected")
LONGEST_SUFFIX = 16  # of a name that a sender chose; the longest known one has nine
PROGRAM_ROOT = Path(__file__).resolve().parents[2]


class _Worker:
    """One process.

    Every wait on it ends at the latest when the watch kills it, because its pipes close then.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.documents.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROGRAM_ROOT,
            # Nothing of the service's environment, where its secrets are.
            env={"PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
        )
        self.alive = True
        self._greeted = False

    def work(self, task: wire.Task, content: bytes, seconds: float) -> wire.Answer:
        """Ends the process and answers timeout when its time is over, unsafe when it broke down."""
        late, answered = Event(), Event()
        Thread(target=self._watch, args=(seconds, late, answered), daemon=True).start()
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None
        assert answers is not None
        try:
            if not self._greeted:
                missing = sorted(set(Wall) - wire.decode_walls(wire.receive(answers)))
                if missing:
                    # Commands that read no file have nothing to log.
                    import structlog  # noqa: PLC0415

                    log = structlog.get_logger()
                    log.warning("documents.walls_missing", missing=missing)
                self._greeted = True
            wire.send(requests, wire.encode_task(task))
            wire.send(requests, content)
            answer = wire.decode(wire.receive(answers))
            self.alive = wire.receive(answers) == wire.AGAIN
        except (OSError, ValueError, KeyError, TypeError, wire.Disconnected):
            self.alive = False
            if late.is_set():
                return Unreadable.TIMEOUT
            return Unreadable.UNSAFE
        else:
            return answer
        finally:
            answered.set()
            self.alive = self.alive and not late.is_set()

    def _watch(self, allowed: float, late: Event, answered: Event) -> None:
        """Kills the process once its time is over, unless it has answered before."""
        begun, worked_before = monotonic(), self._worked()
        more = allowed
        while more > 0:
            if answered.wait(more):
                return
            more = limits.more_seconds(allowed, monotonic() - begun, self._worked() - worked_before)
        late.set()  # first, so that whoever sees the pipes close knows why
        self._process.kill()

    def _worked(self) -> float:
        """Returns the seconds of processor time so far.

        Where the system does not tell, they are those of the clock.
        """
        try:
            status = Path(f"/proc/{self._process.pid}/stat").read_text("ascii", "replace")
        except OSError:
            return monotonic()
        fields = status.rpartition(")")[2].split()  # a program's name may hold spaces
        user, system = int(fields[11]), int(fields[12])
        return (user + system) / os.sysconf("SC_CLK_TCK")

    @property
    def usable(self) -> bool:
        """Also false when the system ended it while it was idle."""
        return self.alive and self._process.poll() is None

    def walls(self) -> frozenset[Wall]:
        """Returns what a worker without a task yet says of its walls; none if it cannot start."""
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


def _expect(kind: type[Expected], answer: wire.Answer) -> Expected:
    """Returns the answer of the expected kind. Raises UnreadableFile, WorkerFailed."""
    if isinstance(answer, kind):
        return answer
    if isinstance(answer, tasks.Bug):
        raise tasks.WorkerFailed(answer.places)
    if isinstance(answer, Unreadable):
        raise UnreadableFile(answer)
    raise UnreadableFile(Unreadable.UNSAFE)


class DocumentReader:
    """Reads at most `workers` files at once.

    Further ones wait their turn, which does not count against their time. `read` and `mark` are
    for the event loop, `read_file` and `mark_file` for callers without one; all raise
    `UnreadableFile`. Close it when done.
    """

    def __init__(self, *, workers: int = 2, seconds: float = limits.SECONDS) -> None:
        self.seconds = seconds  # that the next file may take
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="documents")
        self._idle: LifoQueue[_Worker | None] = LifoQueue()
        for _ in range(workers):
            self._idle.put(None)  # a place in the pool whose process is not started yet
        self._workers = workers
        # What was read is judged beside the reading: a verdict never waits for a stranger's file.
        self._judges: LifoQueue[_Worker | None] = LifoQueue()
        self._judges.put(None)

    async def read(self, path: Path, *, name: str) -> Manuscript:
        """Reads a file. `name` is what the sender called it.

        Only its extension is looked at, and only to name the kind.
        """
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, self.read_file, path, name
        )

    def read_file(self, path: Path, name: str) -> Manuscript:
        suffix = PurePath(name).suffix.lower()[:LONGEST_SUFFIX]
        return _expect(Manuscript, self._read_in_worker(tasks.Extracting(suffix), path))

    async def mark(
        self, path: Path, notes: Sequence[tuple[int, str]], *, author: str, at: datetime
    ) -> bytes:
        """Returns a copy of a Word file with a comment at each (`Paragraph.source`, text).

        Raises unsupported for other kinds.
        """
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, self.mark_file, path, notes, author, at
        )

    def mark_file(
        self, path: Path, notes: Sequence[tuple[int, str]], author: str, at: datetime
    ) -> bytes:
        marking = tasks.Marking(tuple(notes), author, at.isoformat(timespec="seconds"))
        return _expect(bytes, self._read_in_worker(marking, path))

    def judge(self, manuscript: Manuscript, judging: "ruling.Judging") -> "Verdict":
        """Waits for the verdict in the calling thread, which must not be the event loop's.

        Raises `UnreadableFile`.
        """
        from bot.domain.report import Verdict  # noqa: PLC0415

        return _expect(Verdict, self._work(self._judges, judging, wire.encode(manuscript)))

    def roster(
        self, content: bytes, categories: Sequence[str], groups: "Sequence[SubjectGroup]" = ()
    ) -> "RosterSheet":
        """Reads a roster as `judge` judges: in the calling thread, with the same error."""
        from bot.documents import ruling  # noqa: PLC0415
        from bot.documents.roster import RosterSheet  # noqa: PLC0415

        listing = ruling.Listing(tuple(categories), tuple(groups))
        return _expect(RosterSheet, self._work(self._judges, listing, content))

    def length(self, content: bytes) -> int:
        """Returns the 字数 of a presentation or workbook, as `judge` judges."""
        from bot.documents import ruling  # noqa: PLC0415

        answer = self._work(self._judges, ruling.Measuring(), content)
        return _expect(ruling.Length, answer).characters

    def observations(self, content: bytes) -> "ObservationRows":
        """Reads a workbook of observations, as `judge` judges."""
        from bot.documents import ruling  # noqa: PLC0415
        from bot.domain.evaluation.observation_sheet import ObservationRows  # noqa: PLC0415

        rows = self._work(self._judges, ruling.Tabulating(), content)
        return _expect(ObservationRows, rows)

    def plan(self, text: str) -> "Plan":
        """Reads a plan file as `judge` judges. Raises PlanInvalid too."""
        from bot.documents import ruling  # noqa: PLC0415
        from bot.domain.plan import Plan  # noqa: PLC0415

        answer = self._work(self._judges, ruling.Planning(), text.encode("utf-8", "replace"))
        if isinstance(answer, ruling.PlanProblems):
            answer.refuse()
        return _expect(Plan, answer)

    def _read_in_worker(self, task: wire.Task, path: Path) -> wire.Answer:
        if path.stat().st_size > limits.FILE_BYTES:
            return Unreadable.TOO_LARGE
        return self._work(self._idle, task, path.read_bytes())

    def _work(
        self, pool: LifoQueue[_Worker | None], task: wire.Task, content: bytes
    ) -> wire.Answer:
        worker = pool.get()
        try:
            if worker is not None and not worker.usable:
                worker.end()
                worker = None
            worker = worker or _Worker()
            return worker.work(task, content, self.seconds)
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
