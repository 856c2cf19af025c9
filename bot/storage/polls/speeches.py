"""Speeches at the meeting: one row each. At most one of a meeting runs."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam
from sqlmodel import Field, Session, SQLModel, select

from bot.domain.polls.meeting import Speech, SpeechState
from bot.storage.prepared import Prepared
from bot.storage.rows import TableRow


class SpeechRow(TableRow, table=True):
    __tablename__ = "speech"

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    started_at: datetime | None = None  # null in rows of earlier versions
    until: datetime
    # Rows of earlier versions also say last_minute and over, which the clock shows now.
    state: str = SpeechState.RUNNING.value


_TABLE = SQLModel.metadata.tables[SpeechRow.__tablename__]
# What messages and beats ask is put together once and sent past the mapper.
_LATEST = Prepared(
    _TABLE.select()
    .where(_TABLE.c.cycle_id == bindparam("cycle"))
    .order_by(_TABLE.c.id.desc())
    .limit(1)
)


def begin(
    session: Session, cycle_id: int, person_id: int, *, started_at: datetime, until: datetime
) -> Speech:
    row = SpeechRow(cycle_id=cycle_id, person_id=person_id, started_at=started_at, until=until)
    session.add(row)
    session.flush()
    return _speech(row)


def end(session: Session, speech_id: int) -> None:
    session.get_one(SpeechRow, speech_id).state = SpeechState.ENDED.value
    session.flush()


def prolong(session: Session, speech_id: int, *, until: datetime) -> None:
    session.get_one(SpeechRow, speech_id).until = until
    session.flush()


def latest(session: Session, cycle_id: int) -> Speech | None:
    """Returns the newest speech of a meeting, where it has not ended: the one that people listen
    to.
    """
    session.flush()
    row = _LATEST.first(session.connection(), cycle=cycle_id)
    if row is None or row.state == SpeechState.ENDED:
        return None
    return _speech(row)


def speaker_ids(session: Session, cycle_id: int) -> frozenset[int]:
    """Returns the persons who have spoken, or speak."""
    return frozenset(
        session.exec(select(SpeechRow.person_id).where(SpeechRow.cycle_id == cycle_id))
    )


def _speech(row: SpeechRow | Row[Any]) -> Speech:
    assert row.id is not None
    state = SpeechState.RUNNING
    if row.state == SpeechState.ENDED:
        state = SpeechState.ENDED
    return Speech(row.id, row.cycle_id, row.person_id, row.started_at, row.until, state)
