"""Whatever writes a fact leaves its content's hash in the trail, and whatever else changes one is found."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Column, Integer, MetaData, String, Table, delete, insert, text, update
from sqlmodel import Session, col, select

from bot.storage import audit, cycles, facts, feedback, publicity, sealing, seals, submissions
from bot.storage.audit import AuditRow
from bot.storage.cycles import CycleRow
from bot.storage.database import Database
from bot.storage.departments import DepartmentRow
from bot.storage.feedback import UnnamedFeedbackRow
from bot.storage.inbox import InboxRow
from bot.storage.people import BranchRow, PersonRow
from bot.storage.polls import words as sheet_words
from bot.storage.polls.polls import PollRow
from bot.storage.polls.roll import RollRow
from bot.storage.prepared import Prepared
from bot.storage.publicity import PublicityRow
from bot.storage.schema import METADATA, migrate
from bot.storage.sealing import UnseenWrite
from bot.texts import auditing as texts
from tests.storage.test_schema import alembic

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
OTHER = "second"
INSERTION = """
INSERT INTO person (id, department_id, name, roles, category, note, position, active)
VALUES (7, 'sample', '外人', '', '', '', 0, true)
"""


def settle(session: Session) -> None:
    sealing.tell_time(session, NOON)
    for department in ("sample", OTHER):
        session.add(DepartmentRow(id=department, name=department))
    session.flush()
    session.add(BranchRow(id=1, department_id="sample", name="第一支部"))
    session.flush()
    for number in range(1, 6):
        session.add(PersonRow(id=number, department_id="sample", name=f"人{number}", branch_id=1))
    session.add(CycleRow(id=1, department_id="sample", year=2026, plan="方案", created_at=NOON))


@pytest.fixture
def settled(database: Database) -> Database:
    database.change(settle)
    return database


def found(database: Database, department: str = "sample") -> dict[str, str]:
    """Breaches by fact."""
    return database.look(
        lambda session: {
            str(one.fact): str(one.fault) for one in seals.breaches(session, department)
        }
    )


def tamper(database: Database, *statements: str) -> None:
    """What somebody does past the program."""
    with database.writer.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def lines(database: Database) -> int:
    return len(database.look(lambda session: session.exec(select(AuditRow.id)).all()))


def rename(session: Session) -> None:
    session.get_one(PersonRow, 2).name = "新名"


def rename_all(session: Session) -> None:
    session.exec(update(PersonRow).where(col(PersonRow.id) > 3).values(name="同名"))


def rename_past_the_mapper(session: Session) -> None:
    people = METADATA.tables["person"]
    renamed = Prepared(update(people).where(people.c.id == 2).values(name="新名"))
    assert sealing.update_seen(session, renamed, (2,), {})


def add_past_the_mapper(session: Session) -> None:
    branches = METADATA.tables["branch"]
    added = Prepared(insert(branches).returning(branches.c.id))
    branch = {"id": 7, "department_id": "sample", "name": "新支部", "position": 1}
    sealing.insert_seen(session, added, branch | {"active": True, "personal": False})


def remove(session: Session) -> None:
    session.delete(session.get_one(PersonRow, 5))


def remove_all(session: Session) -> None:
    session.exec(delete(PersonRow).where(col(PersonRow.branch_id) == 1))


def replace(session: Session) -> None:
    session.delete(session.get_one(PersonRow, 5))
    session.flush()
    session.add(PersonRow(id=5, department_id="sample", name="后来者"))


def move(session: Session) -> None:
    session.get_one(PersonRow, 2).department_id = OTHER


def try_and_take_back(session: Session) -> None:
    nested = session.begin_nested()
    remove(session)
    rename(session)
    session.flush()
    nested.rollback()
    session.get_one(PersonRow, 3).name = "留下"


def lay_roll(session: Session) -> None:
    session.exec(text("INSERT INTO audit_head VALUES ('x', 0, 'y')"))  # type: ignore[call-overload] # is no fact
    session.execute(
        insert(PersonRow.__table__),  # type: ignore[attr-defined]
        [{"id": number, "department_id": "sample", "name": "批量"} for number in (8, 9)],
    )


@pytest.mark.parametrize(
    "write",
    [
        rename,
        rename_all,
        rename_past_the_mapper,
        add_past_the_mapper,
        remove,
        remove_all,
        replace,
        move,
        try_and_take_back,
        lay_roll,
    ],
    ids=lambda one: one.__name__,
)
def test_every_way_of_writing_is_sealed(
    settled: Database, write: Callable[[Session], None]
) -> None:
    assert found(settled) == {}
    before = lines(settled)
    settled.change(write)
    assert lines(settled) > before
    assert (found(settled), found(settled, OTHER)) == ({}, {})
    assert settled.look(lambda session: audit.first_break(session, "sample")) is None


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE person SET name = '换人' WHERE id = 2", {"person:2": "altered"}),
        ("UPDATE person SET name = '' WHERE id = 2", {"person:2": "altered"}),
        ("UPDATE person SET account = 'a' WHERE id = 2", {"person:2": "altered"}),
        ("DELETE FROM person WHERE id = 2", {"person:2": "missing"}),
        (INSERTION, {"person:7": "unknown"}),
        ("UPDATE person SET department_id = 'second' WHERE id = 2", {"person:2": "missing"}),
        ("UPDATE person SET id = 17 WHERE id = 2", {"person:2": "missing", "person:17": "unknown"}),
        ("UPDATE cycle SET plan = '别的' WHERE id = 1", {"cycle:1": "altered"}),
        ("UPDATE cycle SET watched_until = '2026-12-02 00:00:00+00:00'", {}),
    ],
)
def test_what_is_done_past_the_program_is_found(
    settled: Database, statement: str, fault: dict[str, str]
) -> None:
    tamper(settled, statement)
    assert found(settled) == fault


def test_a_fact_that_was_changed_and_then_written_by_the_program_stays_found(
    settled: Database,
) -> None:
    tamper(settled, "UPDATE person SET roles = '组织员' WHERE id = 2")
    settled.change(rename)
    assert found(settled) == {"person:2": "overwritten"}


def test_a_fact_that_was_removed_and_whose_number_is_used_again_stays_found(
    settled: Database,
) -> None:
    tamper(settled, "DELETE FROM person WHERE id = 5")
    settled.change(
        lambda session: session.add(PersonRow(id=5, department_id="sample", name="后来者"))
    )
    assert found(settled) == {"person:5": "overwritten"}


def test_what_changes_nothing_writes_no_line(settled: Database) -> None:
    before = lines(settled)
    settled.change(lambda session: cycles.watch(session, 1, NOON))
    settled.change(lambda session: setattr(session.get_one(PersonRow, 2), "met_at", NOON))
    settled.change(
        lambda session: session.exec(
            update(PersonRow).where(col(PersonRow.id) == 99).values(name="x")
        )
    )
    settled.change(lambda session: session.add(inbox_row()))
    assert (lines(settled), found(settled)) == (before, {})


def inbox_row() -> InboxRow:
    return InboxRow(platform="sandbox", message_id="1", sender="x", payload={}, received_at=NOON)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET name = 'x'",
        "  delete from person",
        "INSERT INTO extension VALUES (1, 1, 1, '2026-12-01')",
        "UPDATE unnamed_feedback SET text = ''",
    ],
)
def test_a_write_that_would_pass_unseen_is_refused(settled: Database, statement: str) -> None:
    with pytest.raises(UnseenWrite):
        settled.change(lambda session: session.connection().execute(text(statement)))
    with pytest.raises(UnseenWrite):
        settled.change(lambda session: session.execute(text(statement)))
    with pytest.raises(UnseenWrite):
        settled.change(lambda session: session.connection().exec_driver_sql(statement))
    with pytest.raises(UnseenWrite):
        settled.change(
            lambda session: session.connection().execute(update(PersonRow).values(name="x"))
        )


def open_publicity(session: Session) -> None:
    sealing.tell_time(session, NOON)
    row = PublicityRow(
        id=1,
        department_id="sample",
        cycle_id=1,
        state="open",
        scope="",
        contact="",
        workdays=5,
        reports=[],
        asked_by=1,
    )
    session.add(row)


def close_publicity(session: Session) -> None:
    assert publicity.close(session, 1, NOON)


def test_what_is_said_anonymously_is_sealed_without_a_line_of_its_own(settled: Database) -> None:
    settled.change(open_publicity)
    before = lines(settled)
    settled.change(lambda session: feedback.add_unnamed(session, 1, None, "意见一"))
    settled.change(lambda session: feedback.add_unnamed(session, 1, None, "意见二"))
    assert (lines(settled), found(settled)) == (before, {})
    settled.change(close_publicity)
    assert found(settled) == {}
    for statement in (
        "UPDATE unnamed_feedback SET text = '好话' WHERE text = '意见一'",
        "DELETE FROM unnamed_feedback WHERE text = '意见二'",
        "INSERT INTO unnamed_feedback (name, publicity_id, text) VALUES ('x', 1, '意见三')",
    ):
        tamper(settled, statement)
        assert found(settled) == {"publicity:1": "altered"}
    settled.change(lambda session: session.delete(session.exec(select(UnnamedFeedbackRow)).first()))
    assert found(settled) == {"publicity:1": "overwritten"}


def open_poll(session: Session) -> None:
    sealing.tell_time(session, NOON)
    session.add(
        PollRow(
            id=1,
            department_id="sample",
            cycle_id=1,
            terms="{}",
            digest="",
            key_id="",
            opened_at=NOON,
            opened_by=1,
        )
    )


def test_what_is_written_on_sheets_is_sealed_with_its_ballot(settled: Database) -> None:
    settled.change(open_poll)
    before = lines(settled)
    settled.change(lambda session: sheet_words.add(session, 1, None, "意见一"))
    assert (lines(settled), found(settled)) == (before, {})
    settled.change(lambda session: setattr(session.get_one(PollRow, 1), "state", "counted"))
    settled.change(lambda session: setattr(session.get_one(PollRow, 1), "state", "released"))
    assert found(settled) == {}
    tamper(settled, "UPDATE sheet_words SET text = '好话'")
    assert found(settled) == {"poll:1": "altered"}


def test_marks_of_voters_change_no_fact_and_the_rest_of_the_roll_does() -> None:
    roll = METADATA.tables[RollRow.__tablename__]
    entry: dict[str, object] = dict.fromkeys((column.name for column in roll.columns), 1) | {
        "marks": "0"
    }
    assert facts.content(roll, entry) == facts.content(roll, entry | {"marks": "1"})
    assert facts.content(roll, entry) != facts.content(roll, entry | {"present": 0})


def test_a_column_that_is_added_later_with_a_default_breaks_no_seal() -> None:
    def thing(*later: Column[Any]) -> Table:
        return Table(
            "thing",
            MetaData(),
            Column("id", Integer, primary_key=True),
            Column("state", String, default="open"),
            *later,
        )

    before = thing()
    after = thing(
        Column("kind", String, default="usual"),
        Column("note", String),
        Column("parts", String, default=list),
    )
    row: dict[str, object] = {"id": 1, "state": "closed"}
    added: dict[str, object] = {"kind": "usual", "note": None, "parts": []}
    assert facts.content(before, row) == facts.content(after, row | added)
    assert facts.content(before, row) != facts.content(after, row | added | {"note": ""})


def test_every_table_is_sealed_or_exempt_for_a_reason_and_has_a_name_for_people() -> None:
    sealed = {table.name for table in facts.tables()}
    assert sealed == set(texts.THINGS)
    assert sealed.isdisjoint(facts.EXEMPT)
    assert sealed | set(facts.EXEMPT) | set(facts.ENCLOSED) == set(METADATA.tables)
    assert all(len(reason.split()) >= 3 for reason in facts.EXEMPT.values())
    exempt = {
        f"{table}.{column}" for table, columns in facts.EXEMPT_COLUMNS.items() for column in columns
    }
    assert exempt <= {str(column) for table in METADATA.tables.values() for column in table.columns}


def test_every_fact_belongs_to_a_department() -> None:
    for table in facts.tables():
        assert (
            "department_id = " in str(facts.in_department(table).statement)
            or table.name == "department"
        )


def test_what_an_older_database_holds_is_sealed_when_it_is_brought_up_to_date(
    settled: Database,
) -> None:
    tamper(settled, "DELETE FROM audit", "DELETE FROM audit_head")
    assert len(found(settled)) == 8
    with settled.writer.begin() as connection:
        command.downgrade(alembic(connection), "0004")
    assert migrate(settled)
    assert (found(settled), found(settled, OTHER)) == ({}, {})
    verbs = settled.look(lambda session: session.exec(select(AuditRow.verb)).all())
    assert set(verbs) == {sealing.FOUND}
    tamper(settled, "DELETE FROM person WHERE id = 3")
    assert not migrate(settled)
    assert found(settled) == {"person:3": "missing"}


def test_two_processes_seal_into_one_chain(settled: Database, neighbour: Database) -> None:
    for number, database in enumerate([settled, neighbour] * 5):
        database.change(partial(extend, number=number))
    assert found(settled) == {}
    assert settled.look(lambda session: audit.first_break(session, "sample")) is None


def extend(session: Session, number: int) -> None:
    submissions.extend(session, 1, 1, date(2026, 12, 10 + number))
