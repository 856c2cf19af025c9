"""Bulletins (S36): one per period; drafted, edited by people, released once."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, update
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select


class BulletinRow(SQLModel, table=True):
    __tablename__ = "bulletin"
    __table_args__ = (UniqueConstraint("department_id", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    period: str  # 2027-Q1 or 2027-03
    as_of: datetime
    sections: dict[str, Any] = Field(sa_type=JSON)  # overall, problems, next -> text
    edited: list[Any] = Field(sa_type=JSON)  # the sections that a person wrote
    chart: str  # the picture in the file store
    drafted_by: int = Field(foreign_key="person.id")
    edited_by: int | None = Field(default=None, foreign_key="person.id")
    state: str = "draft"  # draft -> released
    released_by: int | None = Field(default=None, foreign_key="person.id")
    released_at: datetime | None = None


def of_period(session: Session, department_id: str, period: str) -> BulletinRow | None:
    found = select(BulletinRow).where(
        BulletinRow.department_id == department_id, BulletinRow.period == period
    )
    return session.exec(found).first()


def draft(session: Session, department_id: str) -> BulletinRow | None:
    """The newest one that is not released."""
    found = select(BulletinRow).where(
        BulletinRow.department_id == department_id, BulletinRow.state == "draft"
    )
    return session.exec(found.order_by(col(BulletinRow.id).desc()).limit(1)).first()


def add(session: Session, row: BulletinRow) -> None:
    session.add(row)
    session.flush()


def release(session: Session, bulletin_id: int, *, person_id: int, now: datetime) -> bool:
    """False where it was released before."""
    changed = session.exec(
        update(BulletinRow)
        .where(col(BulletinRow.id) == bulletin_id, col(BulletinRow.state) == "draft")
        .values(state="released", released_by=person_id, released_at=now)
    )
    return changed.rowcount == 1
