"""Nothing is asked twice within a transaction, and nothing that was written since is missed."""

from collections.abc import Callable

import pytest
from sqlalchemy import event, text, update
from sqlmodel import Session, col, select

from bot.storage import cycles, people, rosters
from bot.storage.database import Database
from bot.storage.people import PersonRow
from bot.storage.recall import UndeclaredRead, remembered
from bot.storage.schema import METADATA
from bot.storage.sealing import NO_FACT
from tests.storage.test_sealing import NOON, settle


@pytest.fixture
def settled(database: Database) -> Database:
    database.change(settle)
    return database


def names(session: Session) -> list[str]:
    return [person.name for person in rosters.roster(session, "sample").people]


def renamed(session: Session) -> None:
    session.get_one(PersonRow, 1).name = "新人"


def renamed_in_bulk(session: Session) -> None:
    session.exec(update(PersonRow).where(col(PersonRow.id) == 1).values(name="新人"))


def renamed_raw(session: Session) -> None:
    session.connection().execute(
        text("UPDATE person SET name = '新人' WHERE id = 1"), execution_options={NO_FACT: True}
    )


def counted(
    database: Database, work: Callable[[Session], object], beginning: str = "SELECT person.id"
) -> int:
    """How many queries a transaction sends that begin so; without, those of the roster's people."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(beginning):
            statements.append(statement)

    event.listen(database.writer, "before_cursor_execute", note)
    database.change(work)
    event.remove(database.writer, "before_cursor_execute", note)
    return len(statements)


def test_the_second_question_is_answered_from_memory(settled: Database) -> None:
    def work(session: Session) -> None:
        first = rosters.roster(session, "sample")
        assert rosters.roster(session, "sample") is first
        assert rosters.roster(session, "second") is not first

    assert counted(settled, work) == 2


def test_how_far_the_clock_looked_lets_the_year_stand(settled: Database) -> None:
    def beat(session: Session) -> None:
        cycles.begun_at(session, "sample")
        cycles.watch(session, 1, NOON)
        cycles.begun_at(session, "sample")

    assert counted(settled, beat, "SELECT cycle.id") == 1
    assert settled.look(lambda session: cycles.watched_until(session, 1)) == NOON


@pytest.mark.parametrize("write", [renamed, renamed_in_bulk, renamed_raw])
def test_what_is_written_is_seen_at_once(
    settled: Database, write: Callable[[Session], None]
) -> None:
    def work(session: Session) -> list[str]:
        assert "新人" not in names(session)
        write(session)
        return names(session)

    assert "新人" in settled.change(work)


@pytest.mark.parametrize("write", [renamed, renamed_in_bulk, renamed_raw])
def test_what_is_taken_back_is_forgotten(
    settled: Database, write: Callable[[Session], None]
) -> None:
    def work(session: Session) -> list[str]:
        savepoint = session.begin_nested()
        write(session)
        assert "新人" in names(session)
        savepoint.rollback()
        return names(session)

    assert "新人" not in settled.change(work)


def test_what_is_taken_back_elsewhere_is_not_asked_again(settled: Database) -> None:
    def work(session: Session) -> None:
        names(session)
        savepoint = session.begin_nested()
        cycles.watch(session, 1, NOON)
        savepoint.rollback()
        names(session)

    assert counted(settled, work) == 1


@pytest.mark.parametrize("write", [renamed, renamed_in_bulk, renamed_raw])
def test_what_an_ended_step_wrote_is_forgotten_with_the_one_around_it(
    settled: Database, write: Callable[[Session], None]
) -> None:
    def work(session: Session) -> list[str]:
        savepoint = session.begin_nested()
        with session.begin_nested():
            write(session)
        assert "新人" in names(session)
        savepoint.rollback()
        return names(session)

    assert "新人" not in settled.change(work)


def test_what_was_written_before_a_step_is_not_asked_again_after_it(settled: Database) -> None:
    def work(session: Session) -> None:
        renamed_raw(session)
        assert "新人" in names(session)
        session.begin_nested().rollback()
        assert "新人" in names(session)

    assert counted(settled, work) == 1


def test_a_list_belongs_to_whoever_asked(settled: Database) -> None:
    def work(session: Session) -> int:
        people.by_name(session, "人1").clear()
        return len(people.by_name(session, "人1"))

    assert settled.change(work) == 1


def test_a_reader_remembers_its_snapshot(settled: Database) -> None:
    def work(session: Session) -> bool:
        return rosters.roster(session, "sample") is rosters.roster(session, "sample")

    assert settled.look(work)


def test_a_session_of_its_own_asks_each_time(settled: Database) -> None:
    with Session(settled.reader) as session:
        first = rosters.roster(session, "sample")
        assert rosters.roster(session, "sample") is not first


def test_a_write_forgets_what_was_read_from_its_table(settled: Database) -> None:
    numbers = iter(range(10_000))

    def work(session: Session) -> list[str]:
        kept = []
        for name, table in METADATA.tables.items():

            @remembered(name)
            def asked(_session: Session) -> int:
                return next(numbers)

            @remembered("another")
            def asked_elsewhere(_session: Session) -> int:
                return next(numbers)

            before, elsewhere = asked(session), asked_elsewhere(session)
            nothing = table.delete().where(text("1 = 0"))
            session.connection().execute(nothing, execution_options={NO_FACT: True})
            assert asked_elsewhere(session) == elsewhere
            if asked(session) == before:
                kept.append(name)
        return kept

    assert settled.change(work) == []


def test_a_query_names_what_it_reads(settled: Database) -> None:
    @remembered("branch")
    def asked(session: Session) -> object:
        return session.exec(select(PersonRow.name)).first()

    with pytest.raises(UndeclaredRead):
        settled.change(asked)
