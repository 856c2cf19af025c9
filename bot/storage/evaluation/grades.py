"""The history of grades."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Row, bindparam, func, update
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from bot.domain.evaluation.grades import State
from bot.domain.values import dataclass
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow


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


@remembered("grade")
def grades(session: Session, cycle_id: int) -> list[GradeRecord]:
    """Returns all lines of the history in the order in which they were set."""
    return [_grade(row) for row in _OF_CYCLE.rows(session.connection(), cycle=cycle_id)]


@remembered("grade")
def grade(session: Session, grade_id: int) -> GradeRecord | None:
    row = session.get(GradeRow, grade_id)
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
    numbers = select(func.max(GradeRow.number)).where(
        GradeRow.cycle_id == cycle_id, GradeRow.person_id == person_id
    )
    last = session.exec(numbers).one() or 0
    row = GradeRow(
        cycle_id=cycle_id,
        person_id=person_id,
        number=last + 1,
        grade=grade,
        committee_day=committee_day,
        day_said=day_said,
        reason=reason,
        basis=basis,
        set_by=set_by,
        set_at=set_at,
    )
    session.add(row)
    session.flush()
    return _grade(row)


def note_request(session: Session, grade_id: int, request_id: str) -> None:
    """Notes by which card the second person is asked."""
    session.get_one(GradeRow, grade_id).request_id = request_id
    session.flush()


def decide_grade(
    session: Session, grade_id: int, *, state: State, person_id: int, now: datetime
) -> bool:
    """Decides a proposed grade; False, and no change, where it was decided before."""
    changed = session.exec(
        update(GradeRow)
        .where(col(GradeRow.id) == grade_id, col(GradeRow.state) == State.PROPOSED)
        .values(state=state, decided_by=person_id, decided_at=now)
        # Who has read the row in this transaction sees it changed.
        .execution_options(synchronize_session="fetch")
    )
    return changed.rowcount == 1


def _grade(row: GradeRow | Row[Any]) -> GradeRecord:
    assert row.id is not None
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
