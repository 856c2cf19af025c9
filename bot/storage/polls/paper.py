"""Paper ballots of people without an account: a batch per category, entered by one person,
confirmed by a second (S27).
"""

from typing import Any

from sqlalchemy import JSON, Row, bindparam
from sqlmodel import Field, Session, SQLModel

from bot.domain.polls.paper import Batch, PaperState
from bot.domain.values import dataclass
from bot.storage.prepared import Prepared
from bot.storage.rows import TableRow
from bot.storage.writes import add_row, change_row_where


class PaperRow(TableRow, table=True):
    __tablename__ = "poll_paper"

    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="poll.id", index=True)
    category: str
    handed_out: int
    returned: int
    spoilt: int
    counts: list[list[int]] = Field(sa_type=JSON)  # per item, per step
    request_id: str = ""
    entered_by: int = Field(foreign_key="person.id")
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    state: str = PaperState.ENTERED


_WAITS = PaperState.ENTERED
_TABLE = SQLModel.metadata.tables[PaperRow.__tablename__]
_COLUMNS = _TABLE.c
_OF_ID = Prepared(_TABLE.select().where(_COLUMNS.id == bindparam("batch")))
_IN_STATE = Prepared(
    _TABLE.select()
    .where(_COLUMNS.poll_id == bindparam("poll"), _COLUMNS.state == bindparam("state"))
    .order_by(_COLUMNS.id)
)


@dataclass(frozen=True)
class EnteredBatch:
    """A batch in its table."""

    id: int
    poll_id: int
    category: str
    state: PaperState


def add(session: Session, poll_id: int, batch: Batch, *, entered_by: int) -> EnteredBatch:
    """Adds a batch, void where it cannot be right."""
    state = PaperState.ENTERED
    if batch.void:
        state = PaperState.VOID
    row = {
        "poll_id": poll_id,
        "category": batch.category,
        "handed_out": batch.handed_out,
        "returned": batch.returned,
        "spoilt": batch.spoilt,
        "counts": [list(line) for line in batch.counts],
        "entered_by": entered_by,
        "state": state,
    }
    (batch_id,) = add_row(session, _TABLE, row)
    return EnteredBatch(batch_id, poll_id, batch.category, state)


def decide(
    session: Session, batch_id: int, state: PaperState, *, person_id: int
) -> EnteredBatch | None:
    """Confirms or declines a batch; None, and no change, where it was decided before."""
    decision = {"state": state, "confirmed_by": person_id}
    if not change_row_where(session, _TABLE, (batch_id,), {"state": _WAITS}, decision):
        return None
    (row,) = _OF_ID.rows(session.connection(), batch=batch_id)
    return EnteredBatch(row.id, row.poll_id, row.category, PaperState(row.state))


def is_waiting(session: Session, poll_id: int) -> bool:
    """Tells whether a batch of this poll waits for its second person."""
    return bool(_rows(session, poll_id, PaperState.ENTERED))


def confirmed(session: Session, poll_id: int) -> list[Batch]:
    """Returns the batches that count, in the order in which they were entered."""
    return [
        Batch(
            category=row.category,
            handed_out=row.handed_out,
            returned=row.returned,
            spoilt=row.spoilt,
            counts=tuple(map(tuple, row.counts)),
        )
        for row in _rows(session, poll_id, PaperState.CONFIRMED)
    ]


def _rows(session: Session, poll_id: int, state: PaperState) -> list[Row[Any]]:
    session.flush()
    return _IN_STATE.rows(session.connection(), poll=poll_id, state=state)
