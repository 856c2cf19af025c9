"""A statement that is compiled once reads and writes what the engine reads and writes."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Update, bindparam, event, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.storage.database import Database
from bot.storage.outbox import OutboxState
from bot.storage.prepared import LONGEST, Prepared
from bot.storage.schema import METADATA
from bot.storage.sealing import UnseenWrite
from tests.storage.test_sealing import settle

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
OUTBOX, PEOPLE = METADATA.tables["outbox"], METADATA.tables["person"]
MESSAGE = {
    "key": "one",
    "department_id": "sample",
    "platform": "sandbox",
    "chat_kind": "direct",
    "chat_id": "o01",
    "payload": {"text": "请于今天交来", "mentions": []},
    "parts": None,
    "created_at": NOON,
    "due_at": NOON,
}
ADD = Prepared(insert(OUTBOX))
OF_STATES = select(OUTBOX).where(
    OUTBOX.c.state.in_(bindparam("states", expanding=True)),
    OUTBOX.c.due_at <= bindparam("now"),
    OUTBOX.c.priority == 5,
)
OF_KEYS = select(PEOPLE).where(
    tuple_(PEOPLE.c.department_id, PEOPLE.c.id).in_(bindparam("keys", expanding=True))
)
NAMED = select(PEOPLE.c.name).where(PEOPLE.c.department_id.in_(["sample", "second"]))
KEYS = [("sample", number) for number in range(1, 200)]


@pytest.fixture
def settled(database: Database) -> Database:
    database.change(settle)
    database.change(lambda session: ADD.write(session.connection(), **MESSAGE))
    return database


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (OF_STATES, {"states": [], "now": NOON}),
        (OF_STATES, {"states": [OutboxState.PENDING], "now": NOON}),
        (OF_STATES, {"states": ["sent", "failed", "pending"], "now": NOON}),
        (OF_KEYS, {"keys": KEYS[:1]}),
        (OF_KEYS, {"keys": KEYS[:3]}),
        (OF_KEYS, {"keys": KEYS[: LONGEST + 5]}),
        (NAMED, {}),
        (select(OUTBOX.c.id).where(OUTBOX.c.key == bindparam("own")), {"own": "none"}),
    ],
)
def test_it_finds_what_the_engine_finds(
    settled: Database, statement: Any, values: dict[str, Any]
) -> None:
    prepared = Prepared(statement)

    def look(session: Session) -> None:
        connection = session.connection()
        expected = connection.execute(statement, values).all()
        for _ in range(2):  # compiled for this, and known
            assert prepared.rows(connection, **values) == expected
            assert prepared.first(connection, **values) == next(iter(expected), None)
        names = [row._asdict() for row in prepared.rows(connection, **values)]
        assert names == [row._asdict() for row in expected]
        assert prepared.contents(connection, **values) == names

    settled.change(look)


def test_lists_of_another_length_are_another_question(settled: Database) -> None:
    prepared = Prepared(OF_KEYS)

    def look(session: Session) -> list[int]:
        lengths = (2, 0, 3, 2, 1)
        rows = [prepared.rows(session.connection(), keys=KEYS[:length]) for length in lengths]
        return [len(found) for found in rows]

    assert settled.change(look) == [2, 0, 3, 2, 1]


def test_what_is_added_has_its_defaults(settled: Database) -> None:
    (row,) = settled.look(lambda session: Prepared(select(OUTBOX)).rows(session.connection()))
    assert (row.payload, row.parts, row.due_at) == (MESSAGE["payload"], None, NOON)
    assert (row.state, row.attempts, row.prompted, row.reason) == ("pending", 0, True, "")
    assert row.claimed_until is None


def test_it_tells_how_many_rows_it_has_written(settled: Database) -> None:
    late = Prepared(update(OUTBOX).where(OUTBOX.c.key == bindparam("own")).values(priority=8))

    def write(session: Session) -> list[int]:
        return [late.write(session.connection(), own=key) for key in ("one", "none")]

    assert settled.change(write) == [1, 0]


def test_it_fails_as_the_engine_fails(settled: Database) -> None:
    with pytest.raises(IntegrityError) as error:
        settled.change(lambda session: ADD.write(session.connection(), **MESSAGE))
    # What people wrote is not told along.
    assert "请于今天交来" not in str(error.value)


def test_a_fact_is_not_written_unseen(settled: Database) -> None:
    renamed = Prepared(update(PEOPLE).where(PEOPLE.c.id == 2).values(name="新名"))
    with pytest.raises(UnseenWrite):
        settled.change(lambda session: renamed.write(session.connection()))


def test_listeners_hear_of_it(settled: Database) -> None:
    heard: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: Any) -> None:
        heard.append(statement)

    asked: Callable[[Session], Any] = lambda session: Prepared(NAMED).rows(session.connection())  # noqa: E731
    event.listen(settled.writer, "before_cursor_execute", note)
    settled.change(asked)
    event.remove(settled.writer, "before_cursor_execute", note)
    assert [text for text in heard if "FROM person" in text]


def changes() -> list[tuple[str, Update]]:
    """Every change that is kept prepared, by the name of its module and its own."""
    return [
        (f"{module_name}.{name}", kept.statement)
        for module_name, module in sorted(sys.modules.items())
        if module_name.startswith("bot.storage")
        for name, kept in vars(module).items()
        if isinstance(kept, Prepared) and isinstance(kept.statement, Update)
    ]


def test_what_a_change_asks_for_is_never_taken_for_a_new_value() -> None:
    """On PostgreSQL the engine sets every column whose name is given."""
    assert len(changes()) >= 5
    for name, statement in changes():
        columns = {column.name for column in statement.table.columns}
        given = {key for key, bind in statement.compile().binds.items() if bind.required}
        assert columns.isdisjoint(given), name
