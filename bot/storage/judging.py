"""What people add to a verdict: overruled findings, confirmed problem-cause-measure triples, promises."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select


class OverrulingRow(SQLModel, table=True):
    """A person's decision that a finding does not stand; the finding itself is kept in the judgement."""

    __tablename__ = "overruling"
    __table_args__ = (UniqueConstraint("submission_id", "rule"),)

    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id", index=True)
    rule: str
    reason: str
    person_id: int = Field(foreign_key="person.id")
    at: datetime


class TripleRow(SQLModel, table=True):
    """S19: a confirmed row of problem, cause and measure; becomes a rectification item."""

    __tablename__ = "triple"
    __table_args__ = (UniqueConstraint("cycle_id", "branch_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    branch_id: int = Field(foreign_key="branch.id")
    submission_id: int = Field(foreign_key="submission.id")
    position: int
    problem: str
    cause: str
    measure: str
    confirmed_at: datetime


class PromiseRow(SQLModel, table=True):
    """S30: the rectification promise, where it was typed; a later one replaces it for the reader, both are kept."""

    __tablename__ = "promise"

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    branch_id: int = Field(foreign_key="branch.id")
    person_id: int = Field(foreign_key="person.id")
    text: str
    at: datetime


def overruled_of(session: Session, submission_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Reasons by rule, for several versions at once."""
    found: dict[int, dict[str, str]] = {}
    for row in session.exec(
        select(OverrulingRow).where(col(OverrulingRow.submission_id).in_(submission_ids))
    ):
        found.setdefault(row.submission_id, {})[row.rule] = row.reason
    return found


def overrulings(session: Session, submission_id: int) -> dict[str, OverrulingRow]:
    """By rule."""
    found = session.exec(select(OverrulingRow).where(OverrulingRow.submission_id == submission_id))
    return {row.rule: row for row in found}


def overrule(session: Session, row: OverrulingRow) -> bool:
    """False where the rule was overruled for this version before."""
    if row.rule in overrulings(session, row.submission_id):
        return False
    session.add(row)
    session.flush()
    return True


def triples(session: Session, cycle_id: int, branch_id: int) -> list[TripleRow]:
    found = select(TripleRow).where(
        TripleRow.cycle_id == cycle_id, TripleRow.branch_id == branch_id
    )
    return list(session.exec(found.order_by(col(TripleRow.position))))


def replace_triples(session: Session, cycle_id: int, branch_id: int, rows: list[TripleRow]) -> None:
    """The newest confirmation stands."""
    for row in triples(session, cycle_id, branch_id):
        session.delete(row)
    session.flush()
    session.add_all(rows)
    session.flush()


def promise(session: Session, cycle_id: int, branch_id: int) -> PromiseRow | None:
    """The latest one."""
    found = select(PromiseRow).where(
        PromiseRow.cycle_id == cycle_id, PromiseRow.branch_id == branch_id
    )
    return session.exec(found.order_by(col(PromiseRow.id).desc()).limit(1)).first()


def add_promise(session: Session, row: PromiseRow) -> None:
    session.add(row)
    session.flush()
