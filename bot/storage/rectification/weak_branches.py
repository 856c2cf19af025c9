"""软弱涣散 (S8): branches that are put in order, one by one, each by a measure of its own."""

from datetime import date, datetime

from sqlmodel import Field, Session, SQLModel, col, select


class WeakBranchRow(SQLModel, table=True):
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


def of_department(session: Session, department_id: str) -> list[WeakBranchRow]:
    """In the order in which they were listed."""
    found = select(WeakBranchRow).where(WeakBranchRow.department_id == department_id)
    return list(session.exec(found.order_by(col(WeakBranchRow.id))))


def open_of_branch(session: Session, department_id: str, branch_id: int) -> WeakBranchRow | None:
    found = select(WeakBranchRow).where(
        WeakBranchRow.department_id == department_id,
        WeakBranchRow.branch_id == branch_id,
        col(WeakBranchRow.closed_at).is_(None),
    )
    return session.exec(found).first()


def add(session: Session, row: WeakBranchRow) -> WeakBranchRow:
    session.add(row)
    session.flush()
    return row
