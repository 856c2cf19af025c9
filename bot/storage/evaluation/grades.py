"""The history of grades."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Row, UniqueConstraint, bindparam, func, select
from sqlmodel import Field, Session, SQLModel

from bot.domain.evaluation.grades import State
from bot.domain.values import dataclass
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow
from bot.storage.writes import add_row, change_row, change_row_where


class GradeRow(TableRow, table=True):
    __tablename__ = "grade"
    __table_args__ = (UniqueConstraint("cycle_id", "person_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    number: int
    grade: str
    committee_day: date
    day_said: bool
    reason: str
    basis: dict[str, Any] = Field(sa_type=JSON)  # inputs and numbers, as they stood
    state: str = State.PROPOSED
    request_id: str = ""
    set_by: int = Field(foreign_key="person.id")
    set_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None


@dataclass(frozen=True)
class GradeRecord:
    """One line of the history of grades.

    Persons are ids; `basis` is what the decision rested on.
    """

    id: int
    person_id: int
    number: int
    grade: str
    committee_day: date
    day_said: bool
    reason: str
    basis: Mapping[str, Any]
    state: State
    request_id: str
    set_by: int
    set_at: datetime
    decided_by: int | None
    decided_at: datetime | None


_TABLE = SQLModel.metadata.tables[GradeRow.__tablename__]
# What messages and beats ask is put together once and sent past the mapper.
_OF_CYCLE = Prepared(
    _TABLE.select().where(_TABLE.c.cycle_id == bindparam("cycle")).order_by(_TABLE.c.id)
)
_OF_ID = Prepared(_TABLE.select().where(_TABLE.c.id == bindparam("grade")))
_LAST = Prepared(
    select(func.max(_TABLE.c.number)).where(
        _TABLE.c.cycle_id == bindparam("cycle"), _TABLE.c.person_id == bindparam("person")
    )
)


@remembered("grade")
def grades(session: Session, cycle_id: int) -> list[GradeRecord]:
    """Returns all lines of the history in the order in which they were set."""
    return [_grade(row) for row in _OF_CYCLE.rows(session.connection(), cycle=cycle_id)]


@remembered("grade")
def grade(session: Session, grade_id: int) -> GradeRecord | None:
    row = _OF_ID.first(session.connection(), grade=grade_id)
    if row is None:
        return None
    return _grade(row)


def add_grade(
    session: Session,
    cycle_id: int,
    person_id: int,
    *,
    grade: str,
    committee_day: date,
    day_said: bool,
    reason: str,
    basis: dict[str, Any],
    set_by: int,
    set_at: datetime,
) -> GradeRecord:
    """Adds a proposed grade under the next number of its secretary."""
    session.flush()
    ((last,),) = _LAST.rows(session.connection(), cycle=cycle_id, person=person_id)
    row = {
        "cycle_id": cycle_id,
        "person_id": person_id,
        "number": (last or 0) + 1,
        "grade": grade,
        "committee_day": committee_day,
        "day_said": day_said,
        "reason": reason,
        "basis": basis,
        "set_by": set_by,
        "set_at": set_at,
    }
    (grade_id,) = add_row(session, _TABLE, row)
    return _grade(_OF_ID.first(session.connection(), grade=grade_id))


def note_request(session: Session, grade_id: int, request_id: str) -> None:
    """Notes by which card the second person is asked."""
    change_row(session, _TABLE, (grade_id,), {"request_id": request_id})


def decide_grade(
    session: Session, grade_id: int, *, state: State, person_id: int, now: datetime
) -> bool:
    """Decides a proposed grade; False, and no change, where it was decided before."""
    decision = {"state": state, "decided_by": person_id, "decided_at": now}
    return change_row_where(session, _TABLE, (grade_id,), {"state": State.PROPOSED}, decision)


def _grade(row: Row[Any]) -> GradeRecord:
    return GradeRecord(
        id=row.id,
        person_id=row.person_id,
        number=row.number,
        grade=row.grade,
        committee_day=row.committee_day,
        day_said=row.day_said,
        reason=row.reason,
        basis=row.basis,
        state=State(row.state),
        request_id=row.request_id,
        set_by=row.set_by,
        set_at=row.set_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
