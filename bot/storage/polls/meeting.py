"""The meeting of a cycle: the event, attendance and leave, merged categories, order of speaking,
who reports in writing.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, bindparam, delete
from sqlmodel import Field, Session, SQLModel

from bot.domain.polls.meeting import AgendaItem, Event, Leave, Meeting, OrderKind
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow
from bot.storage.sealing import write_seen
from bot.storage.writes import add_row, put_row


class MeetingRow(TableRow, table=True):
    __tablename__ = "meeting"

    cycle_id: int = Field(primary_key=True, foreign_key="cycle.id")
    merges: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    named: bool = False  # 记名: decided by the organiser for the polls to come
    attendance_card: str = ""  # empty until there is an attendance list
    seed: str = ""
    order: list[int] = Field(default_factory=list, sa_type=JSON)  # persons in the order of speaking
    order_kind: str = OrderKind.ROSTER.value
    orders: int = 0  # how many the group was told
    # By person: the reason for reporting in writing.
    written: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    at: datetime | None = None
    place: str = ""
    items: list[list[Any]] = Field(default_factory=list, sa_type=JSON)  # title, minutes or null
    speech_minutes: int | None = None
    attends: str = ""
    bring: str = ""
    notices: int = 0  # how often the group was told
    noticed_at: datetime | None = None


class AttendanceRow(TableRow, table=True):
    __tablename__ = "attendance"

    cycle_id: int = Field(primary_key=True, foreign_key="cycle.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    at: datetime
    entered_by: int = Field(foreign_key="person.id")


class LeaveRow(TableRow, table=True):
    __tablename__ = "meeting_leave"

    cycle_id: int = Field(primary_key=True, foreign_key="cycle.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    reason: str = ""
    at: datetime
    entered_by: int = Field(foreign_key="person.id")


_MEETINGS = SQLModel.metadata.tables[MeetingRow.__tablename__]
_ATTENDANCE = SQLModel.metadata.tables[AttendanceRow.__tablename__]
_LEAVE = SQLModel.metadata.tables[LeaveRow.__tablename__]
# Every message and every beat asks it: put together once and sent past the mapper.
_OF_CYCLE = Prepared(_MEETINGS.select().where(_MEETINGS.c.cycle_id == bindparam("cycle")))
_PRESENT = Prepared(_ATTENDANCE.select().where(_ATTENDANCE.c.cycle_id == bindparam("cycle")))
_END_LEAVE = Prepared(
    delete(_LEAVE).where(
        _LEAVE.c.cycle_id == bindparam("cycle"), _LEAVE.c.person_id == bindparam("person")
    )
)
_LEAVES = Prepared(_LEAVE.select().where(_LEAVE.c.cycle_id == bindparam("cycle")))


@remembered("meeting")
def of_cycle(session: Session, cycle_id: int) -> Meeting:
    """Returns the cycle's meeting; where nothing was decided yet, one as it is by default."""
    row = _OF_CYCLE.first(session.connection(), cycle=cycle_id)
    if row is None:
        return Meeting(cycle_id)
    order_kind = OrderKind(row.order_kind)
    if row.order and order_kind is OrderKind.ROSTER:
        order_kind = OrderKind.LOT  # an earlier version drew it, and knew no other way
    event = Event(
        at=row.at,
        place=row.place,
        items=tuple(AgendaItem(title, minutes) for title, minutes in row.items),
        speech_minutes=row.speech_minutes,
        attends=row.attends,
        bring=row.bring,
    )
    return Meeting(
        cycle_id=row.cycle_id,
        merges=row.merges,
        named=row.named,
        attendance_card=row.attendance_card,
        seed=row.seed,
        order=tuple(row.order),
        order_kind=order_kind,
        orders=row.orders,
        written=row.written,
        event=event,
        notices=row.notices,
        noticed_at=row.noticed_at,
    )


def save(session: Session, meeting: Meeting) -> None:
    """Adds or changes the cycle's meeting."""
    event = meeting.event
    row = {
        "cycle_id": meeting.cycle_id,
        "merges": dict(meeting.merges),
        "named": meeting.named,
        "attendance_card": meeting.attendance_card,
        "seed": meeting.seed,
        "order": list(meeting.order),
        "order_kind": meeting.order_kind.value,
        "orders": meeting.orders,
        "written": dict(meeting.written),
        "at": event.at,
        "place": event.place,
        "items": [[item.title, item.minutes] for item in event.items],
        "speech_minutes": event.speech_minutes,
        "attends": event.attends,
        "bring": event.bring,
        "notices": meeting.notices,
        "noticed_at": meeting.noticed_at,
    }
    put_row(session, _MEETINGS, row)


@remembered("attendance")
def present(session: Session, cycle_id: int) -> frozenset[int]:
    """Returns the persons who have signed in."""
    rows = _PRESENT.rows(session.connection(), cycle=cycle_id)
    return frozenset(row.person_id for row in rows)


def sign_in(
    session: Session, cycle_id: int, person_id: int, *, at: datetime, entered_by: int
) -> bool:
    """Notes that somebody is present; False where he was signed in before."""
    if person_id in present(session, cycle_id):
        return False
    row = {"cycle_id": cycle_id, "person_id": person_id, "at": at, "entered_by": entered_by}
    add_row(session, _ATTENDANCE, row)
    return True


@remembered("meeting_leave")
def leaves(session: Session, cycle_id: int) -> dict[int, Leave]:
    """Returns who will not come, by person."""
    rows = _LEAVES.rows(session.connection(), cycle=cycle_id)
    return {row.person_id: Leave(row.person_id, row.reason) for row in rows}


def take_leave(
    session: Session, cycle_id: int, leave: Leave, *, at: datetime, entered_by: int
) -> None:
    """Notes that somebody will not come; a later reason replaces the earlier one."""
    row = {
        "cycle_id": cycle_id,
        "person_id": leave.person_id,
        "reason": leave.reason,
        "at": at,
        "entered_by": entered_by,
    }
    put_row(session, _LEAVE, row)


def end_leave(session: Session, cycle_id: int, person_id: int) -> bool:
    """Notes that somebody comes after all; False where he was expected anyway."""
    key = (cycle_id, person_id)
    return write_seen(session, _END_LEAVE, [key], {"cycle": cycle_id, "person": person_id}) == 1
