"""Inputs, opinions, grades and what was told of them.

Rows are added, not overwritten: the history is the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, func, update
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from bot.domain.evaluation.grades import State
from bot.domain.evaluation.inputs import Source
from bot.domain.evaluation.opinion import Half, Opinion, Sentence


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
    basis: dict[str, Any] = Field(sa_type=JSON)  # inputs and numbers, as they stood
    state: str = State.PROPOSED
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
class InputRecord:
    """An entry of one of the inputs that people write.

    Persons are ids; `number` counts through the cycle.
    """

    person_id: int
    kind: str
    text: str
    author_id: int
    entered_by: int
    at: datetime
    source: Source
    corrects: int | None = None
    number: int = 0


@dataclass(frozen=True)
class OpinionRecord:
    id: int
    version: int
    opinion: Opinion


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


def inputs(session: Session, cycle_id: int) -> list[InputRecord]:
    """All entries of a cycle in the order of their numbers."""
    rows = select(InputRow).where(InputRow.cycle_id == cycle_id)
    return [_input(row) for row in session.exec(rows.order_by(col(InputRow.number)))]


def input_numbered(session: Session, cycle_id: int, number: int) -> InputRecord | None:
    rows = select(InputRow).where(InputRow.cycle_id == cycle_id, InputRow.number == number)
    row = session.exec(rows).first()
    return _input(row) if row else None


def add_input(session: Session, cycle_id: int, record: InputRecord) -> InputRecord:
    """Adds an entry under the next number of its cycle; the entry with that number."""
    numbers = select(func.max(InputRow.number)).where(InputRow.cycle_id == cycle_id)
    last = session.exec(numbers).one() or 0
    numbered = replace(record, number=last + 1)
    session.add(InputRow(cycle_id=cycle_id, **vars(numbered)))
    session.flush()
    return numbered


def opinion(session: Session, cycle_id: int, person_id: int) -> OpinionRecord | None:
    """The newest version of the opinion about a secretary."""
    rows = select(OpinionRow).where(
        OpinionRow.cycle_id == cycle_id, OpinionRow.person_id == person_id
    )
    row = session.exec(rows.order_by(col(OpinionRow.version).desc()).limit(1)).first()
    if row is None:
        return None
    assert row.id is not None
    sentences = tuple(
        Sentence(Half(sentence["half"]), sentence["text"], sentence["source"])
        for sentence in row.sentences
    )
    return OpinionRecord(row.id, row.version, Opinion(sentences))


def add_opinion(
    session: Session,
    cycle_id: int,
    person_id: int,
    content: Opinion,
    *,
    made_by: int,
    made_at: datetime,
    how: str,
) -> int:
    """Adds the next version; its number. `how` it came about: drafted, chat or word."""
    before = opinion(session, cycle_id, person_id)
    version = before.version + 1 if before else 1
    row = OpinionRow(
        cycle_id=cycle_id,
        person_id=person_id,
        version=version,
        sentences=[
            {"half": sentence.half.value, "text": sentence.text, "source": sentence.source}
            for sentence in content.sentences
        ],
        made_by=made_by,
        made_at=made_at,
        how=how,
    )
    session.add(row)
    session.flush()
    return version


def on_desk(session: Session, cycle_id: int, actor_id: int) -> int | None:
    """Whose opinion the actor spoke of last."""
    row = session.get(OpinionDeskRow, (cycle_id, actor_id))
    return row.person_id if row else None


def put_on_desk(session: Session, cycle_id: int, actor_id: int, person_id: int) -> None:
    session.merge(OpinionDeskRow(cycle_id=cycle_id, actor_id=actor_id, person_id=person_id))
    session.flush()


def grades(session: Session, cycle_id: int) -> list[GradeRecord]:
    """All lines of the history in the order in which they were set."""
    rows = select(GradeRow).where(GradeRow.cycle_id == cycle_id)
    return [_grade(row) for row in session.exec(rows.order_by(col(GradeRow.id)))]


def grade(session: Session, grade_id: int) -> GradeRecord | None:
    row = session.get(GradeRow, grade_id)
    return _grade(row) if row else None


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
        .execution_options(synchronize_session="fetch")
    )
    return changed.rowcount == 1


def results(session: Session, cycle_id: int) -> Mapping[int, ResultRecord]:
    """The newest telling by person."""
    rows = select(ResultRow).where(ResultRow.cycle_id == cycle_id)
    records = [_result(row) for row in session.exec(rows.order_by(col(ResultRow.id)))]
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


def _input(row: InputRow) -> InputRecord:
    return InputRecord(
        person_id=row.person_id,
        kind=row.kind,
        text=row.text,
        author_id=row.author_id,
        entered_by=row.entered_by,
        at=row.at,
        source=Source(row.source),
        corrects=row.corrects,
        number=row.number,
    )


def _grade(row: GradeRow) -> GradeRecord:
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


def _result(row: ResultRow) -> ResultRecord:
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
