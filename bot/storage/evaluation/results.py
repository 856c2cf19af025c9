"""What secretaries were told, when they read it, and what they objected."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam
from sqlmodel import Field, Session, SQLModel

from bot.domain.values import dataclass
from bot.storage.evaluation.grades import GradeRecord
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow


class ResultRow(TableRow, table=True):
    """The telling of a grade and its opinion to the secretary."""

    __tablename__ = "result"

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    grade_id: int = Field(foreign_key="grade.id")
    # None where the plan has no opinions.
    opinion_id: int | None = Field(foreign_key="opinion.id")
    receipt_id: str = ""  # the request behind the button 阅知
    asked_by: int = Field(foreign_key="person.id")
    confirmed_by: int = Field(foreign_key="person.id")
    told_at: datetime
    until: date  # last day for an objection
    read_at: datetime | None = None
    objection: str = ""
    objected_at: datetime | None = None


@dataclass(frozen=True)
class ResultRecord:
    """What became of telling a grade and its opinion.

    `receipt_id` is the card behind the button 阅知.
    """

    id: int
    person_id: int
    grade_id: int
    opinion_id: int | None
    receipt_id: str
    told_at: datetime
    until: date
    read_at: datetime | None
    objection: str
    objected_at: datetime | None


_TABLE = SQLModel.metadata.tables[ResultRow.__tablename__]
# What messages and beats ask is put together once and sent past the mapper.
_OF_CYCLE = Prepared(
    _TABLE.select().where(_TABLE.c.cycle_id == bindparam("cycle")).order_by(_TABLE.c.id)
)


@remembered("result")
def results(session: Session, cycle_id: int) -> Mapping[int, ResultRecord]:
    """Returns the newest telling by person."""
    rows = _OF_CYCLE.rows(session.connection(), cycle=cycle_id)
    records = [_result(row) for row in rows]
    return {record.person_id: record for record in records}


def add_result(
    session: Session,
    cycle_id: int,
    grade: GradeRecord,
    opinion_id: int | None,
    *,
    asked_by: int,
    confirmed_by: int,
    told_at: datetime,
    until: date,
) -> ResultRecord:
    """Notes that a secretary was told; `until` is the last day for an objection."""
    row = ResultRow(
        cycle_id=cycle_id,
        person_id=grade.person_id,
        grade_id=grade.id,
        opinion_id=opinion_id,
        asked_by=asked_by,
        confirmed_by=confirmed_by,
        told_at=told_at,
        until=until,
    )
    session.add(row)
    session.flush()
    return _result(row)


def note_receipt(session: Session, result_id: int, receipt_id: str) -> None:
    """Notes which card has the button 阅知."""
    session.get_one(ResultRow, result_id).receipt_id = receipt_id
    session.flush()


def note_read(session: Session, result_id: int, at: datetime) -> None:
    session.get_one(ResultRow, result_id).read_at = at
    session.flush()


def add_objection(session: Session, result_id: int, text: str, at: datetime) -> None:
    """Adds to what was objected before."""
    row = session.get_one(ResultRow, result_id)
    row.objection = f"{row.objection}\n{text}".strip()
    row.objected_at = at
    session.flush()


def _result(row: ResultRow | Row[Any]) -> ResultRecord:
    assert row.id is not None
    return ResultRecord(
        id=row.id,
        person_id=row.person_id,
        grade_id=row.grade_id,
        opinion_id=row.opinion_id,
        receipt_id=row.receipt_id,
        told_at=row.told_at,
        until=row.until,
        read_at=row.read_at,
        objection=row.objection,
        objected_at=row.objected_at,
    )
