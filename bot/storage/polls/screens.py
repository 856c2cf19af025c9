"""The address of a meeting's screen in the hall: one row per cycle that asked for one.

Its secret lies here readable, for what it opens are numbers that whoever reads this table has too.
"""

import secrets

from sqlmodel import Field, Session

from bot.storage.rows import TableRow

SECRET_BYTES = 16


class ScreenRow(TableRow, table=True):
    __tablename__ = "hall_screen"

    cycle_id: int = Field(primary_key=True, foreign_key="cycle.id")
    secret: str


def secret_of(session: Session, cycle_id: int) -> str | None:
    """Returns None where nobody has asked for the screen."""
    row = session.get(ScreenRow, cycle_id)
    if row is None:
        return None
    return row.secret


def make(session: Session, cycle_id: int) -> str:
    """Makes a new secret for a cycle that has none."""
    row = ScreenRow(cycle_id=cycle_id, secret=secrets.token_urlsafe(SECRET_BYTES))
    session.add(row)
    session.flush()
    return row.secret
