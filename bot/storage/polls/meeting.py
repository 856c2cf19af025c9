"""The meeting of a cycle: merged categories, attendance, order of speaking, who reports in writing."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, select


class MeetingRow(SQLModel, table=True):
    __tablename__ = "meeting"

    cycle_id: int = Field(primary_key=True, foreign_key="cycle.id")
    merges: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    named: bool = False  # 记名: decided by the organiser for the polls to come
    attendance_card: str = ""  # empty until there is an attendance list
    seed: str = ""
    order: list[int] = Field(default_factory=list, sa_type=JSON)  # persons in the order of speaking
    written: dict[str, Any] = Field(
        default_factory=dict, sa_type=JSON
    )  # person -> reason for reporting in writing


class AttendanceRow(SQLModel, table=True):
    __tablename__ = "attendance"

    cycle_id: int = Field(primary_key=True, foreign_key="cycle.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    at: datetime
    entered_by: int = Field(foreign_key="person.id")


def meeting(session: Session, cycle_id: int) -> MeetingRow:
    """The cycle's meeting; a new row is written only where something is set."""
    return session.get(MeetingRow, cycle_id) or MeetingRow(cycle_id=cycle_id)


def save(session: Session, row: MeetingRow) -> None:
    session.add(row)
    session.flush()


def present(session: Session, cycle_id: int) -> frozenset[int]:
    return frozenset(
        session.exec(select(AttendanceRow.person_id).where(AttendanceRow.cycle_id == cycle_id))
    )


def sign_in(
    session: Session, cycle_id: int, person_id: int, *, at: datetime, entered_by: int
) -> bool:
    """False where the person was signed in before."""
    if session.get(AttendanceRow, (cycle_id, person_id)) is not None:
        return False
    session.add(AttendanceRow(cycle_id=cycle_id, person_id=person_id, at=at, entered_by=entered_by))
    session.flush()
    return True
