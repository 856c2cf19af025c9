"""Speeches at the meeting: one row each. At most one of a meeting runs."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select


class SpeechRow(SQLModel, table=True):
    __tablename__ = "speech"

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    until: datetime
    state: str = "running"  # -> last_minute -> over (the time is) -> ended (the speaker is); the clock says the first three


def add(session: Session, row: SpeechRow) -> int:
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def running(session: Session) -> list[SpeechRow]:
    """Those of all meetings whose time is not over."""
    found = (
        select(SpeechRow)
        .where(col(SpeechRow.state).in_(["running", "last_minute"]))
        .order_by(col(SpeechRow.id))
    )
    return list(session.exec(found))


def find(session: Session, number: int) -> SpeechRow | None:
    return session.get(SpeechRow, number)


def latest(session: Session, cycle_id: int) -> SpeechRow | None:
    """The newest of a meeting, where it has not ended: the one that people listen to."""
    found = (
        select(SpeechRow).where(SpeechRow.cycle_id == cycle_id).order_by(col(SpeechRow.id).desc())
    )
    row = session.exec(found).first()
    return row if row is not None and row.state != "ended" else None


def spoken(session: Session, cycle_id: int) -> frozenset[int]:
    """The persons who have spoken, or speak."""
    return frozenset(
        session.exec(select(SpeechRow.person_id).where(SpeechRow.cycle_id == cycle_id))
    )


def put(session: Session, row: SpeechRow, *, state: str, until: datetime | None = None) -> None:
    row.state, row.until = state, until or row.until
    session.add(row)
    session.flush()
