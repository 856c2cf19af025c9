"""Whatever is done to a rehearsed year past the program, `audit` names it; docs/audit.md tells what it says.

After a change of words: `SHUZHI_TRANSCRIPT=1 pytest tests/test_manipulations.py` writes the table anew.
"""

import itertools
import json
import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, text
from sqlmodel import Session, col, func, select

from bot.actions import audit, people
from bot.actions.unit_of_work import UnitOfWork
from bot.sample import SAMPLE_DEPARTMENT
from bot.storage import audit as trail
from bot.storage import facts, sealing
from bot.storage.audit import AuditHeadRow, AuditRow
from bot.storage.database import Database
from bot.storage.evaluation import GradeRow
from bot.storage.feedback import FeedbackRow, UnnamedFeedbackRow
from bot.storage.files import FileStore
from bot.storage.judging import OverrulingRow, PromiseRow
from bot.storage.materials import MaterialRow
from bot.storage.polls.meeting import AttendanceRow, LeaveRow
from bot.storage.polls.paper import PaperRow
from bot.storage.polls.speeches import SpeechRow
from bot.storage.publicity import CorrectionRow
from bot.storage.rectification.weak_branches import WeakBranchRow
from bot.storage.schema import METADATA
from bot.storage.submission_rows import ExtensionRow, SubmissionRow
from bot.texts.auditing import THINGS
from tests.manipulations import MANIPULATIONS, Manipulation
from tests.rehearsed import rehearsed_year

