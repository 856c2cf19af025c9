"""Spot checks (S38): the draw with its seed, and what was found. Seen by the drawer alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, UniqueConstraint, col, select

from bot.domain.values import dataclass
from bot.storage.rows import TableRow


class SpotCheckRow(TableRow, table=True):
    __tablename__ = "spot_check"

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    seed: str
    pool: list[Any] = Field(sa_type=JSON)  # branches that could be drawn
    drawn_by: int = Field(foreign_key="person.id")
    drawn_at: datetime


class DrawnRow(TableRow, table=True):
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


@dataclass(frozen=True)
class Visit:
    """One branch of a draw; `result` and `file` are empty until it was visited."""

    id: int
    spot_check: int
    branch: int
    drawn_at: datetime
    checked: bool
    result: str
    file: str  # its name
    item: int | None = None
    drawn_by: int = 0
    pool: int = 0  # how many branches could be drawn
    seed: str = ""
    checked_at: datetime | None = None


def add(
    session: Session,
    *,
    department_id: str,
    seed: str,
    pool: Sequence[int],
    drawn_by: int,
    drawn_at: datetime,
    drawn: Sequence[tuple[int, int | None]],
) -> int:
    """Adds a draw and returns its id.

    `drawn` are pairs of branch and item, in the order of the draw.
    """
    row = SpotCheckRow(
        department_id=department_id,
        seed=seed,
        pool=list(pool),
        drawn_by=drawn_by,
        drawn_at=drawn_at,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    for branch_id, item_id in drawn:
        session.add(DrawnRow(spot_check_id=row.id, branch_id=branch_id, item_id=item_id))
        session.flush()
    return row.id


def history(session: Session, department_id: str) -> list[set[int]]:
    """Returns the branches of every draw so far, oldest first."""
    statement = select(DrawnRow.spot_check_id, DrawnRow.branch_id).join(
        SpotCheckRow, col(DrawnRow.spot_check_id) == col(SpotCheckRow.id)
    )
    statement = statement.where(SpotCheckRow.department_id == department_id)
    draws: dict[int, set[int]] = {}
    for check_id, branch_id in session.exec(statement.order_by(col(SpotCheckRow.id))):
        draws.setdefault(check_id, set()).add(branch_id)
    return list(draws.values())


def of_drawer(session: Session, department_id: str, person_id: int) -> list[Visit]:
    """Returns what this person drew, newest first."""
    visits = of_department(session, department_id)
    return [visit for visit in visits if visit.drawn_by == person_id]


def of_department(session: Session, department_id: str) -> list[Visit]:
    """Returns all visits, those of the newest draw first."""
    statement = (
        select(DrawnRow, SpotCheckRow)
        .join(SpotCheckRow, col(DrawnRow.spot_check_id) == col(SpotCheckRow.id))
        .where(SpotCheckRow.department_id == department_id)
        .order_by(col(DrawnRow.spot_check_id).desc(), col(DrawnRow.id))
    )
    visits = []
    for row, check in session.exec(statement):
        assert row.id is not None
        visits.append(
            Visit(
                id=row.id,
                spot_check=row.spot_check_id,
                branch=row.branch_id,
                drawn_at=check.drawn_at,
                checked=row.checked_at is not None,
                result=row.result,
                file=row.name,
                item=row.item_id,
                drawn_by=check.drawn_by,
                pool=len(check.pool),
                seed=check.seed,
                checked_at=row.checked_at,
            )
        )
    return visits


def note_result(
    session: Session,
    visit_id: int,
    result: str,
    now: datetime,
    *,
    sha256: str = "",
    name: str = "",
    size: int = 0,
) -> None:
    row = session.get_one(DrawnRow, visit_id)
    row.result = result
    row.checked_at = now
    row.sha256, row.name, row.size = sha256, name, size
    session.flush()


def files(session: Session, department_id: str) -> list[tuple[str, str]]:
    """Returns the files that results carry: their hash in the file store, and their name."""
    statement = select(DrawnRow.sha256, DrawnRow.name).join(
        SpotCheckRow, col(DrawnRow.spot_check_id) == col(SpotCheckRow.id)
    )
    statement = statement.where(SpotCheckRow.department_id == department_id, DrawnRow.sha256 != "")
    return list(session.exec(statement))
