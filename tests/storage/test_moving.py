"""A copy of a database is of one moment, whatever is written to it meanwhile."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session

from bot.storage import audit, moving
from bot.storage.database import Database
from tests.storage.test_audit import append, broken, fill


def test_what_is_written_while_it_is_copied_is_in_no_part_of_the_copy(
    database: Database, tmp_path: Path
) -> None:
    fill(database, lines=moving.BATCH + 10)
    before = database.look(lambda session: audit.head(session, "sample"))
    written: list[str] = []

    def write(_connection: Any, _cursor: Any, statement: str, *_: object) -> None:
        """As soon as the first lines of the trail are copied, there is another one."""
        if statement.startswith("INSERT INTO audit ") and not written:
            written.append(statement)
            database.change(lambda session: append(session, 9999))

    event.listen(Engine, "after_cursor_execute", write)
    try:
        moving.copy_into_file(database.url, tmp_path / "copy.db")
    finally:
        event.remove(Engine, "after_cursor_execute", write)
    assert written
    assert lines(database) == before.lines + 1
    copy = Database(f"sqlite:///{tmp_path / 'copy.db'}")
    assert copy.look(lambda session: audit.head(session, "sample")) == before
    assert lines(copy) == before.lines
    assert broken(copy) is None
    copy.stop()


def lines(database: Database) -> int:
    def count(session: Session) -> int:
        return len(audit.heads(session, "sample")) - 1

    return database.look(count)
