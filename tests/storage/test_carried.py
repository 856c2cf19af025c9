"""What is carried from one transaction into the next holds for it, whoever wrote in between."""

import sqlite3
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import Session

from bot.storage import rosters
from bot.storage.database import Database
from bot.storage.people import PersonRow
from tests.storage.test_database import HANGS, Gate
from tests.storage.test_recall import counted, names, renamed
from tests.storage.test_sealing import settle, tamper


@pytest.fixture
def settled(database: Database) -> Database:
    database.change(settle)
    database.change(names)
    database.look(names)
    return database


def rename(to: str) -> Callable[[Session], None]:
    def work(session: Session) -> None:
        session.get_one(PersonRow, 1).name = to

    return work


def rename_and_fail(session: Session) -> None:
    rename("不留")(session)
    assert "不留" in names(session)
    raise LookupError


def first_name(session: Session) -> str:
    return names(session)[0]


def test_sqlite_is_not_asked_again(settled: Database) -> None:
    if settled.is_sqlite:
        assert counted(settled, names) == 0
    else:
        assert counted(settled, names) == 1
    settled.change(rename("新人"))
    assert counted(settled, names) == 1


def test_what_another_process_wrote_is_seen_at_once(settled: Database, neighbour: Database) -> None:
    neighbour.change(renamed)
    assert "新人" in settled.look(names)
    assert "新人" in settled.change(names)


def test_what_was_written_past_the_jobs_is_seen_at_once(settled: Database) -> None:
    tamper(settled, "UPDATE person SET name = '新人' WHERE id = 1")
    assert "新人" in settled.look(names)
    assert "新人" in settled.change(names)


def test_what_was_written_past_the_program_is_seen_by_the_next_transaction_that_may_write(
    settled: Database,
) -> None:
    if not settled.is_sqlite:
        return
    file = sqlite3.connect(str(settled.writer.url.database))
    with file:
        file.execute("UPDATE person SET name = '新人' WHERE id = 1")
    file.close()
    assert "新人" in settled.change(names)
    assert "新人" in settled.look(names)


def test_what_was_taken_back_is_not_carried(settled: Database) -> None:
    with pytest.raises(LookupError):
        settled.change(rename_and_fail)
    assert "不留" not in settled.change(names)
    assert "不留" not in settled.look(names)


def test_what_a_failed_job_wrote_is_not_carried_by_its_neighbours(settled: Database) -> None:
    gate = Gate(settled)
    failing = settled.submit(rename_and_fail)
    beside = settled.submit(names)
    gate.open()
    with pytest.raises(LookupError):
        failing.result(HANGS)
    assert "不留" not in beside.result(HANGS)
    assert "不留" not in settled.look(names)


def test_a_commit_that_failed_is_not_carried(settled: Database) -> None:
    def refuse(_connection: object) -> None:
        raise OSError("the disk is full")

    event.listen(settled.writer, "commit", refuse)
    with pytest.raises(OSError, match="full"):
        settled.change(rename("不留"))
    event.remove(settled.writer, "commit", refuse)
    assert "不留" not in settled.look(names)
    assert "不留" not in settled.change(names)
    settled.change(rename("新人"))
    assert "新人" in settled.look(names)
    assert "新人" in settled.change(names)


def test_an_older_snapshot_keeps_to_itself_what_it_reads(settled: Database) -> None:
    def look(session: Session) -> list[str]:
        rosters.roster(session, "second")  # its snapshot begins here
        settled.change(rename("新人"))
        return names(session)

    assert "新人" not in settled.look(look)
    assert "新人" in settled.look(names)
    assert "新人" in settled.change(names)


@given(steps=st.lists(st.sampled_from("甲乙丙丁不看它"), max_size=12))
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whoever_writes_what_is_read_is_what_stands(
    settled: Database, neighbour: Database, steps: list[str]
) -> None:
    """甲 and 乙 are written here, 丙 and 丁 by another process; 不 is taken back, 看 reads here and
    它 there.
    """
    standing = settled.change(first_name)
    for step in steps:
        if step in "甲乙":
            settled.change(rename(step))
            standing = step
        elif step in "丙丁":
            neighbour.change(rename(step))
            standing = step
        elif step == "不":
            with pytest.raises(LookupError):
                settled.change(rename_and_fail)
        elif step == "看":
            assert settled.look(first_name) == settled.change(first_name) == standing
        else:
            assert neighbour.look(first_name) == neighbour.change(first_name) == standing
    assert settled.look(first_name) == settled.change(first_name) == standing
