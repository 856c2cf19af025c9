"""Where SQLite and PostgreSQL differ, and the program must not: texts, JSON, NULL, moments, ids.

What each of them does with many writers, failures and snapshots stands in `test_database.py`; a
copy from one into the other in `test_moving.py`. NUL, which PostgreSQL takes in no text, is mended
where it comes in (`bot/platforms/json_objects.py`).
"""

from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from bot.domain.people import Department
from bot.storage import departments, inbox, moving
from bot.storage.database import Database
from bot.storage.departments import DepartmentRow
from bot.storage.inbox import Address, InboxRow
from bot.storage.people import PersonRow
from bot.storage.retention.messages import last_words
from tests.postgres import create_database

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
SHANGHAI = timezone(timedelta(hours=8))
TEXTS = (
    "Physics",
    "physics",
    " physics",
    "physics ",
    "phys_cs",
    "phys%cs",
    'O\'Brien \\ "系"',
    "一行\n两行\t\r\n",
    "👩‍🏫𠀀é",
    "述" * 20_000,
)


@pytest.fixture
def filled(database: Database) -> Database:
    """A department for each text, under its number."""

    def fill(session: Session) -> None:
        for number, text in enumerate(TEXTS):
            departments.add(session, Department(id=f"d{number}", name=text))

    database.change(fill)
    return database


def test_texts_come_back_as_they_were(filled: Database) -> None:
    assert tuple(one.name for one in filled.look(departments.departments)) == TEXTS


def test_texts_are_told_apart_by_case_and_blanks(filled: Database) -> None:
    def named(session: Session) -> list[list[str]]:
        return [
            list(session.exec(select(DepartmentRow.id).where(DepartmentRow.name == text)))
            for text in TEXTS
        ]

    assert filled.look(named) == [[f"d{number}"] for number in range(len(TEXTS))]


def test_they_go_from_one_database_into_the_other_and_back(
    filled: Database, postgres: str, tmp_path: Path
) -> None:
    """Every row is compared on the way; a difference is NotTheSame."""
    file, server = tmp_path / "copy.db", create_database(postgres, f"copy{abs(hash(tmp_path))}")
    moving.copy_into_file(filled.url, file)
    moving.make_tables(server)
    assert moving.copy_all(f"sqlite:///{file}", server) >= len(TEXTS)


def test_several_may_have_no_account_and_none_the_same(database: Database) -> None:
    def hire(session: Session, account: str | None) -> None:
        session.add(PersonRow(department_id="d", name="王文例", account=account))
        session.flush()

    database.change(lambda session: departments.add(session, Department(id="d", name="物理系")))
    for account in (None, None, "s01"):
        database.change(partial(hire, account=account))
    with pytest.raises(IntegrityError):
        database.change(partial(hire, account="s01"))


HEARD: dict[str, dict[str, Any]] = {
    "wrote": {"chat": {"kind": "direct"}, "entered": False, "text": "你好"},
    "wrote nothing": {"chat": {"kind": "direct"}, "entered": False, "text": None},
    "opened the chat": {"chat": {"kind": "direct"}, "entered": True, "text": ""},
    "spoke in the group": {"chat": {"kind": "group"}, "entered": False, "text": "你好"},
    "of an older program": {"chat": {"kind": "direct"}, "text": "你好"},
}


@pytest.fixture
def heard(database: Database) -> Database:
    """A message of each kind, each from a sender who is called after it."""

    def fill(session: Session) -> None:
        for sender, payload in HEARD.items():
            address = Address("sandbox", sender, f"m:{sender}")
            inbox.store(session, address, payload, now=NOON)

    database.change(fill)
    return database


def test_what_stands_in_json_is_asked_for_alike(heard: Database) -> None:
    writers = heard.look(lambda session: inbox.writers(session, "sandbox"))
    assert writers == {"wrote", "wrote nothing"}


def test_the_last_word_of_each_is_found(heard: Database) -> None:
    def senders(session: Session) -> set[str]:
        rows = select(InboxRow.sender).where(col(InboxRow.id).in_(last_words(session)))
        return set(session.exec(rows))

    assert heard.look(senders) == {"wrote", "wrote nothing"}


@pytest.mark.parametrize("asked", [NOON, NOON.astimezone(SHANGHAI)])
def test_moments_are_compared_whatever_zone_they_are_told_in(
    heard: Database, asked: datetime
) -> None:
    moment = timedelta(microseconds=1)

    def since(session: Session, begin: datetime) -> frozenset[str]:
        return inbox.writers(session, "sandbox", since=begin)

    assert heard.look(lambda session: since(session, asked - moment))
    assert heard.look(lambda session: since(session, asked))
    assert not heard.look(lambda session: since(session, asked + moment))
