"""Reports as handed in: every version is kept, the newest counts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, func
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select


class SubmissionRow(SQLModel, table=True):
    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("cycle_id", "branch_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    branch_id: int = Field(foreign_key="branch.id")
    person_id: int = Field(foreign_key="person.id")
    version: int
    sha256: str
    name: str
    size: int
    kind: str
    manuscript: (
        str  # content hash of the extracted text, so that judging again needs no reading again
    )
    corrections: dict[str, str] = Field(
        default_factory=dict, sa_type=JSON
    )  # section number -> part
    received_at: datetime
    late: bool = False
    characters: int  # 字数 as Word counts it
    verdict: str  # pass | revise
    judgement: dict[str, Any] = Field(
        sa_type=JSON
    )  # the whole verdict, as `check --json` prints it
    plan_version: int
    state: str = "submitted"  # submitted -> accepted | returned
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    reason: str = ""
    cause: str = ""  # the message that brought it


class ExtensionRow(SQLModel, table=True):
    """延期: one branch may hand in until the end of that day."""

    __tablename__ = "extension"
    __table_args__ = (UniqueConstraint("cycle_id", "branch_id"),)

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id")
    branch_id: int = Field(foreign_key="branch.id")
    until: date


def newest(session: Session, cycle_id: int, branch_id: int) -> SubmissionRow | None:
    found = select(SubmissionRow).where(
        SubmissionRow.cycle_id == cycle_id, SubmissionRow.branch_id == branch_id
    )
    return session.exec(found.order_by(col(SubmissionRow.version).desc()).limit(1)).first()


def newest_of_all(session: Session, cycle_id: int) -> Mapping[int, SubmissionRow]:
    """The newest version per branch id."""
    top = (
        select(SubmissionRow.branch_id, func.max(SubmissionRow.version).label("version"))
        .where(SubmissionRow.cycle_id == cycle_id)
        .group_by(col(SubmissionRow.branch_id))
        .subquery()
    )
    found = session.exec(
        select(SubmissionRow)
        .join(
            top,
            (col(SubmissionRow.branch_id) == top.c.branch_id)
            & (col(SubmissionRow.version) == top.c.version),
        )
        .where(SubmissionRow.cycle_id == cycle_id)
    )
    return {row.branch_id: row for row in found}


def versions(session: Session, cycle_id: int, branch_id: int) -> list[SubmissionRow]:
    found = select(SubmissionRow).where(
        SubmissionRow.cycle_id == cycle_id, SubmissionRow.branch_id == branch_id
    )
    return list(session.exec(found.order_by(col(SubmissionRow.version))))


def add(session: Session, row: SubmissionRow) -> SubmissionRow:
    session.add(row)
    session.flush()
    return row


def extensions(session: Session, cycle_id: int) -> Mapping[int, date]:
    """The extended last day per branch id."""
    return {
        row.branch_id: row.until
        for row in session.exec(select(ExtensionRow).where(ExtensionRow.cycle_id == cycle_id))
    }


def extend(session: Session, cycle_id: int, branch_id: int, until: date) -> None:
    found = select(ExtensionRow).where(
        ExtensionRow.cycle_id == cycle_id, ExtensionRow.branch_id == branch_id
    )
    row = session.exec(found).first() or ExtensionRow(
        cycle_id=cycle_id, branch_id=branch_id, until=until
    )
    row.until = until
    session.add(row)
    session.flush()
