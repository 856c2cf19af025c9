"""The publication of reports, its corrections, and the feedback on it.

Anonymous feedback has a table of its own: random names, no time, no order of arrival, nobody.
"""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, func, update
from sqlmodel import Field, Session, SQLModel, col, select


class PublicityRow(SQLModel, table=True):
    __tablename__ = "publicity"

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    state: str = "proposed"  # proposed -> open -> closed; declined or withdrawn
    request_id: str = ""
    scope: str
    contact: str
    workdays: int
    reports: list[dict[str, Any]] = Field(sa_type=JSON)  # what is public, branch by branch
    notice: dict[str, Any] | None = Field(
        default=None, sa_type=JSON
    )  # the stored file, from the release on
    asked_by: int = Field(foreign_key="person.id")
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    first: date | None = None
    last: date | None = None
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None


class CorrectionRow(SQLModel, table=True):
    """A change of what is public, with what it was before."""

    __tablename__ = "publicity_correction"

    id: int | None = Field(default=None, primary_key=True)
    publicity_id: int = Field(foreign_key="publicity.id", index=True)
    branch_id: int = Field(foreign_key="branch.id")
    before: dict[str, Any] = Field(sa_type=JSON)
    after: dict[str, Any] = Field(sa_type=JSON)
    reason: str
    state: str = "proposed"  # proposed -> done | declined
    asked_by: int = Field(foreign_key="person.id")
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


class FeedbackRow(SQLModel, table=True):
    """Named feedback. `branch_id` where it names a secretary or a branch."""

    __tablename__ = "feedback"

    id: int | None = Field(default=None, primary_key=True)
    publicity_id: int = Field(foreign_key="publicity.id", index=True)
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    person_id: int = Field(foreign_key="person.id")
    text: str
    at: datetime


class UnnamedFeedbackRow(SQLModel, table=True):
    """Without rowid, so that the rows lie in the order of their random names."""

    __tablename__ = "unnamed_feedback"
    __table_args__ = {"sqlite_with_rowid": False}

    name: str = Field(primary_key=True)
    publicity_id: int = Field(foreign_key="publicity.id", index=True)
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    text: str


def add(session: Session, row: PublicityRow) -> PublicityRow:
    session.add(row)
    session.flush()
    return row


def find(session: Session, publicity_id: int) -> PublicityRow | None:
    return session.get(PublicityRow, publicity_id)


def latest(session: Session, cycle_id: int) -> PublicityRow | None:
    """The one that is or was public."""
    found = select(PublicityRow).where(
        PublicityRow.cycle_id == cycle_id, col(PublicityRow.state).in_(("open", "closed"))
    )
    return session.exec(found.order_by(col(PublicityRow.id).desc()).limit(1)).first()


def proposed(session: Session, cycle_id: int) -> list[PublicityRow]:
    return list(
        session.exec(
            select(PublicityRow).where(
                PublicityRow.cycle_id == cycle_id, PublicityRow.state == "proposed"
            )
        )
    )


def open_now(session: Session) -> list[PublicityRow]:
    return list(
        session.exec(
            select(PublicityRow).where(PublicityRow.state == "open").order_by(col(PublicityRow.id))
        )
    )


def move(session: Session, publicity_id: int, *, before: str, after: str, **values: object) -> bool:
    """Changes the state by conditional update; False where somebody was first."""
    changed = session.exec(
        update(PublicityRow)
        .where(col(PublicityRow.id) == publicity_id, col(PublicityRow.state) == before)
        .values(state=after, **values)
        .execution_options(synchronize_session="fetch")
    )
    return changed.rowcount == 1


def add_correction(session: Session, row: CorrectionRow) -> CorrectionRow:
    session.add(row)
    session.flush()
    return row


def correction(session: Session, correction_id: int) -> CorrectionRow | None:
    return session.get(CorrectionRow, correction_id)


def corrections(session: Session, publicity_id: int) -> list[CorrectionRow]:
    """Those that were carried out."""
    found = select(CorrectionRow).where(
        CorrectionRow.publicity_id == publicity_id, CorrectionRow.state == "done"
    )
    return list(session.exec(found.order_by(col(CorrectionRow.id))))


def add_feedback(session: Session, row: FeedbackRow) -> None:
    session.add(row)
    session.flush()


def add_unnamed(session: Session, publicity_id: int, branch_id: int | None, text: str) -> None:
    """The same words are kept once, so that a message that is delivered twice counts once."""
    known = select(UnnamedFeedbackRow.name).where(
        UnnamedFeedbackRow.publicity_id == publicity_id, UnnamedFeedbackRow.text == text
    )
    if session.exec(known).first() is not None:
        return
    name = secrets.token_hex(16)
    session.add(
        UnnamedFeedbackRow(name=name, publicity_id=publicity_id, branch_id=branch_id, text=text)
    )
    session.flush()


def feedback(session: Session, publicity_id: int) -> list[FeedbackRow]:
    found = select(FeedbackRow).where(FeedbackRow.publicity_id == publicity_id)
    return list(session.exec(found.order_by(col(FeedbackRow.id))))


def unnamed(session: Session, publicity_id: int) -> list[UnnamedFeedbackRow]:
    found = select(UnnamedFeedbackRow).where(UnnamedFeedbackRow.publicity_id == publicity_id)
    return list(session.exec(found.order_by(col(UnnamedFeedbackRow.name))))


def feedback_count(session: Session, publicity_id: int) -> int:
    """Named and anonymous together."""
    counts = (
        select(func.count()).where(table.publicity_id == publicity_id)
        for table in (FeedbackRow, UnnamedFeedbackRow)
    )
    return sum(session.exec(count).one() for count in counts)
