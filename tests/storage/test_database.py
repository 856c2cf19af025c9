"""What was told as stored is stored, whoever writes beside it and whatever fails."""

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import Session, col, select

from bot.domain.people import Department
from bot.storage import departments
from bot.storage.database import LARGEST_BATCH, Database
from bot.storage.departments import DepartmentRow
from bot.storage.outbox import OutboxRow

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
HANGS = 60  # seconds: a guard against waiting for ever


def add(name: str) -> Callable[[Session], None]:
    return lambda session: departments.add(session, Department(name, name))


def names(database: Database) -> list[str]:
    return database.look(
        lambda session: list(session.exec(select(DepartmentRow.id).order_by(col(DepartmentRow.id))))
    )


class Counted:
    """How many transactions a database committed and took back."""

    def __init__(self, database: Database) -> None:
        self.commits = 0
        event.listen(database.writer, "commit", self._committed)

    def _committed(self, _connection: object) -> None:
        self.commits += 1


class Gate:
    """Holds the writer in a job of its own, so that what comes after has to wait together."""

    def __init__(self, database: Database) -> None:
        self._open = threading.Event()
        entered = threading.Event()

        def wait(_session: Session) -> None:
            entered.set()
            assert self._open.wait(HANGS)

        self._job = database.submit(wait)
        assert entered.wait(HANGS)

    def open(self) -> None:
        self._open.set()
        self._job.result(HANGS)


def test_many_waiting_writers_share_one_commit(database: Database) -> None:
    counted = Counted(database)
    gate = Gate(database)
    waiting = [database.submit(add(f"d{number:02}")) for number in range(40)]
    gate.open()
    for future in waiting:
        future.result(HANGS)
    assert counted.commits == 2  # the gate's own, and one for all
    assert len(names(database)) == 40


def test_a_batch_has_its_limit(database: Database) -> None:
    counted = Counted(database)
    gate = Gate(database)
    waiting = [database.submit(lambda _: None) for _ in range(LARGEST_BATCH + 1)]
    gate.open()
    waiting[-1].result(HANGS)
    assert counted.commits == 3


def test_a_failing_job_takes_nobody_along(database: Database) -> None:
    def fail(session: Session) -> None:
        add("lost")(session)
        raise LookupError("a bug")

    gate = Gate(database)
    before, failing, doubled, after = (
        database.submit(job) for job in (add("a"), fail, add("a"), add("b"))
    )
    gate.open()
    before.result(HANGS)
    with pytest.raises(LookupError):
        failing.result(HANGS)
    with pytest.raises(IntegrityError):
        doubled.result(HANGS)
    after.result(HANGS)
    assert names(database) == ["a", "b"]


def test_a_failed_commit_tells_everybody_and_stores_nothing(database: Database) -> None:
    def refuse(_connection: object) -> None:
        raise OSError("the disk is full")

    gate = Gate(database)
    waiting = [database.submit(add("a")), database.submit(add("b"))]
    event.listen(database.writer, "commit", refuse)
    with pytest.raises(OSError, match="full"):
        gate.open()
    for future in waiting:
        with pytest.raises(OSError, match="full"):
            future.result(HANGS)
    event.remove(database.writer, "commit", refuse)
    database.submit(add("c")).result(HANGS)
    assert names(database) == ["c"]


def test_a_result_comes_only_after_the_durable_commit(
    database: Database, neighbour: Database
) -> None:
    """Another process sees what was answered, and does not see what was not."""
    gate = Gate(database)
    future = database.submit(add("a"))
    assert not future.done()
    assert names(neighbour) == []
    gate.open()
    future.result(HANGS)
    assert names(neighbour) == ["a"]


def test_who_gives_up_waiting_stops_nobody(database: Database) -> None:
    gate = Gate(database)
    job, maintenance = database.submit(add("a")), database.maintain("VACUUM")
    assert job.cancel()
    assert maintenance.cancel()
    gate.open()
    database.submit(add("b")).result(HANGS)
    assert names(database) == ["b"]


