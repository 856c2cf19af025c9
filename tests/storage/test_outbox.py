from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, delete, select

from bot.messages import Chat, ChatKind
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import LEASE, OutboxRow, Outcome

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
SOON = NOON + timedelta(minutes=1)
LATER = NOON + LEASE + timedelta(seconds=1)
STILL_LATER = LATER + LEASE + timedelta(seconds=1)
REPEATED, UNCLEAR = "sent again", "not known"


def message(
    key: str,
    *,
    priority: int = 5,
    due_at: datetime = NOON,
    department: str = "sample",
    chat: str = "s01",
    prompted: bool = True,
) -> dict[str, Any]:
    return {
        "key": key,
        "department_id": department,
        "platform": "sandbox",
        "chat": Chat(ChatKind.DIRECT, chat),
        "payload": {"text": key},
        "priority": priority,
        "prompted": prompted,
        "now": NOON,
        "due_at": due_at,
    }


def enqueue(database: Database, *messages: dict[str, Any]) -> list[bool]:
    return database.change(
        lambda session: [outbox.enqueue(session, **message) for message in messages]
    )


def claim(database: Database, now: datetime = NOON, *, limit: int = 50) -> list[str]:
    return database.change(
        lambda session: [
            row.key
            for row in outbox.claim_due(
                session, now, repeated=REPEATED, unclear=UNCLEAR, limit=limit
            )[0]
        ]
    )


def only(database: Database) -> OutboxRow:
    return database.look(lambda session: session.exec(select(OutboxRow)).one())


def test_a_key_is_said_once(database: Database) -> None:
    assert enqueue(database, message("a"), message("a")) == [True, False]
    assert enqueue(database, message("a"), message("b")) == [False, True]


def test_a_key_is_said_once_also_by_two_processes_at_once(
    database: Database, neighbour: Database
) -> None:
    with ThreadPoolExecutor(4) as pool:
        said = list(
            pool.map(lambda each: enqueue(each, message("a"))[0], [database, neighbour] * 10)
        )
    assert said.count(True) == 1


def test_what_is_urgent_goes_first_and_else_the_older(database: Database) -> None:
    enqueue(
        database,
        message("later", priority=9),
        message("a"),
        message("b"),
        message("now", priority=0),
        message("c"),
    )
    assert claim(database) == ["now", "a", "b", "c", "later"]


def test_nothing_is_taken_before_its_time(database: Database) -> None:
    enqueue(database, message("a", due_at=SOON))
    assert claim(database) == []
    assert database.look(outbox.next_due) == SOON
    assert claim(database, SOON) == ["a"]
    assert database.look(outbox.next_due) is None


def test_two_processes_share_the_work_without_doubling_it(
    database: Database, neighbour: Database
) -> None:
    keys = [f"k{number:03}" for number in range(60)]
    enqueue(database, *(message(key) for key in keys))
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda each: claim(each, limit=7), [database, neighbour] * 6))
    assert sorted(key for batch in taken for key in batch) == keys


def test_a_sender_that_died_gives_back_after_its_lease(database: Database) -> None:
    enqueue(database, message("a"))
    assert claim(database) == ["a"]
    assert claim(database, NOON + LEASE) == []
    assert claim(database, LATER) == ["a"]
    assert (only(database).attempts, only(database).reason) == (2, REPEATED)


def test_what_nobody_asked_for_is_repeated_once_and_an_answer_until_it_is_out(
    database: Database,
) -> None:
    enqueue(database, message("unasked", prompted=False), message("answer"))
    assert [claim(database, moment) for moment in (NOON, LATER, STILL_LATER)] == [
        ["unasked", "answer"],
        ["unasked", "answer"],
        ["answer"],
    ]
    found = database.look(lambda session: outbox.outcomes(session, ["unasked", "answer"]))
    assert found == {"unasked": Outcome("failed", UNCLEAR), "answer": Outcome("sending", REPEATED)}


