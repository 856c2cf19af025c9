"""Rows that are written past the mapper are found in the trail as any others."""

from collections.abc import Callable

import pytest
from sqlalchemy import BindParameter, bindparam, delete, insert, select
from sqlmodel import Session

from bot.storage import seals
from bot.storage.database import Database
from bot.storage.prepared import Prepared
from bot.storage.schema import METADATA
from bot.storage.sealing import insert_all_seen, write_seen
from bot.storage.writes import add_row, change_row, change_row_where
from tests.storage.test_sealing import settle

PEOPLE = METADATA.tables["person"]
NEWCOMERS = [
    {"id": number, "department_id": "sample", "name": f"新人{number}"} for number in (8, 9)
]


@pytest.fixture
def settled(database: Database) -> Database:
    database.change(settle)
    return database


def names(session: Session) -> dict[int, str]:
    rows = session.connection().execute(select(PEOPLE.c.id, PEOPLE.c.name))
    return {row.id: row.name for row in rows}


def add(session: Session) -> None:
    branch = {"id": 7, "department_id": "sample", "name": "第二支部"}
    assert add_row(session, METADATA.tables["branch"], branch) == (7,)


def change(session: Session) -> None:
    change_row(session, PEOPLE, (2,), {"name": "新名"})


def change_what_is_as_expected(session: Session) -> None:
    expected = {"name": "人2", "account": None}
    assert change_row_where(session, PEOPLE, (2,), expected, {"name": "新名"})


def change_nothing(session: Session) -> None:
    for key, expected in ((2, {"name": "别人"}), (2, {"account": "别人"}), (7, {})):
        assert not change_row_where(session, PEOPLE, (key,), expected, {"name": "新名"})
    with pytest.raises(AssertionError):
        change_row(session, PEOPLE, (7,), {"name": "新名"})


def add_several(session: Session) -> None:
    insert_all_seen(session, Prepared(insert(PEOPLE)), NEWCOMERS)
    insert_all_seen(session, Prepared(insert(PEOPLE)), [])


def write_anew(session: Session) -> None:
    ids: BindParameter[int] = bindparam("ids", expanding=True)
    removal = Prepared(delete(PEOPLE).where(PEOPLE.c.id.in_(ids)))
    assert write_seen(session, removal, [(4,), (5,)], {"ids": [4, 5]}) == 2
    again = [{"id": 5, "department_id": "sample", "name": "后来者"}]
    insert_all_seen(session, Prepared(insert(PEOPLE)), again)


PEOPLE_BEFORE = {number: f"人{number}" for number in range(1, 6)}
WRITES: list[tuple[Callable[[Session], None], dict[int, str]]] = [
    (add, PEOPLE_BEFORE),
    (change, PEOPLE_BEFORE | {2: "新名"}),
    (change_what_is_as_expected, PEOPLE_BEFORE | {2: "新名"}),
    (change_nothing, PEOPLE_BEFORE),
    (add_several, PEOPLE_BEFORE | {8: "新人8", 9: "新人9"}),
    (write_anew, {1: "人1", 2: "人2", 3: "人3", 5: "后来者"}),
]


@pytest.mark.parametrize(("write", "then"), WRITES, ids=lambda one: getattr(one, "__name__", ""))
def test_what_is_written_past_the_mapper_stays_sealed(
    settled: Database, write: Callable[[Session], None], then: dict[int, str]
) -> None:
    settled.change(write)
    assert settled.look(names) == then
    assert settled.look(lambda session: list(seals.breaches(session, "sample"))) == []
