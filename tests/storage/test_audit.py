"""Whoever changes, removes or reorders a line of the trail is found out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from bot.storage import audit
from bot.storage.audit import AuditRow, Head
from bot.storage.database import Database

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)


def append(session: Session, number: int, department: str = "sample") -> None:
    audit.append(
        session,
        department_id=department,
        at=NOON + timedelta(seconds=number),
        actor="system",
        verb="report.handed_in",
        subject=f"branch:{number}",
        facts={"version": number, "late": False, "reason": "理由"},
    )


def fill(database: Database, lines: int = 5) -> None:
    def run(session: Session) -> None:
        for number in range(lines):
            append(session, number)
            append(session, number, "second")

    database.change(run)


def broken(database: Database, department: str = "sample") -> int | None:
    return database.look(lambda session: audit.first_break(session, department))


def test_an_untouched_trail_is_intact(database: Database) -> None:
    assert broken(database) is None
    fill(database)
    assert broken(database) is None
    assert broken(database, "second") is None


def run(*statements: str) -> Callable[[Session], None]:
    """What somebody does to the database by hand."""

    def execute(session: Session) -> None:
        for statement in statements:
            session.connection().execute(text(statement))

    return execute


def moved(session: Session) -> None:
    session.get_one(AuditRow, 3).at += timedelta(microseconds=1)


def reworded(session: Session) -> None:
    row = session.get_one(AuditRow, 3)
    row.facts = row.facts | {"version": 7}


# by name: what is done, and the first line of 1, 3, 5, 7, 9 that does not follow any more
TAMPERINGS: dict[str, tuple[Callable[[Session], None], int]] = {
    "time": (moved, 3),
    "facts": (reworded, 3),
    "actor": (run("UPDATE audit SET actor = 'person:1' WHERE id = 5"), 5),
    "verb": (run("UPDATE audit SET verb = 'report.accepted' WHERE id = 5"), 5),
    "subject": (run("UPDATE audit SET subject = 'branch:9' WHERE id = 1"), 1),
    "department": (run("UPDATE audit SET department_id = 'second' WHERE id = 5"), 7),
    "last line": (run("UPDATE audit SET subject = 'branch:8' WHERE id = 9"), 9),
    "hash": (run(f"UPDATE audit SET hash = '{'0' * 64}' WHERE id = 5"), 5),
    "deletion": (run("DELETE FROM audit WHERE id = 5"), 7),
    "deletion of the first": (run("DELETE FROM audit WHERE id = 1"), 3),
    "order": (
        run(
            "UPDATE audit SET id = 100 WHERE id = 5",
            "UPDATE audit SET id = 5 WHERE id = 7",
            "UPDATE audit SET id = 7 WHERE id = 100",
        ),
        5,
    ),
}


def test_tampering_is_found_at_the_first_line_that_does_not_follow(database: Database) -> None:
    fill(database)

    def found_after(tamper: Callable[[Session], None]) -> Callable[[Session], int | None]:
        def look(session: Session) -> int | None:
            tamper(session)
            session.flush()
            found = audit.first_break(session, "sample")
            session.rollback()
            return found

        return look

    found = {name: database.change(found_after(tamper)) for name, (tamper, _) in TAMPERINGS.items()}
    assert found == {name: line for name, (_, line) in TAMPERINGS.items()}
    assert broken(database) is None


def test_missing_last_lines_show_in_the_noted_end_and_in_every_copy_of_it(
    database: Database,
) -> None:
    fill(database)
    known = database.look(lambda session: audit.head(session, "sample"))
    assert known.lines == 5
    fill(database, lines=1)

    def ends(session: Session) -> tuple[Head, list[Head]]:
        return audit.head(session, "sample"), audit.heads(session, "sample")

    noted, there = database.look(ends)
    assert noted == there[-1]
    assert known in there
    database.change(
        run(
            "DELETE FROM audit WHERE id IN (9, 11)",
            f"DELETE FROM audit_head WHERE hash = '{noted.hash}'",
        )
    )
    noted, there = database.look(ends)
    assert broken(database) is None
    assert (noted, len(there) - 1) == (
        Head(),
        4,
    )  # who may write to the database may mend this, too
    assert known not in there  # but no copy elsewhere


def test_two_processes_write_one_chain(database: Database, neighbour: Database) -> None:
    both = [database, neighbour] * 20
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda each: each[1].change(lambda session: append(session, each[0])),
                enumerate(both),
            )
        )
    assert broken(database) is None
    lines = database.look(
        lambda session: session.exec(select(AuditRow.previous).order_by(col(AuditRow.id))).all()
    )
    assert len(set(lines)) == len(both)
