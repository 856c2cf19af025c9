"""What people add to a verdict: overruled findings, confirmed problem-cause-measure triples,
promises.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from bot.domain.judging import Triple
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow


class OverrulingRow(TableRow, table=True):
    """A person's decision that a finding does not stand.

    The finding itself is kept in the judgement.
    """

    __tablename__ = "overruling"
    __table_args__ = (UniqueConstraint("submission_id", "rule"),)

    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id", index=True)
    rule: str
    reason: str
    person_id: int = Field(foreign_key="person.id")
    at: datetime


class TripleRow(TableRow, table=True):
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


class PromiseRow(TableRow, table=True):
    """S30: the rectification promise, where it was typed.

    A later one replaces it for the reader, both are kept.
    """

    __tablename__ = "promise"

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    branch_id: int = Field(foreign_key="branch.id")
    person_id: int = Field(foreign_key="person.id")
    text: str
    at: datetime


_OVERRULINGS = SQLModel.metadata.tables[OverrulingRow.__tablename__]
# Whoever asks for a report asks for this: put together once and sent past the mapper.
_OVERRULED = Prepared(
    _OVERRULINGS.select().where(
        _OVERRULINGS.c.submission_id.in_(bindparam("submissions", expanding=True))
    )
)


def overruled_of(session: Session, submission_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Returns per version the overruled rules with their reasons."""
    reasons: dict[int, dict[str, str]] = {}
    if not submission_ids:
        return reasons
    session.flush()
    for row in _OVERRULED.rows(session.connection(), submissions=list(submission_ids)):
        reasons.setdefault(row.submission_id, {})[row.rule] = row.reason
    return reasons


def overrule(
    session: Session, submission_id: int, rule: str, reason: str, *, person_id: int, now: datetime
) -> bool:
    """Returns False where the rule was overruled for this version before."""
    if rule in overruled_of(session, [submission_id]).get(submission_id, {}):
        return False
    session.add(
        OverrulingRow(
            submission_id=submission_id, rule=rule, reason=reason, person_id=person_id, at=now
        )
    )
    session.flush()
    return True


@remembered("triple")
def triples(session: Session, cycle_id: int, branch_id: int) -> list[Triple]:
    """Returns what the branch confirmed last, in the order of its report."""
    return [
        Triple(row.submission_id, row.position, row.problem, row.cause, row.measure)
        for row in _triples(session, cycle_id, branch_id)
    ]


def replace_triples(
    session: Session, cycle_id: int, branch_id: int, confirmed: Iterable[Triple], *, now: datetime
) -> None:
    """Lets the newest confirmation stand instead of the one before."""
    for row in _triples(session, cycle_id, branch_id):
        session.delete(row)
    # The session would add before it deletes, and of one position there may be one row.
    session.flush()
    for triple in confirmed:
        session.add(
            TripleRow(
                cycle_id=cycle_id,
                branch_id=branch_id,
                submission_id=triple.submission_id,
                position=triple.position,
                problem=triple.problem,
                cause=triple.cause,
                measure=triple.measure,
                confirmed_at=now,
            )
        )
    session.flush()


@remembered("promise")
def has_promised(session: Session, cycle_id: int, branch_id: int) -> bool:
    promises = select(PromiseRow.id).where(
        PromiseRow.cycle_id == cycle_id, PromiseRow.branch_id == branch_id
    )
    return session.exec(promises.limit(1)).first() is not None


def add_promise(
    session: Session, cycle_id: int, branch_id: int, text: str, *, person_id: int, now: datetime
) -> None:
    """Keeps a promise beside those that were made before."""
    session.add(
        PromiseRow(cycle_id=cycle_id, branch_id=branch_id, person_id=person_id, text=text, at=now)
    )
    session.flush()


def _triples(session: Session, cycle_id: int, branch_id: int) -> list[TripleRow]:
    rows = select(TripleRow).where(TripleRow.cycle_id == cycle_id, TripleRow.branch_id == branch_id)
    return list(session.exec(rows.order_by(col(TripleRow.position))))
