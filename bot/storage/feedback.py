"""The feedback on what is public.

Anonymous feedback has a table of its own: random names, no time, no order of arrival, nobody.
"""

import secrets
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Field, Session, col, select

from bot.domain.publicity.publication import Feedback
from bot.storage import publicity  # noqa: F401 - both refer to its table
from bot.storage.rows import WITHOUT_ROWID, TableRow


class FeedbackRow(TableRow, table=True):
    """Named feedback. `branch_id` where it names a secretary or a branch."""

    __tablename__ = "feedback"

    id: int | None = Field(default=None, primary_key=True)
    publicity_id: int = Field(foreign_key="publicity.id", index=True)
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    person_id: int = Field(foreign_key="person.id")
    text: str
    at: datetime


class UnnamedFeedbackRow(TableRow, table=True):
    """Without rowid, so that the rows lie in the order of their random names."""

    __tablename__ = "unnamed_feedback"
    __table_args__ = WITHOUT_ROWID

    name: str = Field(primary_key=True)
    publicity_id: int = Field(foreign_key="publicity.id", index=True)
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    text: str


def add(
    session: Session,
    publicity_id: int,
    branch_id: int | None,
    text: str,
    *,
    person_id: int,
    now: datetime,
) -> None:
    session.add(
        FeedbackRow(
            publicity_id=publicity_id,
            branch_id=branch_id,
            person_id=person_id,
            text=text,
            at=now,
        )
    )
    session.flush()


def add_unnamed(session: Session, publicity_id: int, branch_id: int | None, text: str) -> None:
    """Keeps anonymous feedback.

    The same words are kept once, so that a message that is delivered twice counts once.
    """
    same_words = select(UnnamedFeedbackRow.name).where(
        UnnamedFeedbackRow.publicity_id == publicity_id, UnnamedFeedbackRow.text == text
    )
    if session.exec(same_words).first() is not None:
        return
    name = secrets.token_hex(16)
    session.add(
        UnnamedFeedbackRow(name=name, publicity_id=publicity_id, branch_id=branch_id, text=text)
    )
    session.flush()


def named(session: Session, publicity_id: int) -> list[Feedback]:
    """Returns the named feedback in order of time."""
    rows = select(FeedbackRow).where(FeedbackRow.publicity_id == publicity_id)
    return [
        Feedback(row.text, row.branch_id, row.person_id, row.at)
        for row in session.exec(rows.order_by(col(FeedbackRow.id)))
    ]


def unnamed(session: Session, publicity_id: int) -> list[Feedback]:
    """Returns the anonymous feedback in the order of its random names."""
    rows = select(UnnamedFeedbackRow).where(UnnamedFeedbackRow.publicity_id == publicity_id)
    return [
        Feedback(row.text, row.branch_id)
        for row in session.exec(rows.order_by(col(UnnamedFeedbackRow.name)))
    ]


def count(session: Session, publicity_id: int) -> int:
    """Counts named and anonymous feedback together."""
    counts = (
        select(func.count()).where(table.publicity_id == publicity_id)
        for table in (FeedbackRow, UnnamedFeedbackRow)
    )
    return sum(session.exec(number).one() for number in counts)