async def test_a_cancelled_caller_does_not_undo_the_write(database: Database) -> None:
    gate = Gate(database)
    task = asyncio.create_task(database.write(add("a")))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gate.open()
    await database.write(add("b"))
    assert names(database) == ["a", "b"]


def count_up(session: Session) -> None:
    row = session.get_one(DepartmentRow, "counter")
    row.name = str(int(row.name) + 1)


def test_no_update_is_lost_among_threads_and_processes(
    database: Database, neighbour: Database
) -> None:
    """Read, add one, write back: with the driver's own transactions every sixth would be lost."""
    database.change(lambda session: session.add(DepartmentRow(id="counter", name="0")))
    both = (database, neighbour)
    threads = [
        threading.Thread(target=lambda: [each.change(count_up) for _ in range(10) for each in both])
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(HANGS)
    assert database.look(lambda session: session.get_one(DepartmentRow, "counter").name) == "60"


def test_stopping_finishes_what_waits(database: Database) -> None:
    gate = Gate(database)
    waiting = [database.submit(add(f"d{number}")) for number in range(5)]
    stopping = threading.Thread(target=database.stop)
    stopping.start()
    gate.open()
    stopping.join(HANGS)
    assert [future.result(0) for future in waiting] == [None] * 5
    assert len(names(database)) == 5
    database.stop()


def test_without_a_thread_it_works_here_and_now(url: str) -> None:
    database = Database(url)
    database.change(add("a"))
    assert names(database) == ["a"]
    database.stop()


async def test_a_reader_cannot_write_and_keeps_its_snapshot(database: Database) -> None:
    with pytest.raises(Exception, match=r"read-?only"):
        await database.read(add("a"))

    def look_twice(session: Session) -> tuple[int, int]:
        first = len(session.exec(select(DepartmentRow.id)).all())
        database.change(add("b"))
        return first, len(session.exec(select(DepartmentRow.id)).all())

    assert await database.read(look_twice) == (0, 0)


def test_maintenance_comes_between_two_batches(database: Database) -> None:
    gate = Gate(database)
    before = database.submit(add("a"))
    maintained = database.maintain("VACUUM")
    after = database.submit(add("b"))
    gate.open()
    assert (before.result(HANGS), maintained.result(HANGS), after.result(HANGS)) == (None, [], None)


PATIENCE = {
    True: ("PRAGMA busy_timeout=500", "PRAGMA busy_timeout"),
    False: ("SET lock_timeout = 500", "SHOW lock_timeout"),
}


def test_what_maintenance_set_for_itself_ends_with_it_also_where_it_fails(
    database: Database,
) -> None:
    """A writer that gave up after half a second would refuse votes that can wait."""
    hurry, look = PATIENCE[database.is_sqlite]

    def patience(session: Session) -> str:
        return str(session.connection().exec_driver_sql(look).scalar())

    usual = database.change(patience)
    with pytest.raises(DBAPIError):
        database.maintain(hurry, "VACUUM no_such_table_or_schema").result(HANGS)
    assert database.change(patience) == usual


def kept(moment: datetime) -> Callable[[Session], datetime]:
    """Stores a moment, reads it back and takes it away, so that one database serves many examples."""

    def run(session: Session) -> datetime:
        row = OutboxRow(
            key="k",
            department_id="d",
            platform="p",
            chat_kind="direct",
            chat_id="c",
            payload={},
            created_at=moment,
            due_at=moment,
        )
        session.add(row)
        session.flush()
        session.expire(row)
        found = row.due_at
        session.delete(row)
        return found

    return run


def test_a_time_without_zone_is_refused(database: Database) -> None:
    with pytest.raises((StatementError, ValueError)):
        database.change(kept(datetime(2026, 12, 1, 12, 0)))  # noqa: DTZ001 - the mistake that is refused


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moment=st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1)),  # noqa: DTZ001 - the zone comes beside it
    minutes=st.integers(-14 * 60, 14 * 60),
)
def test_a_time_comes_back_as_the_same_moment_in_utc(
    database: Database, moment: datetime, minutes: int
) -> None:
    said = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    found = database.change(kept(said))
    assert (found, found.utcoffset()) == (said, timedelta())
