"""One yearly evaluation of one department, and the history of its plan."""

from datetime import datetime

from sqlalchemy import exists, update
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select


class CycleRow(SQLModel, table=True):
    __tablename__ = "cycle"
    __table_args__ = (UniqueConstraint("department_id", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    year: int
    state: str = "active"  # active -> archived
    plan: str  # plan.toml as it is now
    plan_version: int = 1
    created_at: datetime
    watched_until: datetime | None = (
        None  # up to when its reminders were looked after; None before the first time
    )


class PlanRevisionRow(SQLModel, table=True):
    """A plan that was in force once."""

    __tablename__ = "plan_revision"
    __table_args__ = (UniqueConstraint("cycle_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id")
    version: int
    plan: str
    actor: str
    at: datetime


def current(session: Session, department_id: str) -> CycleRow | None:
    """The latest cycle of the department, archived or not."""
    found = (
        select(CycleRow)
        .where(CycleRow.department_id == department_id)
        .order_by(col(CycleRow.year).desc())
    )
    return session.exec(found.limit(1)).first()


def of_year(session: Session, department_id: str, year: int) -> CycleRow | None:
    return session.exec(
        select(CycleRow).where(CycleRow.department_id == department_id, CycleRow.year == year)
    ).first()


def of_department(session: Session, department_id: str) -> list[CycleRow]:
    found = (
        select(CycleRow).where(CycleRow.department_id == department_id).order_by(col(CycleRow.year))
    )
    return list(session.exec(found))


def active(session: Session) -> list[CycleRow]:
    """The latest cycle of each department, where it is not archived."""
    later = aliased(CycleRow)
    superseded = exists().where(
        col(later.department_id) == col(CycleRow.department_id),
        col(later.year) > col(CycleRow.year),
    )
    found = select(CycleRow).where(CycleRow.state == "active", ~superseded)
    return list(session.exec(found.order_by(col(CycleRow.id))))


def begin(
    session: Session, *, department_id: str, year: int, plan: str, actor: str, now: datetime
) -> CycleRow:
    row = CycleRow(department_id=department_id, year=year, plan=plan, created_at=now)
    session.add(row)
    session.flush()
    _keep_revision(session, row, actor, now)
    return row


def replace_plan(session: Session, row: CycleRow, plan: str, *, actor: str, now: datetime) -> None:
    """The new plan becomes the next version; a plan with the same words changes nothing."""
    if plan == row.plan:
        return
    row.plan, row.plan_version = plan, row.plan_version + 1
    session.add(row)
    session.flush()
    _keep_revision(session, row, actor, now)


def watched_until(session: Session, cycle_id: int) -> datetime | None:
    return session.get_one(CycleRow, cycle_id, populate_existing=True).watched_until


def watch(session: Session, cycle_id: int, now: datetime) -> None:
    session.exec(update(CycleRow).where(col(CycleRow.id) == cycle_id).values(watched_until=now))


def archive(session: Session, cycle_id: int) -> bool:
    """False where it was archived before."""
    changed = session.exec(
        update(CycleRow)
        .where(col(CycleRow.id) == cycle_id, col(CycleRow.state) == "active")
        .values(state="archived")
    )
    return changed.rowcount == 1


def _keep_revision(session: Session, row: CycleRow, actor: str, now: datetime) -> None:
    assert row.id is not None
    session.add(
        PlanRevisionRow(
            cycle_id=row.id, version=row.plan_version, plan=row.plan, actor=actor, at=now
        )
    )
    session.flush()
