"""The tables of reports, to which items and judgements refer."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, UniqueConstraint

from bot.domain.submissions import State
from bot.storage.rows import TableRow


class SubmissionRow(TableRow, table=True):
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
    manuscript: str
    corrections: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    received_at: datetime
    late: bool = False
    characters: int  # 字数 as Word counts it
    verdict: str  # pass | revise
    judgement: dict[str, Any] = Field(sa_type=JSON)
    plan_version: int
    state: str = State.SUBMITTED.value
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    reason: str = ""
    cause: str = ""


class ExtensionRow(TableRow, table=True):
    """延期: one branch may hand in until the end of that day."""

    __tablename__ = "extension"
    __table_args__ = (UniqueConstraint("cycle_id", "branch_id"),)

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id")
    branch_id: int = Field(foreign_key="branch.id")
    until: date
