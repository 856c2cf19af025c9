"""Whatever workbooks follow each other: afterwards the roster is what the last one says."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from bot.actions import people, rosters
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.documents.roster import RosterLine
from bot.domain.people import Department, Role
from bot.storage.database import Database
from bot.storage.files import FileStore
from bot.storage.schema import migrate
from tests.fakes import ARRIVED

NAMES, ACCOUNTS = st.sampled_from(["甲", "乙", "丙", "丁"]), st.sampled_from(["", "a", "b", "c"])
BRANCHES, ROLES = (
    st.sampled_from(["", "第一支部", "第二支部"]),
    st.frozensets(st.sampled_from(Role), max_size=2),
)
LINES = st.builds(
    RosterLine,
    row=st.just(0),
    name=NAMES,
    account=ACCOUNTS,
    branch=BRANCHES,
    roles=ROLES,
    category=st.sampled_from("AB"),
)


def one_account_each(lines: list[RosterLine]) -> bool:
    accounts = [line.account for line in lines if line.account]
    return len(accounts) == len(set(accounts))


WORKBOOKS = st.lists(st.lists(LINES, max_size=5).filter(one_account_each), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path_factory.mktemp('people') / 'shuzhi.db'}")
    migrate(made)
    yield made
    made.stop()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(workbooks=WORKBOOKS)
def test_the_roster_is_what_the_last_workbook_says(
    database: Database, workbooks: list[list[RosterLine]]
) -> None:
    def run(session: Session) -> None:
        savepoint = session.begin_nested()
        work = UnitOfWork(
            session=session,
            now=ARRIVED,
            zone=ZoneInfo("Asia/Shanghai"),
            files=FileStore(Path("unused")),
        )
        people.add_department(work, Department("sample", "示例系"))
        for lines in workbooks:
            rosters.import_roster(work, "sample", lines, actor=SYSTEM)
            check(work, lines)
            assert not rosters.import_roster(work, "sample", lines, actor=SYSTEM).any
        savepoint.rollback()

    database.change(run)


def check(work: UnitOfWork, lines: list[RosterLine]) -> None:
    found = people.roster(work, "sample")
    assert [(one.name, one.roles, one.category) for one in found.people] == [
        (line.name, line.roles, line.category) for line in lines
    ]
    assert [one.branch.name if one.branch else "" for one in found.people] == [
        line.branch for line in lines
    ]
    assert [one.account for one, line in zip(found.people, lines, strict=True) if line.account] == [
        line.account for line in lines if line.account
    ]
    assert [branch.name for branch in found.branches] == list(
        dict.fromkeys(line.branch for line in lines if line.branch)
    )
    for account in {one.account for one in found.people if one.account}:
        person = people.find(work, account)
        assert person is not None
        assert person.account == account


def test_of_two_with_one_name_each_keeps_his_account_however_the_rows_are_ordered(
    database: Database,
) -> None:
    first, second = (
        RosterLine(0, "甲", account, branch)
        for account, branch in (("a", "第一支部"), ("b", "第二支部"))
    )

    def run(session: Session) -> None:
        savepoint = session.begin_nested()
        work = UnitOfWork(
            session=session,
            now=ARRIVED,
            zone=ZoneInfo("Asia/Shanghai"),
            files=FileStore(Path("unused")),
        )
        people.add_department(work, Department("sample", "示例系"))
        rosters.import_roster(work, "sample", [first, second], actor=SYSTEM)
        rosters.import_roster(
            work, "sample", [replace(one, account="") for one in (second, first)], actor=SYSTEM
        )
        found = [
            (one.account, one.branch.name)
            for one in people.roster(work, "sample").people
            if one.branch
        ]
        assert found == [("b", "第二支部"), ("a", "第一支部")]
        savepoint.rollback()

    database.change(run)
