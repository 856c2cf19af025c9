"""A full disk, a locked database, a lost connection, on SQLite and on PostgreSQL: nobody is told that his vote was taken
before it was, and nothing is lost or doubled (docs/faults.md).
"""

import asyncio
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.actions.services import StoreUnavailable
from bot.actions.unit_of_work import UnitOfWork
from bot.messages import CardState, ClickAnswer
from bot.storage.database import WRITER_LOCK
from tests.actions.test_polls.polling_station import MEMBERS, PollingStation
from tests.actions.test_polls.test_certainty import counts

DISK_FULL = """
CREATE FUNCTION full_disk() RETURNS trigger AS 'BEGIN RAISE EXCEPTION USING ERRCODE = ''53100''; END' LANGUAGE plpgsql;
CREATE TRIGGER full_disk BEFORE UPDATE OR DELETE ON poll_cell EXECUTE FUNCTION full_disk();
CREATE TRIGGER full_disk BEFORE UPDATE ON poll EXECUTE FUNCTION full_disk()
"""
SPACE_AGAIN = "DROP FUNCTION full_disk CASCADE"
CUT_OFF = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def database_file(station: PollingStation) -> Path:
    return Path(station.services.database.url.removeprefix("sqlite:///"))


@contextmanager
def full_disk(station: PollingStation) -> Iterator[None]:
    """No file of this process grows; the server of PostgreSQL says for its own disk what it says when that is full."""
    sqlite, limit = station.services.database.is_sqlite, resource.getrlimit(resource.RLIMIT_FSIZE)
    if sqlite:
        wal = database_file(station).with_name("shuzhi.db-wal")
        resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size, limit[1]))
    else:
        execute(station, DISK_FULL)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        if not sqlite:
            execute(station, SPACE_AGAIN)


@contextmanager
def locked(station: PollingStation) -> Iterator[None]:
    """Another program is writing, and does not come to an end."""
    engine = create_engine(station.services.database.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE" if station.services.database.is_sqlite else "BEGIN"
        )
        if not station.services.database.is_sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
        try:
            yield
        finally:
            connection.exec_driver_sql("COMMIT")
    engine.dispose()


def execute(station: PollingStation, statements: str) -> None:
    engine = create_engine(station.services.database.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statements))
    engine.dispose()


async def lose_patience(station: PollingStation) -> None:
    """The writer gives up a lock after a hundredth of a second instead of a minute, or never."""
    sqlite = station.services.database.is_sqlite
    statement = "PRAGMA busy_timeout = 10" if sqlite else "SET lock_timeout = 10"

    def set_patience(work: UnitOfWork) -> None:
        work.session.execute(text(statement))

    await station.services.write(set_patience)


async def finished(station: PollingStation) -> dict[str, int]:
    """Closes, counts, releases; the counts per step."""
    await station.close()
    await station.pass_time()
    assert (await station.status()).state == "counted"
    await station.release()
    return await counts(station)


async def test_a_full_disk_takes_no_vote_and_the_poll_goes_on_when_there_is_space(
    station: PollingStation,
) -> None:
    await station.open()
    (card,) = await station.ballot_cards()
    for member in MEMBERS[:4]:
        assert (await station.click(member, 1)).accepted
    with full_disk(station):
        refused = await asyncio.gather(
            *(station.click(member, 2, message=f"v-{member}") for member in MEMBERS[4:10])
        )
        assert {(one.accepted, one.refused, one.state, one.card) for one in refused} == {
            (False, "unavailable", CardState.OPEN, card)  # on which he tries again
        }
        assert {one.notice for one in refused} == {"刚才没有存上，这一票没有计入。请再提交一次。"}
        with pytest.raises(StoreUnavailable):
            await station.close()
    assert (await station.status()).voted == 4
    again = [
        await station.click(member, 2, message=f"v-{member}")
        for member in MEMBERS[4:10]
        for _ in range(2)
    ]
    assert all(one.accepted for one in again)
    await station.close()
    with full_disk(station), pytest.raises(StoreUnavailable):
        await station.pass_time()
    assert ((await station.status()).state, len(station.key_files())) == ("closing", 1)
    await station.pass_time()
    assert ((await station.status()).state, station.key_files()) == ("counted", [])
    await station.release()
    assert await counts(station) == {"好": 4, "较好": 6, "一般": 0, "差": 0}


async def test_votes_wait_for_a_locked_database_and_hear_after_it(station: PollingStation) -> None:
    """However long: nobody is answered before the commit, whoever reads goes on, and repeats meanwhile count once."""
    await station.open()
    with locked(station):
        votes = [
            asyncio.create_task(station.click(member, 1, message=f"v-{member}"))
            for member in MEMBERS[:8]
        ]
        repeats = [
            asyncio.create_task(station.click(member, 1, message=f"v-{member}"))
            for member in MEMBERS[:8]
        ]
        typed = asyncio.create_task(station.type(MEMBERS[8], "测评 差"))
        waiting = [*votes, *repeats, typed]
        assert (await station.status()).voted == 0
        done, _ = await asyncio.wait(waiting, timeout=0.05)
        assert not done
    answers: list[ClickAnswer] = await asyncio.gather(*votes, *repeats)
    assert all(answer.accepted for answer in answers)
    assert "已收到" in (await typed).text
    assert (await station.click(MEMBERS[9], 3)).accepted
    assert await finished(station) == {"好": 8, "较好": 0, "一般": 1, "差": 1}


async def test_a_lock_that_outlasts_the_patience_refuses_votes_and_loses_none(
    station: PollingStation,
) -> None:
    await station.open()
    for member in MEMBERS[:3]:
        assert (await station.click(member, 4)).accepted
    await lose_patience(station)
    with locked(station):
        refused = await asyncio.gather(
            *(station.click(member, 2, message=f"v-{member}") for member in MEMBERS[:8])
        )
        assert {one.refused for one in refused} == {"unavailable"}
        assert (await station.type(MEMBERS[8], "测评 好", message="typed")).refused == "unavailable"
    assert (await station.status()).voted == 3
    again = await asyncio.gather(
        *(station.click(member, 2, message=f"v-{member}") for member in MEMBERS[:8])
    )
    assert all(one.accepted for one in again)
    assert "已收到" in (await station.type(MEMBERS[8], "测评 好", message="typed")).text
    assert await finished(station) == {"好": 1, "较好": 8, "一般": 0, "差": 0}


async def test_a_server_that_cuts_its_connections_loses_and_doubles_nothing(
    station: PollingStation,
) -> None:
    """PostgreSQL alone: SQLite has no connections to lose."""
    if station.services.database.is_sqlite:
        return
    await station.open()

    (card,) = await station.ballot_cards()

    async def vote(number: int) -> None:
        account, step = MEMBERS[number % 20], number // 20 % 4 + 1
        answer = await station.click(account, step, card=card, message=f"v{number}")
        while answer.refused == "unavailable":
            answer = await station.click(account, step, card=card, message=f"v{number}")
        assert answer.accepted

    for begin in range(0, 80, 20):
        votes = [asyncio.create_task(vote(number)) for number in range(begin, begin + 20)]
        await asyncio.to_thread(execute, station, CUT_OFF)
        await asyncio.gather(*votes)
    assert await finished(station) == {"好": 0, "较好": 0, "一般": 0, "差": 20}
