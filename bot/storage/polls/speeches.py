"""Speeches at the meeting: one row each. At most one of a meeting runs."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select


class SpeechRow(SQLModel, table=True):
    __tablename__ = "speech"

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    until: datetime
    state: str = "running"  # -> last_minute -> over


def add(session: Session, row: SpeechRow) -> int:
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def running(session: Session, cycle_id: int | None = None) -> list[SpeechRow]:
    """Those that are not over, of one meeting or of all."""
    found = select(SpeechRow).where(SpeechRow.state != "over").order_by(col(SpeechRow.id))
    return list(session.exec(found if cycle_id is None else found.where(SpeechRow.cycle_id == cycle_id)))


def put(session: Session, row: SpeechRow, state: str) -> None:
    row.state = state
    session.add(row)
    session.flush()
