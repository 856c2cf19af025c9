"""软弱涣散 (S8): branches that are put in order, one by one, each by a measure of its own."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam
from sqlmodel import Field, Session, SQLModel

from bot.domain.values import dataclass
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow
from bot.storage.writes import add_row, change_row


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
_OF_ID = Prepared(_TABLE.select().where(_TABLE.c.id == bindparam("listing")))
_OPEN_OF_BRANCH = Prepared(
    _TABLE.select().where(
        _TABLE.c.department_id == bindparam("department"),
        _TABLE.c.branch_id == bindparam("branch"),
        _TABLE.c.closed_at.is_(None),
    )
)


@remembered("weak_branch")
def of_department(session: Session, department_id: str) -> list[Listing]:
    """Returns all listings, closed ones too, in the order in which the branches were listed."""
    rows = _OF_DEPARTMENT.rows(session.connection(), department=department_id)
    return [_listing(row) for row in rows]


@remembered("weak_branch")
def open_of_branch(session: Session, department_id: str, branch_id: int) -> Listing | None:
    row = _OPEN_OF_BRANCH.first(session.connection(), department=department_id, branch=branch_id)
    if row is None:
        return None
    return _listing(row)


def add(session: Session, department_id: str, branch_id: int, now: datetime) -> Listing:
    row = {"department_id": department_id, "branch_id": branch_id, "listed_at": now}
    (listing_id,) = add_row(session, _TABLE, row)
    return _numbered(session, listing_id)


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
    written = {
        "reason": reason,
        "measure": measure,
        "in_charge": in_charge,
        "satisfaction": satisfaction,
        "due": due,
    }
    change_row(session, _TABLE, (listing_id,), written)
    return _numbered(session, listing_id)


def close(session: Session, listing_id: int, *, person_id: int, now: datetime, result: str) -> None:
    closed = {"closed_at": now, "closed_by": person_id, "result": result}
    change_row(session, _TABLE, (listing_id,), closed)


def _numbered(session: Session, listing_id: int) -> Listing:
    (row,) = _OF_ID.rows(session.connection(), listing=listing_id)
    return _listing(row)


def _listing(row: Row[Any]) -> Listing:
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
