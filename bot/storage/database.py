"""The database: one writer thread with group commit, and readers with their own snapshots.

Everything that is waiting to be written shares one transaction and so one durable commit; each of
several jobs runs in a savepoint of its own, so that one that fails takes nobody along. A job's
result is delivered only after the commit. What it did to facts is sealed with it
(`bot.storage.sealing`). SQLite runs in WAL mode with `synchronous=FULL`: what was answered survives
a power cut. The same interface serves PostgreSQL, where the writers of several processes take
turns.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.domain.values import dataclass
from bot.storage import recall, sqlite
from bot.storage.carried import Carried, Standing
from bot.storage.sealing import FactSession, is_watched, refuse_unseen, seal

T = TypeVar("T")

LARGEST_BATCH = 256
STATEMENTS = 1000  # that SQLite keeps compiled: more than the program has
WRITER_LOCK = 20221231  # any number that no other program uses in this PostgreSQL database
# Counts whoever else is in a transaction of this PostgreSQL database: rows that were removed after
# it began are kept for it, also where a table is written anew. Locks are shown to every user.
OTHERS_IN_TRANSACTIONS = (
    "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE locktype = 'virtualxid' AND datname = current_database() AND pid <> pg_backend_pid()"
)
AWAY = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_CANTOPEN",
    "SQLITE_NOMEM",
)
BUSY_SECONDS = 60  # a backup or another process may hold the file; votes wait rather than fail


@dataclass
class _Job(Generic[T]):
    work: Callable[[Session], T]
    future: "Future[T]"
    result: T | None = None
    error: BaseException | None = None

    def run(self, connection: Connection, standing: Standing | None, *, alone: bool) -> None:
        """Does the work in a savepoint, or `alone` in the transaction itself; its error is kept."""
        session = FactSession(connection, in_savepoint=not alone, standing=standing)
        try:
            with session:
                self.result = self.work(session)
                seal(session)
                session.commit()
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for this job
            self.error = error

    def deliver(self) -> None:
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            # run() has set it where there is no error
            self.future.set_result(self.result)  # type: ignore[arg-type]


@dataclass
class _Maintenance:
    statements: tuple[str, ...]
    future: "Future[list[tuple[Any, ...]]]"

    def run(self, engine: Engine) -> None:
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            self.future.set_result(self._execute(engine))
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for this job
            self.future.set_exception(error)

    def _execute(self, engine: Engine) -> list[tuple[Any, ...]]:
        rows = []
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            try:
                for statement in self.statements:
                    result = connection.exec_driver_sql(statement)
                    if result.returns_rows:
                        rows += [tuple(row) for row in result.fetchmany(1)]
            finally:
                # The next transaction starts on a connection without these settings.
                connection.invalidate()
        return rows


def is_away(error: OperationalError, *, reading: bool) -> bool:
    """Tells whether the database as such could not be used, so that trying again may help.

    SQLite reports wrong SQL in the same class, and a reader that would write as a read-only
    database: both are bugs.
    """
    name = getattr(error.orig, "sqlite_errorname", "")
    return not name or name.startswith(AWAY) or (name.startswith("SQLITE_READONLY") and not reading)


class Database:
    """Owns the engines and the writer thread. Nothing is opened before `start`."""

    def __init__(self, url: str, *, readers: int = 2) -> None:
        self.url = url
        self._readers = readers
        self._jobs: queue.SimpleQueue[_Job[Any] | _Maintenance | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._pool: ThreadPoolExecutor | None = None
        self.writer = _engine(url, writes=True, size=1)
        self.reader = _engine(url, writes=False, size=readers)
        self._carried = Carried()
        if self.is_sqlite:
            event.listen(self.writer, "commit", self._forget_unless_told)

    @property
    def is_sqlite(self) -> bool:
        return self.writer.dialect.name == "sqlite"

    def start(self) -> None:
        self._pool = ThreadPoolExecutor(self._readers, thread_name_prefix="reader")
        self._thread = threading.Thread(target=self._write_forever, name="writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finishes what waits, then closes. Safe to call twice."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
            self._thread = None
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
        self.writer.dispose()
        self.reader.dispose()

    def submit(self, work: Callable[[Session], T]) -> "Future[T]":
        """Queues a transaction; the future is set after its durable commit.

        Without `start` it runs here and now.
        """
        future: Future[T] = Future()
        job = _Job(work, future)
        if self._thread is None:
            self.commit_together([job])
        else:
            self._jobs.put(job)
        return future

    async def write(self, work: Callable[[Session], T]) -> T:
        """Runs `work` in a transaction; returns after the durable commit.

        A caller's cancellation does not undo it.
        """
        return await asyncio.shield(asyncio.wrap_future(self.submit(work)))

    async def read(self, work: Callable[[Session], T]) -> T:
        """Runs `work` in a reader thread on a snapshot of its own."""
        assert self._pool is not None, "the database was not started"
        return await asyncio.get_running_loop().run_in_executor(self._pool, self.look, work)

    def look(self, work: Callable[[Session], T]) -> T:
        """Does what `read` does, for callers without an event loop."""
        with Session(self.reader, expire_on_commit=False) as session:
            standing = None
            if self.is_sqlite:
                standing = self._carried.standing(session.connection())
            recall.begin(session, recall.Memory(standing=standing))  # a snapshot does not change
            return work(session)

    def change(self, work: Callable[[Session], T]) -> T:
        """Does what `write` does, for callers without an event loop."""
        return self.submit(work).result()

    def maintain(self, *statements: str) -> "Future[list[tuple[Any, ...]]]":
        """Runs statements that no transaction may hold (VACUUM, checkpoints) between two batches.

        The future gets the first row of each that has one. Without `start` it runs here and now.
        """
        future: Future[list[tuple[Any, ...]]] = Future()
        job = _Maintenance(statements, future)
        if self._thread is None:
            job.run(self.writer)
        else:
            self._jobs.put(job)
        return future

    def _write_forever(self) -> None:
        waiting: _Job[Any] | _Maintenance | None = self._jobs.get()
        while waiting is not None:
            if isinstance(waiting, _Maintenance):
                waiting.run(self.writer)
                waiting = self._jobs.get()
            else:
                batch, waiting = self._next_batch(waiting)
                self.commit_together(batch)
                waiting = waiting or self._jobs.get()

    def _next_batch(self, first: _Job[Any]) -> tuple[list[_Job[Any]], _Maintenance | None]:
        """Returns what waits and may share a commit, and the maintenance that comes after it."""
        batch = [first]
        while len(batch) < LARGEST_BATCH and not self._jobs.empty():
            job = self._jobs.get()
            if isinstance(job, _Maintenance):
                return batch, job
            if job is None:
                self._jobs.put(None)  # stop after this batch
                break
            batch.append(job)
        return batch, None

    def _forget_unless_told(self, connection: Connection) -> None:
        """Forgets what was read where a transaction without jobs is committed: a migration."""
        if not is_watched(connection):
            self._carried.forget()

    def standing(self, connection: Connection) -> Standing | None:
        """Returns what the writer knows of the snapshot in which it begins; None on PostgreSQL."""
        if not self.is_sqlite:
            return None
        return self._carried.standing_of_writer(connection)

    def commit_together(self, batch: list[_Job[Any]]) -> None:
        batch = [job for job in batch if job.future.set_running_or_notify_cancel()]
        try:
            with self.writer.connect() as connection, connection.begin() as transaction:
                standing = self.standing(connection)
                alone = len(batch) == 1
                for job in batch:
                    job.run(connection, standing, alone=alone)
                # A statement that failed may have taken the transaction back already.
                if alone and batch[0].error is not None and transaction.is_active:
                    transaction.rollback()
                if standing is not None and transaction.is_active:
                    standing.announce(connection)
        except BaseException as error:  # noqa: BLE001 - nobody may be told that it was stored
            for job in batch:
                job.future.set_exception(error)
        else:
            for job in batch:
                job.deliver()


def holds_data(url: str) -> bool:
    """Tells whether there is a database of this program; looking creates none.

    Raises OperationalError where it is away.
    """
    if make_url(url).get_backend_name() == "sqlite":
        file = Path(make_url(url).database or "")
        return file.is_file() and file.stat().st_size > 0
    engine = create_engine(url, hide_parameters=True)
    try:
        return inspect(engine).has_table("alembic_version")
    finally:
        engine.dispose()


def _engine(url: str, *, writes: bool, size: int) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        # A server that was started anew has dropped its connections, so each is tried before use.
        # Errors do not show parameters anywhere: they hold what people wrote.
        engine = create_engine(
            url, pool_size=size, max_overflow=2, pool_pre_ping=True, hide_parameters=True
        )
        if not writes:
            # All that one reader asks is answered as of one moment, as SQLite does it.
            return engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        event.listen(engine, "begin", _begin_alone)
        refuse_unseen(engine)
        return engine
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    # The pool lends a connection to whichever thread asks, one after the other.
    engine = create_engine(
        make_url(url).set(drivername=sqlite.DRIVER),
        pool_size=size,
        max_overflow=0,
        connect_args={
            "check_same_thread": False,
            "timeout": BUSY_SECONDS,
            "cached_statements": STATEMENTS,
        },
        hide_parameters=True,
    )
    sqlite.prepare(engine, writes=writes)
    if writes:
        refuse_unseen(engine)
    return engine


def _begin_alone(connection: Connection) -> None:
    """One writer at a time among all processes, as SQLite has it: what a transaction read is still
    so when it writes.
    """
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
