"""The roll of a poll: one row per person, laid down at the opening. Changes keep every row's size and place.

`marks` has one character per card, 1 where the person has voted on it; flags are 0 or 1. `account` is who may vote for
this person: what the roster says is looked at once, at the opening.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
    account: str | None = None


@dataclass(frozen=True)
class Marked:
    """A person on the roll, and on which cards he has voted."""

    person: int
    category: str
    present: bool
    recused: bool
    late: bool
    marks: str
    account: str | None = None

    @property
    def eligible(self) -> bool:
        return self.present and not self.recused

    @property
    def voted(self) -> bool:
        return "1" in self.marks


def lay(session: Session, poll_id: int, entries: Iterable[Entry], *, pages: int) -> None:
    """Writes the roll in the order of the persons' ids."""
    blank = "0" * pages
    rows = [
        _plain(
            poll_id,
            Marked(one.person, one.category, one.present, one.recused, False, blank, one.account),  # noqa: FBT003 - not voted yet
        )
        for one in sorted(entries, key=lambda entry: entry.person)
    ]
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
        .where(
            col(RollRow.poll_id) == poll_id,
            col(RollRow.person_id) == person_id,
            col(RollRow.present) == 0,
        )
        .values(present=1, late=1)
    )
    return changed.rowcount == 1


def bind(session: Session, poll_id: int, person_id: int, account: str) -> bool:
    """Lets somebody vote who had no account at the opening; False where he had one, or is not on the roll."""
    changed = session.exec(
        update(RollRow)
        .where(
            col(RollRow.poll_id) == poll_id,
            col(RollRow.person_id) == person_id,
            col(RollRow.account).is_(None),
        )
        .values(account=account)
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
    """Writes all rows again in one go, so that nothing about them tells when each was last changed, nor who filled which
    card: only whether somebody voted.
    """
    rows = [_plain(poll_id, _levelled(entry)) for entry in everybody(session, poll_id)]
    session.execute(delete(RollRow).where(col(RollRow.poll_id) == poll_id))
    session.execute(insert(RollRow), rows)


def _levelled(entry: Marked) -> Marked:
    return replace(entry, marks=("1" if entry.voted else "0") * len(entry.marks))


def _plain(poll_id: int, entry: Marked) -> dict[str, Any]:
    return {
        "poll_id": poll_id,
        "person_id": entry.person,
        "category": entry.category,
        "present": int(entry.present),
        "recused": int(entry.recused),
        "late": int(entry.late),
        "marks": entry.marks,
        "account": entry.account,
    }


def _columns() -> Select[int, str, int, int, int, str, str | None]:
    return select(
        col(RollRow.person_id),
        col(RollRow.category),
        col(RollRow.present),
        col(RollRow.recused),
        col(RollRow.late),
        col(RollRow.marks),
        col(RollRow.account),
    )


def _marked(row: Row[int, str, int, int, int, str, str | None]) -> Marked:
    person, category, present, recused, late, marks, account = row
    return Marked(person, category, bool(present), bool(recused), bool(late), marks, account)
