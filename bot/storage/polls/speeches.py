"""Speeches at the meeting: one row each. At most one of a meeting runs."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from bot.domain.polls.meeting import Speech, SpeechState


class SpeechRow(SQLModel, table=True):
    __tablename__ = "speech"

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    until: datetime
    state: str = SpeechState.RUNNING


def add(
    session: Session, cycle_id: int, person_id: int, *, until: datetime, state: SpeechState
) -> Speech:
    row = SpeechRow(cycle_id=cycle_id, person_id=person_id, until=until, state=state)
    session.add(row)
    session.flush()
    return _speech(row)


def change(
    session: Session, speech_id: int, *, state: SpeechState, until: datetime | None = None
) -> Speech:
    """Sets the state, and a new end where one is given."""
    row = session.get_one(SpeechRow, speech_id)
    row.state = state
    row.until = until or row.until
    session.flush()
    return _speech(row)


def find(session: Session, speech_id: int) -> Speech | None:
    row = session.get(SpeechRow, speech_id)
    return _speech(row) if row else None


def running(session: Session) -> list[Speech]:
    """The speeches of all meetings whose time is not over."""
    rows = select(SpeechRow).where(
        col(SpeechRow.state).in_([SpeechState.RUNNING, SpeechState.LAST_MINUTE])
    )
    return [_speech(row) for row in session.exec(rows.order_by(col(SpeechRow.id)))]


def latest(session: Session, cycle_id: int) -> Speech | None:
    """The newest speech of a meeting, where it has not ended: the one that people listen to."""
    rows = select(SpeechRow).where(SpeechRow.cycle_id == cycle_id)
    row = session.exec(rows.order_by(col(SpeechRow.id).desc())).first()
    if row is None or row.state == SpeechState.ENDED:
        return None
    return _speech(row)


def speaker_ids(session: Session, cycle_id: int) -> frozenset[int]:
    """The persons who have spoken, or speak."""
    return frozenset(
        session.exec(select(SpeechRow.person_id).where(SpeechRow.cycle_id == cycle_id))
    )


def _speech(row: SpeechRow) -> Speech:
    assert row.id is not None
    return Speech(row.id, row.cycle_id, row.person_id, row.until, SpeechState(row.state))
