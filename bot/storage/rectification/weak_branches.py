"""软弱涣散 (S8): branches that are put in order, one by one, each by a measure of its own."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam
from sqlmodel import Field, Session, SQLModel, col, select

from bot.domain.values import dataclass
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow


class WeakBranchRow(TableRow, table=True):
    __tablename__ = "weak_branch"

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    branch_id: int = Field(foreign_key="branch.id")
    reason: str = ""
    measure: str = ""
    in_charge: str = ""
    due: date | None = None
    satisfaction: str = ""
    listed_at: datetime
    closed_at: datetime | None = None
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    result: str = ""


@dataclass(frozen=True)
class Listing:
    """A branch on the list, for as long as it was put in order.

    `result` is said when that is done.
    """

    id: int
    branch: int
    reason: str
    measure: str
    in_charge: str
    due: date | None
    satisfaction: str
    listed_at: datetime
    closed_at: datetime | None
    result: str


_TABLE = SQLModel.metadata.tables[WeakBranchRow.__tablename__]
# What messages and beats ask is put together once and sent past the mapper.
_OF_DEPARTMENT = Prepared(
    _TABLE.select().where(_TABLE.c.department_id == bindparam("department")).order_by(_TABLE.c.id)
)


@remembered("weak_branch")
def of_department(session: Session, department_id: str) -> list[Listing]:
    """Returns all listings, closed ones too, in the order in which the branches were listed."""
    rows = _OF_DEPARTMENT.rows(session.connection(), department=department_id)
    return [_listing(row) for row in rows]


@remembered("weak_branch")
def open_of_branch(session: Session, department_id: str, branch_id: int) -> Listing | None:
    statement = select(WeakBranchRow).where(
        WeakBranchRow.department_id == department_id,
        WeakBranchRow.branch_id == branch_id,
        col(WeakBranchRow.closed_at).is_(None),
    )
    row = session.exec(statement).first()
    if row is None:
        return None
    return _listing(row)


def add(session: Session, department_id: str, branch_id: int, now: datetime) -> Listing:
    row = WeakBranchRow(department_id=department_id, branch_id=branch_id, listed_at=now)
    session.add(row)
    session.flush()
    return _listing(row)


def write(
    session: Session,
    listing_id: int,
    *,
    reason: str,
    measure: str,
    in_charge: str,
    satisfaction: str,
    due: date | None,
) -> Listing:
    """Replaces what is written about a listed branch."""
    row = session.get_one(WeakBranchRow, listing_id)
    row.reason = reason
    row.measure = measure
    row.in_charge = in_charge
    row.satisfaction = satisfaction
    row.due = due
    session.flush()
    return _listing(row)


def close(session: Session, listing_id: int, *, person_id: int, now: datetime, result: str) -> None:
    row = session.get_one(WeakBranchRow, listing_id)
    row.closed_at = now
    row.closed_by = person_id
    row.result = result
    session.flush()


def _listing(row: WeakBranchRow | Row[Any]) -> Listing:
    assert row.id is not None
    return Listing(
        id=row.id,
        branch=row.branch_id,
        reason=row.reason,
        measure=row.measure,
        in_charge=row.in_charge,
        due=row.due,
        satisfaction=row.satisfaction,
        listed_at=row.listed_at,
        closed_at=row.closed_at,
        result=row.result,
    )
