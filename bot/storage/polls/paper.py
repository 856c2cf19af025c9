"""Paper ballots of people without an account: a batch per category, entered by one person, confirmed by a second (S27)."""

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, select


class PaperRow(SQLModel, table=True):
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
    state: str = "entered"  # entered -> confirmed | declined | void


def add(session: Session, row: PaperRow) -> PaperRow:
    session.add(row)
    session.flush()
    return row


def find(session: Session, batch_id: int) -> PaperRow | None:
    return session.get(PaperRow, batch_id)


def of_poll(session: Session, poll_id: int, state: str) -> list[PaperRow]:
    found = select(PaperRow).where(PaperRow.poll_id == poll_id, PaperRow.state == state)
    return list(session.exec(found.order_by(col(PaperRow.id))))
