"""How many calls of a platform's monthly allowance are spent: one number per month and kind."""

from sqlalchemy import update
from sqlmodel import Field, Session, SQLModel, col, select


class QuotaRow(SQLModel, table=True):
    __tablename__ = "quota"

    kind: str = Field(primary_key=True)
    month: str = Field(primary_key=True)  # 2026-12
    used: int = 0


def of_month(session: Session, month: str) -> dict[str, int]:
    """What is spent, by kind; empty where no platform counts."""
    return {row.kind: row.used for row in session.exec(select(QuotaRow).where(QuotaRow.month == month))}


def spend(session: Session, kind: str, month: str, number: int) -> int:
    """Adds to the month's number; the number after it. 0 only reads."""
    mine = (col(QuotaRow.kind) == kind, col(QuotaRow.month) == month)
    changed = session.exec(update(QuotaRow).where(*mine).values(used=QuotaRow.used + number))
    if changed.rowcount == 0:
        session.add(QuotaRow(kind=kind, month=month, used=number))
        session.flush()
    return session.get_one(QuotaRow, (kind, month), populate_existing=True).used