def test_a_part_is_told_of_by_the_last_digest_that_took_it_up(database: Database) -> None:
    """Two chats may know a part by the same key; what fell away right before sending has its own reason."""
    first, second = (message(key, prompted=False) for key in ("monday", "tuesday"))
    other = message("other", prompted=False, chat="s02")
    first["parts"], second["parts"] = [{"key": "a"}, {"key": "b"}], [{"key": "b"}]
    other["parts"] = [{"key": "b"}]
    enqueue(database, first, second, other)
    claim(database)
    database.change(lambda session: outbox.skipped(session, 1, "put off"))
    database.change(lambda session: outbox.sent(session, 2, SOON))
    database.change(lambda session: outbox.leave_out(session, 3, {"b": "done meanwhile"}))
    database.change(lambda session: outbox.sent(session, 3, SOON))
    assert database.look(
        lambda session: outbox.outcomes_of_parts(session, "sample", ["s01", "s02"])
    ) == {
        ("s01", "a"): Outcome("skipped", "put off"),
        ("s01", "b"): Outcome("sent", "", SOON),
        ("s02", "b"): Outcome("skipped", "done meanwhile"),
    }


def test_a_restarted_process_gives_back_what_it_held(database: Database) -> None:
    enqueue(database, message("a"))
    claim(database)
    database.change(outbox.release_all)
    assert claim(database) == ["a"]


def test_what_became_of_a_message_is_told_with_its_reason(database: Database) -> None:
    enqueue(database, message("a"))
    claim(database)
    database.change(lambda session: outbox.again(session, 1, due_at=SOON, reason="busy"))
    assert (only(database).state, only(database).due_at, only(database).reason) == (
        "pending",
        SOON,
        "busy",
    )
    assert claim(database, SOON) == ["a"]
    database.change(lambda session: outbox.failed(session, 1, "nobody there"))
    assert (only(database).state, only(database).reason) == ("failed", "nobody there")
    assert claim(database, LATER) == []


def test_skipped_and_sent_are_final(database: Database) -> None:
    enqueue(database, message("a"), message("b"))
    claim(database)
    database.change(lambda session: outbox.skipped(session, 1, "out of date"))
    database.change(lambda session: outbox.sent(session, 2, SOON))
    database.change(outbox.release_all)
    assert claim(database, LATER) == []
    assert database.look(lambda session: outbox.counts(session, ["sample"])) == {
        "skipped": 1,
        "sent": 1,
    }


def test_counts_speak_of_one_department(database: Database) -> None:
    enqueue(
        database, message("a"), message("b", department="second"), message("c", department="second")
    )
    assert database.look(lambda session: outbox.counts(session, ["sample"])) == {"pending": 1}
    assert database.look(lambda session: outbox.counts(session, ["second"])) == {"pending": 2}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    found=st.lists(st.tuples(st.integers(0, 9), st.integers(-3, 3)), max_size=12),
    limit=st.integers(1, 5),
)
def test_whatever_waits_is_taken_once_in_order(
    database: Database, found: list[tuple[int, int]], limit: int
) -> None:
    """(priority, minutes until due) of rows in the order of their arrival."""

    def run(session: Session) -> list[str]:
        session.exec(delete(OutboxRow))
        for number, (priority, minutes) in enumerate(found):
            row = message(
                f"k{number:02}", priority=priority, due_at=NOON + timedelta(minutes=minutes)
            )
            outbox.enqueue(session, **row)
        taken: list[str] = []
        is_more = True
        while is_more:
            batch, is_more = outbox.claim_due(
                session, NOON, repeated=REPEATED, unclear=UNCLEAR, limit=limit
            )
            taken += [row.key for row in batch]
        return taken

    due = [
        (priority, f"k{number:02}")
        for number, (priority, minutes) in enumerate(found)
        if minutes <= 0
    ]
    assert database.change(run) == [key for _, key in sorted(due)]
    assert database.look(
        lambda session: session.exec(select(OutboxRow.state).order_by(col(OutboxRow.id))).all()
    ) == ["sending" if minutes <= 0 else "pending" for _, minutes in found]
