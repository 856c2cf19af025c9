"""What voters write on their sheets without a name: random names, no time, no order, nobody."""

import secrets
from collections.abc import Iterable

from sqlmodel import Field, Session, col, select

from bot.domain.publicity.publication import Feedback
from bot.storage.rows import WITHOUT_ROWID, TableRow


class SheetWordsRow(TableRow, table=True):
    """Without rowid, so that the rows lie in the order of their random names."""

    __tablename__ = "sheet_words"
    __table_args__ = WITHOUT_ROWID

    name: str = Field(primary_key=True)
    poll_id: int = Field(foreign_key="poll.id", index=True)
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    text: str


def add(session: Session, poll_id: int, branch_id: int | None, text: str) -> None:
    """Keeps the words. The same words are kept once, so that what is sent twice counts once."""
    same_words = select(SheetWordsRow.name).where(
        SheetWordsRow.poll_id == poll_id, SheetWordsRow.text == text
    )
    if session.exec(same_words).first() is not None:
        return
    name = secrets.token_hex(16)
    session.add(SheetWordsRow(name=name, poll_id=poll_id, branch_id=branch_id, text=text))
    session.flush()


def of_polls(session: Session, poll_ids: Iterable[int]) -> list[Feedback]:
    """Returns what was written on the sheets of these polls, in the order of its random names."""
    rows = select(SheetWordsRow).where(col(SheetWordsRow.poll_id).in_(list(poll_ids)))
    return [
        Feedback(row.text, row.branch_id)
        for row in session.exec(rows.order_by(col(SheetWordsRow.name)))
    ]
