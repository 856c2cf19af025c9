from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from bot.storage import inbox
from bot.storage.database import Database
from bot.storage.inbox import LEASE, Address

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
LATER = NOON + LEASE + timedelta(seconds=1)


def store(database: Database, message_id: str = "m1", *, platform: str = "sandbox") -> int | None:
    address = Address(platform, "s01", message_id)
    return database.change(
        lambda session: inbox.store(session, address, {"text": "状态"}, now=NOON)
    )


def claim(database: Database, row_id: int, now: datetime) -> int | None:
    """The attempt's number where it was taken."""

    def run(session: Session) -> int | None:
        claim = inbox.claim(session, row_id, now)
        return claim.attempt if claim else None

    return database.change(run)


def test_a_message_is_known_by_platform_and_id(database: Database) -> None:
    assert store(database) == 1
    assert store(database) is None
    assert store(database, platform="wecom") == 2


def test_the_same_message_through_two_processes_at_once_is_stored_once(
    database: Database, neighbour: Database
) -> None:
    both = [database, neighbour] * 10
    with ThreadPoolExecutor(4) as pool:
        stored = list(pool.map(store, both))
    assert [row_id for row_id in stored if row_id] == [1]


def test_of_many_workers_one_gets_the_message(database: Database, neighbour: Database) -> None:
    row_id = store(database)
    assert row_id is not None
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda each: claim(each, row_id, NOON), [database, neighbour] * 10))
    assert [attempt for attempt in taken if attempt] == [1]


def test_a_claim_runs_out_and_not_before(database: Database) -> None:
    row_id = store(database)
    assert row_id is not None
    assert claim(database, row_id, NOON) == 1
    assert claim(database, row_id, NOON + LEASE) is None
    assert claim(database, row_id, LATER) == 2
    assert claim(database, row_id, LATER) is None


def test_what_is_done_is_never_taken_again(database: Database) -> None:
    row_id = store(database)
    assert row_id is not None
    attempt = claim(database, row_id, NOON)
    assert attempt is not None
    assert database.change(lambda session: inbox.finish(session, row_id, attempt, incident=""))
    assert claim(database, row_id, LATER + timedelta(days=365)) is None
    database.change(inbox.release_all)
    assert claim(database, row_id, LATER) is None


def test_what_waits_is_told_oldest_first_without_what_somebody_works_on(database: Database) -> None:
    ids = [store(database, f"m{number}") for number in range(4)]
    first, second, *_ = ids
    assert first is not None
    assert second is not None
    claim(database, first, NOON)
    claim(database, second, NOON - LEASE - timedelta(seconds=1))  # a worker that died
    waiting = database.look(lambda session: inbox.waiting(session, NOON))
    assert waiting == [(row_id, "s01") for row_id in ids[1:]]


def test_a_restarted_process_gives_back_what_it_held(database: Database) -> None:
    row_id = store(database)
    assert row_id is not None
    claim(database, row_id, NOON)
    database.change(inbox.release_all)
    assert claim(database, row_id, NOON) == 2
