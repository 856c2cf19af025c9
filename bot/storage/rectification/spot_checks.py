"""Spot checks (S38): the draw with its seed, and what was found. Seen by the drawer alone."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select


class SpotCheckRow(SQLModel, table=True):
    __tablename__ = "spot_check"

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    seed: str
    pool: list[Any] = Field(sa_type=JSON)  # branches that could be drawn
    drawn_by: int = Field(foreign_key="person.id")
    drawn_at: datetime


class DrawnRow(SQLModel, table=True):
    __tablename__ = "spot_check_branch"
    __table_args__ = (UniqueConstraint("spot_check_id", "branch_id"),)

    id: int | None = Field(default=None, primary_key=True)
    spot_check_id: int = Field(foreign_key="spot_check.id", index=True)
    branch_id: int = Field(foreign_key="branch.id")
    item_id: int | None = Field(default=None, foreign_key="rectification_item.id")
    result: str = ""
    sha256: str = ""
    name: str = ""
    size: int = 0
    checked_at: datetime | None = None


def add(session: Session, row: SpotCheckRow, drawn: list[tuple[int, int | None]]) -> None:
    """`drawn` are pairs of branch and item, in the order of the draw."""
    session.add(row)
    session.flush()
    assert row.id is not None
    for branch_id, item_id in drawn:
        session.add(DrawnRow(spot_check_id=row.id, branch_id=branch_id, item_id=item_id))
        session.flush()


def history(session: Session, department_id: str) -> list[set[int]]:
    """The branches of every draw so far, oldest first."""
    found = select(DrawnRow.spot_check_id, DrawnRow.branch_id).join(
        SpotCheckRow, col(DrawnRow.spot_check_id) == col(SpotCheckRow.id)
    )
    draws: dict[int, set[int]] = {}
    for check_id, branch_id in session.exec(
        found.where(SpotCheckRow.department_id == department_id).order_by(col(SpotCheckRow.id))
    ):
        draws.setdefault(check_id, set()).add(branch_id)
    return list(draws.values())


def of_drawer(session: Session, department_id: str, person_id: int) -> list[DrawnRow]:
    """What this person drew, newest first."""
    found = select(DrawnRow).join(SpotCheckRow, col(DrawnRow.spot_check_id) == col(SpotCheckRow.id))
    mine = found.where(
        SpotCheckRow.department_id == department_id, SpotCheckRow.drawn_by == person_id
    )
    return list(session.exec(mine.order_by(col(DrawnRow.spot_check_id).desc(), col(DrawnRow.id))))


def drawn_at(session: Session, row: DrawnRow) -> datetime:
    return session.get_one(SpotCheckRow, row.spot_check_id).drawn_at


def files(session: Session, department_id: str) -> list[DrawnRow]:
    """Results that carry a file."""
    found = select(DrawnRow).join(SpotCheckRow, col(DrawnRow.spot_check_id) == col(SpotCheckRow.id))
    return list(
        session.exec(
            found.where(SpotCheckRow.department_id == department_id, DrawnRow.sha256 != "")
        )
    )
