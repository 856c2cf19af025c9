"""The roll of a poll: one row per person, laid down at the opening. Changes keep every row's size and place.

`marks` has one character per card, 1 where the person has voted on it; flags are 0 or 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Row, Select, cast, delete, func, insert, select, update
from sqlmodel import Field, Session, SQLModel, col

from bot.domain.polls.roll import Entry


class RollRow(SQLModel, table=True):
    __tablename__ = "poll_roll"
    __table_args__ = {"sqlite_with_rowid": False}

    poll_id: int = Field(primary_key=True, foreign_key="poll.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    category: str
    present: int
    recused: int
    late: int = 0  # came after the opening
    marks: str


@dataclass(frozen=True)
class Marked:
    """A person on the roll, and on which cards he has voted."""

    person: int
    category: str
    present: bool
    recused: bool
    late: bool
    marks: str

    @property
    def eligible(self) -> bool:
        return self.present and not self.recused

    @property
    def voted(self) -> bool:
        return "1" in self.marks


def lay(session: Session, poll_id: int, entries: Iterable[Entry], *, pages: int) -> None:
    """Writes the roll in the order of the persons' ids."""
    blank = "0" * pages
    marked = [Marked(one.person, one.category, one.present, one.recused, late=False, marks=blank) for one in entries]
    rows = [_plain(poll_id, entry) for entry in sorted(marked, key=lambda entry: entry.person)]
    session.execute(insert(RollRow), rows)


def find(session: Session, poll_id: int, person_id: int) -> Marked | None:
    found = _columns().where(col(RollRow.poll_id) == poll_id, col(RollRow.person_id) == person_id)
    row = session.execute(found).first()
    return _marked(row) if row else None


def everybody(session: Session, poll_id: int) -> list[Marked]:
    found = _columns().where(col(RollRow.poll_id) == poll_id).order_by(col(RollRow.person_id))
    return [_marked(row) for row in session.execute(found)]


def arrive(session: Session, poll_id: int, person_id: int) -> bool:
    """Marks somebody who came late as present; False where he was, or is not on the roll."""
    changed = session.exec(
        update(RollRow)
        .where(col(RollRow.poll_id) == poll_id, col(RollRow.person_id) == person_id, col(RollRow.present) == 0)
        .values(present=1, late=1)
    )
    return changed.rowcount == 1


def turnout(session: Session, poll_id: int) -> tuple[int, int]:
    """(eligible, voted), nothing else."""
    voted = cast(col(RollRow.marks).contains("1"), Integer)
    found = select(func.count(), func.coalesce(func.sum(voted), 0)).where(
        col(RollRow.poll_id) == poll_id, col(RollRow.present) == 1, col(RollRow.recused) == 0
    )
    eligible, marked = session.execute(found).one()
    return eligible, marked


def lay_anew(session: Session, poll_id: int) -> None:
    """Writes all rows again in one go, so that nothing about them tells when each was last changed."""
    rows = [_plain(poll_id, entry) for entry in everybody(session, poll_id)]
    session.execute(delete(RollRow).where(col(RollRow.poll_id) == poll_id))
    session.execute(insert(RollRow), rows)


def _plain(poll_id: int, entry: Marked) -> dict[str, Any]:
    return {
        "poll_id": poll_id,
        "person_id": entry.person,
        "category": entry.category,
        "present": int(entry.present),
        "recused": int(entry.recused),
        "late": int(entry.late),
        "marks": entry.marks,
    }


def _columns() -> Select[int, str, int, int, int, str]:
    return select(
        col(RollRow.person_id),
        col(RollRow.category),
        col(RollRow.present),
        col(RollRow.recused),
        col(RollRow.late),
        col(RollRow.marks),
    )


def _marked(row: Row[int, str, int, int, int, str]) -> Marked:
    person, category, present, recused, late, marks = row
    return Marked(person, category, bool(present), bool(recused), bool(late), marks)
