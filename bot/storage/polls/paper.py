"""Paper ballots of people without an account: a batch per category, entered by one person,
confirmed by a second (S27).
"""

from sqlalchemy import JSON, update
from sqlmodel import Field, Session, col, select

from bot.domain.polls.paper import Batch, PaperState
from bot.domain.values import dataclass
from bot.storage.rows import TableRow


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
    row = PaperRow(
        poll_id=poll_id,
        category=batch.category,
        handed_out=batch.handed_out,
        returned=batch.returned,
        spoilt=batch.spoilt,
        counts=[list(line) for line in batch.counts],
        entered_by=entered_by,
        state=state,
    )
    session.add(row)
    session.flush()
    return _entered(row)


def decide(
    session: Session, batch_id: int, state: PaperState, *, person_id: int
) -> EnteredBatch | None:
    """Confirms or declines a batch; None, and no change, where it was decided before."""
    changed = session.exec(
        update(PaperRow)
        .where(col(PaperRow.id) == batch_id, col(PaperRow.state) == PaperState.ENTERED)
        .values(state=state, confirmed_by=person_id)
        # Who has read the row in this transaction sees it changed.
        .execution_options(synchronize_session="fetch")
    )
    if changed.rowcount != 1:
        return None
    return _entered(session.get_one(PaperRow, batch_id))


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


def _rows(session: Session, poll_id: int, state: PaperState) -> list[PaperRow]:
    rows = select(PaperRow).where(PaperRow.poll_id == poll_id, PaperRow.state == state)
    return list(session.exec(rows.order_by(col(PaperRow.id))))


def _entered(row: PaperRow) -> EnteredBatch:
    assert row.id is not None
    return EnteredBatch(row.id, row.poll_id, row.category, PaperState(row.state))
