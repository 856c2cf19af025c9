"""The meeting of a cycle: merged categories, attendance, order of speaking, who reports in
writing.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, select

from bot.domain.polls.meeting import Meeting


class MeetingRow(SQLModel, table=True):
    __tablename__ = "meeting"

    cycle_id: int = Field(primary_key=True, foreign_key="cycle.id")
    merges: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    named: bool = False  # 记名: decided by the organiser for the polls to come
    attendance_card: str = ""  # empty until there is an attendance list
    seed: str = ""
    order: list[int] = Field(default_factory=list, sa_type=JSON)  # persons in the order of speaking
    # By person: the reason for reporting in writing.
    written: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class AttendanceRow(SQLModel, table=True):
    __tablename__ = "attendance"

    cycle_id: int = Field(primary_key=True, foreign_key="cycle.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    at: datetime
    entered_by: int = Field(foreign_key="person.id")


def of_cycle(session: Session, cycle_id: int) -> Meeting:
    """The cycle's meeting; where nothing was decided yet, one as it is by default."""
    row = session.get(MeetingRow, cycle_id)
    if row is None:
        return Meeting(cycle_id)
    return Meeting(
        cycle_id=row.cycle_id,
        merges=row.merges,
        named=row.named,
        attendance_card=row.attendance_card,
        seed=row.seed,
        order=tuple(row.order),
        written=row.written,
    )


def save(session: Session, meeting: Meeting) -> None:
    """Adds or changes the cycle's meeting."""
    row = MeetingRow(
        cycle_id=meeting.cycle_id,
        merges=dict(meeting.merges),
        named=meeting.named,
        attendance_card=meeting.attendance_card,
        seed=meeting.seed,
        order=list(meeting.order),
        written=dict(meeting.written),
    )
    session.merge(row)
    session.flush()


def present(session: Session, cycle_id: int) -> frozenset[int]:
    """The persons who have signed in."""
    return frozenset(
        session.exec(select(AttendanceRow.person_id).where(AttendanceRow.cycle_id == cycle_id))
    )


def sign_in(
    session: Session, cycle_id: int, person_id: int, *, at: datetime, entered_by: int
) -> bool:
    """Notes that somebody is present; False where he was signed in before."""
    if session.get(AttendanceRow, (cycle_id, person_id)) is not None:
        return False
    session.add(AttendanceRow(cycle_id=cycle_id, person_id=person_id, at=at, entered_by=entered_by))
    session.flush()
    return True
