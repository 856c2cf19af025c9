"""How many calls of a platform's monthly allowance are spent: one number per month and kind."""

from sqlalchemy import update
from sqlmodel import Field, Session, col, select

from bot.domain.values import dataclass
from bot.storage.rows import TableRow


class QuotaRow(TableRow, table=True):
    __tablename__ = "quota"

    kind: str = Field(primary_key=True)
    month: str = Field(primary_key=True)  # 2026-12
    used: int = 0
    allowance: int = 0  # 0: not known


@dataclass(frozen=True)
class Spent:
    used: int
    allowance: int  # of the whole month; 0 where it is not known


def of_month(session: Session, month: str) -> dict[str, Spent]:
    """Returns what is spent, by kind; empty where no platform counts."""
    rows = session.exec(select(QuotaRow).where(QuotaRow.month == month))
    return {row.kind: Spent(row.used, row.allowance) for row in rows}


def spend(session: Session, kind: str, month: str, number: int, *, allowance: int = 0) -> int:
    """Adds to the month's number; the number after it. 0 only reads."""
    mine = (col(QuotaRow.kind) == kind, col(QuotaRow.month) == month)
    # The database adds, so that of two who count at once nothing is lost.
    values = {"used": QuotaRow.used + number, "allowance": allowance}
    changed = session.exec(update(QuotaRow).where(*mine).values(**values))
    if changed.rowcount == 0:
        session.add(QuotaRow(kind=kind, month=month, used=number, allowance=allowance))
        session.flush()
    return session.get_one(QuotaRow, (kind, month), populate_existing=True).used