TABLE = Path(__file__).parents[1] / "docs" / "audit.md"
REWRITE = "SHUZHI_TRANSCRIPT" in os.environ  # read before a fixture clears the environment
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2028, 1, 13, 4, 0, tzinfo=UTC)
HEADING = """# What `shuzhi audit` finds

Each of these changes was made past the program to the database of a rehearsed year, and this is what the audit says of it. Held by
`tests/test_manipulations.py`. What is sealed and how: [decision 0019](decisions/0019-every-fact-is-sealed-in-the-trail.md).

| changed past the program | what the audit says first |
|---|---|
"""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The database of a year in which every table has a row."""
    database = Database(f"sqlite:///{rehearsed_year(tmp_path_factory.getbasetemp()).database}")
    database.change(complete)
    yield database
    database.stop()


def complete(session: Session) -> None:
    """Adds what nobody did in that year."""
    sealing.tell_time(session, NOON)
    session.add_all(
        row
        for row in missing(session)
        if not session.exec(select(func.count()).select_from(type(row))).one()
    )


def missing(session: Session) -> list[object]:
    file = session.exec(select(SubmissionRow.sha256).limit(1)).one()
    return [
        ExtensionRow(cycle_id=1, branch_id=1, until=date(2026, 12, 20)),
        OverrulingRow(submission_id=1, rule="words", reason="理由", person_id=1, at=NOON),
        PromiseRow(cycle_id=1, branch_id=1, person_id=1, text="承诺", at=NOON),
        AttendanceRow(cycle_id=1, person_id=1, at=NOON, entered_by=1),
        MaterialRow(
            department_id=SAMPLE_DEPARTMENT.id,
            cycle_id=1,
            branch_id=1,
            person_id=1,
            material="自查报告",
            version=1,
            sha256=file,
            name="自查报告.docx",
            size=1,
            received_at=NOON,
        ),
        LeaveRow(cycle_id=1, person_id=2, reason="出差", at=NOON, entered_by=2),
        PaperRow(
            poll_id=1,
            category="A",
            handed_out=5,
            returned=5,
            spoilt=0,
            counts=[[5, 0, 0, 0]],
            entered_by=1,
        ),
        SpeechRow(cycle_id=1, person_id=1, until=NOON),
        CorrectionRow(
            publicity_id=1, branch_id=1, before={}, after={}, reason="理由", asked_by=1, at=NOON
        ),
        FeedbackRow(publicity_id=1, branch_id=1, person_id=1, text="意见", at=NOON),
        UnnamedFeedbackRow(name="f" * 32, publicity_id=1, text="意见"),
        WeakBranchRow(department_id=SAMPLE_DEPARTMENT.id, branch_id=1, listed_at=NOON),
    ]


def work_on(session: Session, database: Database) -> UnitOfWork:
    folder = Path(str(database.writer.url.database)).parent
    return UnitOfWork(session=session, now=NOON, zone=ZONE, files=FileStore(folder / "files"))


def found(session: Session, database: Database) -> list[str]:
    work = work_on(session, database)
    return list(audit.breaches(work, people.department(work, SAMPLE_DEPARTMENT.id)))


def after(database: Database, act: Callable[[Connection], object]) -> list[str]:
    """What the audit says once this is done; it is taken back."""
    with database.writer.connect() as connection, connection.begin() as transaction:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        act(connection)
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            said = found(session, database)
        transaction.rollback()
    return said


def manipulate(manipulations: list[Manipulation]) -> Callable[[Connection], None]:
    def act(connection: Connection) -> None:
        for statement in itertools.chain.from_iterable(one.statements for one in manipulations):
            if statement.startswith("COPY"):
                duplicate(connection, statement)
            else:
                assert connection.execute(text(statement)).rowcount > 0, statement

    return act


def duplicate(connection: Connection, order: str) -> None:
    name, _, given = order.removeprefix("COPY ").partition(": ")
    table = METADATA.tables[name]
    row = dict(
        connection.execute(table.select().order_by(table.c.id.desc()).limit(1)).mappings().one()
    )
    row["id"] += 1
    for assignment in given.split("; "):
        column, _, value = assignment.partition(" = ")
        row[column] = int(value) if value.isdecimal() and column != "target" else value.strip("'")
    connection.execute(table.insert().values(**row))


def rounds() -> list[list[Manipulation]]:
    """Returns what is done together: the first of every table, the second of every table …

    An audit goes through the whole year, and names each fact by itself. What is done to the chain
    is done alone.
    """
    by_table: dict[str, list[Manipulation]] = {}
    for one in MANIPULATIONS:
        by_table.setdefault(one.table, []).append(one)
    alone = [[one] for one in by_table.pop("")]
    together = itertools.zip_longest(*by_table.values())
    return [[one for one in of_each if one] for of_each in together] + alone


def namings(manipulation: Manipulation, said: list[str]) -> list[str]:
    """Returns what the audit says of this."""
    thing = "审计链"
    if manipulation.table:
        thing = f"{THINGS[manipulation.table]} "
    return [one for one in said if one.startswith(thing)]


def rowed(manipulation: Manipulation, named: str) -> str:
    steady = re.sub(r" [\w,-]+ 号|第 \d+ 行|\d+ 行", "", named)
    return f"| {manipulation.words} | {steady} |"


def test_the_untouched_year_holds(year: Database) -> None:
    assert year.look(lambda session: found(session, year)) == []


def test_every_table_of_facts_is_tried(year: Database) -> None:
    assert {one.table for one in MANIPULATIONS} - {""} == {table.name for table in facts.tables()}
    assert len(MANIPULATIONS) >= 57


def test_every_manipulation_is_named(year: Database) -> None:
    heard: dict[Manipulation, list[str]] = {}
    for together in rounds():
        said = after(year, manipulate(together))
        heard |= {one: namings(one, said) for one in together}
    assert [one.words for one in MANIPULATIONS if not heard[one]] == []
    rows = [rowed(one, heard[one][0]) for one in MANIPULATIONS]
    written = HEADING + "\n".join(rows) + "\n"
    if REWRITE:
        TABLE.write_text(written, encoding="utf-8")
    assert written == TABLE.read_text(encoding="utf-8")


def rebuild(connection: Connection) -> None:
    """Changes a grade and writes the whole chain anew around it, as somebody might who knows this program."""
    table = METADATA.tables["grade"]
    with Session(
        connection, join_transaction_mode="create_savepoint", expire_on_commit=False
    ) as session:
        grade = session.exec(select(GradeRow).order_by(col(GradeRow.id)).limit(1)).one()
        fact = f"grade:{grade.id}"
        content = facts.states(connection, table, [(grade.id,)])
        grade.reason = "另一个理由"
        session.flush()
        forged = facts.states(connection, table, [(grade.id,)])
        ((before,), (now,)) = (
            [one.content for one in states.values()] for states in (content, forged)
        )
        previous = trail.GENESIS
        mine = (
            select(AuditRow)
            .where(AuditRow.department_id == SAMPLE_DEPARTMENT.id)
            .order_by(col(AuditRow.id))
        )
        for line in session.exec(mine).all():
            if line.verb == sealing.SEALED and fact in line.facts["rows"]:
                line.facts = json.loads(json.dumps(line.facts).replace(before, now))
            line.previous = previous
            line.hash = trail.digest(line)
            previous = line.hash
        session.get_one(AuditHeadRow, SAMPLE_DEPARTMENT.id).hash = previous
        session.commit()


def test_a_chain_that_was_written_anew_shows_only_against_a_copy_of_its_end(year: Database) -> None:
    known = year.look(lambda session: audit.trail_end(work_on(session, year), SAMPLE_DEPARTMENT.id))
    passed: list[bool] = []

    def act(connection: Connection) -> None:
        rebuild(connection)
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            work = work_on(session, year)
            passed.append(audit.passes_through(work, SAMPLE_DEPARTMENT.id, known))
            passed.append(audit.has_code(work, SAMPLE_DEPARTMENT.id, known.code))

    assert after(year, act) == []
    assert passed == [False, False]
    assert year.look(
        lambda session: audit.has_code(work_on(session, year), SAMPLE_DEPARTMENT.id, known.code)
    )
