"""Inputs, opinions, grades and what was told of them. Rows are added, not overwritten: the history is the table."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, func, update
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select


class InputRow(SQLModel, table=True):
    __tablename__ = "evaluation_input"
    __table_args__ = (UniqueConstraint("cycle_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    number: int  # shown; counts through the cycle
    person_id: int = Field(foreign_key="person.id")
    kind: str  # everyday | fieldwork | comment; the ballot stands in its poll
    text: str
    author_id: int = Field(foreign_key="person.id")
    entered_by: int = Field(foreign_key="person.id")
    at: datetime
    source: str  # chat | meeting
    corrects: int | None = None  # the number of the entry that this one replaces


class OpinionRow(SQLModel, table=True):
    """One version of an opinion; the newest counts."""

    __tablename__ = "opinion"
    __table_args__ = (UniqueConstraint("cycle_id", "person_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    version: int
    sentences: list[dict[str, str]] = Field(sa_type=JSON)
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime
    how: str  # drafted | chat | word


class OpinionDeskRow(SQLModel, table=True):
    """Whose opinion somebody has before him: 「改 2 …」 is about that one."""

    __tablename__ = "opinion_desk"

    cycle_id: int = Field(primary_key=True, foreign_key="cycle.id")
    actor_id: int = Field(primary_key=True, foreign_key="person.id")
    person_id: int = Field(foreign_key="person.id")


class GradeRow(SQLModel, table=True):
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
    basis: dict[str, Any] = Field(
        sa_type=JSON
    )  # the inputs and numbers that it rests on, as they stood
    state: str = "proposed"  # proposed -> confirmed | declined | withdrawn
    request_id: str = ""
    set_by: int = Field(foreign_key="person.id")
    set_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None


class ResultRow(SQLModel, table=True):
    """The telling of a grade and its opinion to the secretary."""

    __tablename__ = "result"

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    grade_id: int = Field(foreign_key="grade.id")
    opinion_id: int = Field(foreign_key="opinion.id")
    receipt_id: str = ""  # the request behind the button 阅知
    asked_by: int = Field(foreign_key="person.id")
    confirmed_by: int = Field(foreign_key="person.id")
    told_at: datetime
    until: date  # last day for an objection
    read_at: datetime | None = None
    objection: str = ""
    objected_at: datetime | None = None


def inputs(session: Session, cycle_id: int) -> list[InputRow]:
    return list(
        session.exec(
            select(InputRow).where(InputRow.cycle_id == cycle_id).order_by(col(InputRow.number))
        )
    )


def input_numbered(session: Session, cycle_id: int, number: int) -> InputRow | None:
    return session.exec(
        select(InputRow).where(InputRow.cycle_id == cycle_id, InputRow.number == number)
    ).first()


def add_input(session: Session, row: InputRow) -> InputRow:
    """Gives it the next number of its cycle."""
    last = session.exec(
        select(func.max(InputRow.number)).where(InputRow.cycle_id == row.cycle_id)
    ).one()
    row.number = (last or 0) + 1
    session.add(row)
    session.flush()
    return row


def opinion(session: Session, cycle_id: int, person_id: int) -> OpinionRow | None:
    found = select(OpinionRow).where(
        OpinionRow.cycle_id == cycle_id, OpinionRow.person_id == person_id
    )
    return session.exec(found.order_by(col(OpinionRow.version).desc()).limit(1)).first()


def add_opinion(session: Session, row: OpinionRow) -> OpinionRow:
    before = opinion(session, row.cycle_id, row.person_id)
    row.version = before.version + 1 if before else 1
    session.add(row)
    session.flush()
    return row


def on_desk(session: Session, cycle_id: int, actor_id: int) -> int | None:
    """Whose opinion the actor spoke of last."""
    row = session.get(OpinionDeskRow, (cycle_id, actor_id))
    return row.person_id if row else None


def put_on_desk(session: Session, cycle_id: int, actor_id: int, person_id: int) -> None:
    session.merge(OpinionDeskRow(cycle_id=cycle_id, actor_id=actor_id, person_id=person_id))
    session.flush()


def grades(session: Session, cycle_id: int) -> list[GradeRow]:
    """All lines of the history in the order in which they were set."""
    return list(
        session.exec(
            select(GradeRow).where(GradeRow.cycle_id == cycle_id).order_by(col(GradeRow.id))
        )
    )


def grade(session: Session, grade_id: int) -> GradeRow | None:
    return session.get(GradeRow, grade_id)


def add_grade(session: Session, row: GradeRow) -> GradeRow:
    last = session.exec(
        select(func.max(GradeRow.number)).where(
            GradeRow.cycle_id == row.cycle_id, GradeRow.person_id == row.person_id
        )
    ).one()
    row.number = (last or 0) + 1
    session.add(row)
    session.flush()
    return row


def decide_grade(
    session: Session, grade_id: int, *, state: str, person_id: int, now: datetime
) -> bool:
    """False where it was decided before."""
    changed = session.exec(
        update(GradeRow)
        .where(col(GradeRow.id) == grade_id, col(GradeRow.state) == "proposed")
        .values(state=state, decided_by=person_id, decided_at=now)
        .execution_options(synchronize_session="fetch")
    )
    return changed.rowcount == 1


def results(session: Session, cycle_id: int) -> Mapping[int, ResultRow]:
    """The newest telling by person."""
    found = select(ResultRow).where(ResultRow.cycle_id == cycle_id).order_by(col(ResultRow.id))
    return {row.person_id: row for row in session.exec(found)}


def add_result(session: Session, row: ResultRow) -> ResultRow:
    session.add(row)
    session.flush()
    return row
