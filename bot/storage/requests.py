"""Cards that wait for somebody's button: confirmations by a second person, choices, bindings. The id is the card's id."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, update
from sqlmodel import Field, Session, SQLModel, col, select


class RequestRow(SQLModel, table=True):
    __tablename__ = "request"

    id: str = Field(primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    kind: str  # names the function that carries it out
    subject: dict[str, Any] = Field(sa_type=JSON)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime
    state: str = "open"  # open -> done | declined | withdrawn
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    addressees: list[int] | None = Field(
        default=None, sa_type=JSON
    )  # None where it is older than this column


def add(session: Session, row: RequestRow) -> None:
    session.add(row)
    session.flush()


def find(session: Session, request_id: str) -> RequestRow | None:
    return session.get(RequestRow, request_id)


def open_of_kind(session: Session, department_id: str, kind: str) -> list[RequestRow]:
    found = select(RequestRow).where(
        RequestRow.department_id == department_id,
        RequestRow.kind == kind,
        RequestRow.state == "open",
    )
    return list(session.exec(found))


def decide(session: Session, request_id: str, *, state: str, person_id: int, now: datetime) -> bool:
    """False where it was decided before: of two who confirm at once, one does."""
    changed = session.exec(
        update(RequestRow)
        .where(col(RequestRow.id) == request_id, col(RequestRow.state) == "open")
        .values(state=state, decided_by=person_id, decided_at=now)
    )
    return changed.rowcount == 1
