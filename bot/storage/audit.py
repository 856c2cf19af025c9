"""The audit trail: one line per act, each carrying the hash of the line before it, so that a change
or a gap shows.

Where it ends is kept beside it, so that missing last lines show too. Whoever may write to the
database can mend both; not so the copies of the end that left the house with a backup or an
archive, and these can be compared (`heads`). A line names actor, verb and object and small facts;
never a ballot choice, a message or a file's content.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Row, bindparam, insert, update
from sqlmodel import Field, Session, SQLModel, col, select

from bot.domain.values import dataclass
from bot.storage.prepared import Prepared
from bot.storage.rows import TableRow

GENESIS = "0" * 64
CODE = 12  # characters of a hash
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class AuditRow(TableRow, table=True):
    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(index=True)
    at: datetime
    actor: str
    verb: str
    subject: str
    facts: dict[str, Any] = Field(sa_type=JSON)
    previous: str
    hash: str = Field(unique=True)


class AuditHeadRow(TableRow, table=True):
    __tablename__ = "audit_head"

    department_id: str = Field(primary_key=True)
    lines: int
    hash: str


_LINES = SQLModel.metadata.tables[AuditRow.__tablename__]
_HEADS = SQLModel.metadata.tables[AuditHeadRow.__tablename__]
_OF_DEPARTMENT = _HEADS.c.department_id == bindparam("of_department")
# Put together once and sent past the mapper: every act appends a line, and often two.
_HEAD = Prepared(select(_HEADS.c.lines, _HEADS.c.hash).where(_OF_DEPARTMENT))
_OF_CHAIN = _LINES.c.department_id == bindparam("of_department")
_CHAIN = Prepared(_LINES.select().where(_OF_CHAIN).order_by(_LINES.c.id))
_OF_ACTOR = Prepared(
    _LINES.select()
    .where(
        _OF_CHAIN,
        _LINES.c.actor == bindparam("of_actor"),
        _LINES.c.verb.in_(bindparam("verbs", expanding=True)),
        _LINES.c.at >= bindparam("since"),
    )
    .order_by(_LINES.c.id)
)
_APPEND = Prepared(insert(_LINES))
_BEGIN = Prepared(insert(_HEADS))
_CARRY_ON = Prepared(
    update(_HEADS)
    .where(_OF_DEPARTMENT)
    .values(lines=bindparam("number"), hash=bindparam("last_hash"))
)


@dataclass(frozen=True)
class Head:
    """Where a chain ends: how many lines there are, and the hash of the last one."""

    lines: int = 0
    hash: str = GENESIS

    @property
    def code(self) -> str:
        """Short enough for a message: whoever keeps it can hold the chain against it."""
        return f"{self.lines}-{self.hash[:CODE]}"


@dataclass(frozen=True)
class Line:
    """What one line of the trail says. Later lines have greater ids."""

    id: int
    verb: str
    subject: str
    facts: Mapping[str, Any]


def append(
    session: Session,
    *,
    department_id: str,
    at: datetime,
    actor: str,
    verb: str,
    subject: str,
    facts: dict[str, Any],
) -> None:
    """Adds a line to the department's chain."""
    # What was done stands in the database before its line.
    session.flush()
    connection = session.connection()
    head = _HEAD.first(connection, of_department=department_id)
    previous = GENESIS
    if head is not None:
        previous = head.hash
    last = _digest(department_id, at, actor, verb, subject, facts, previous)
    _APPEND.write(
        connection,
        department_id=department_id,
        at=at,
        actor=actor,
        verb=verb,
        subject=subject,
        facts=facts,
        previous=previous,
        hash=last,
    )
    if head is None:
        _BEGIN.write(connection, department_id=department_id, lines=1, hash=last)
        return
    _CARRY_ON.write(connection, of_department=department_id, number=head.lines + 1, last_hash=last)


def first_break(session: Session, department_id: str) -> int | None:
    """Returns the id of the first line that does not follow from the one before it.

    None where the chain is intact.
    """
    previous = GENESIS
    for row in _lines(session, department_id):
        if row.previous != previous or row.hash != digest(row):
            broken: int = row.id
            return broken
        previous = row.hash
    return None


def head(session: Session, department_id: str) -> Head:
    """Returns where the chain ends, as it was noted with its last line."""
    session.flush()
    row = _HEAD.first(session.connection(), of_department=department_id)
    if row is None:
        return Head()
    return Head(row.lines, row.hash)


def latest(session: Session, department_id: str) -> datetime:
    """Returns the time of the chain's last line; the beginning of time where there is none."""
    latest_first = (
        select(AuditRow.at)
        .where(AuditRow.department_id == department_id)
        .order_by(col(AuditRow.id).desc())
    )
    return session.exec(latest_first.limit(1)).first() or BEGINNING


def heads(session: Session, department_id: str) -> list[Head]:
    """Returns every end that the chain has had, from the empty one to the last line there."""
    hashes = [GENESIS, *(row.hash for row in _lines(session, department_id))]
    return [Head(lines, last) for lines, last in enumerate(hashes)]


def last_verb(session: Session, department_id: str, among: Collection[str]) -> str:
    """Returns which of these verbs the trail tells of last; empty where of none."""
    verbs = select(AuditRow.verb).where(
        AuditRow.department_id == department_id, col(AuditRow.verb).in_(among)
    )
    return session.exec(verbs.order_by(col(AuditRow.id).desc()).limit(1)).first() or ""


def departments(session: Session) -> Sequence[str]:
    """Returns the departments of which there is a line."""
    return session.exec(select(AuditRow.department_id).distinct()).all()


def of_actor(
    session: Session, department_id: str, actor: str, verbs: Sequence[str], since: datetime
) -> list[Line]:
    """Returns what this actor did of these kinds since then, the oldest first."""
    session.flush()
    acts = _OF_ACTOR.rows(
        session.connection(),
        of_department=department_id,
        of_actor=actor,
        verbs=list(verbs),
        since=since,
    )
    return [Line(row.id, row.verb, row.subject, row.facts) for row in acts]


def _lines(session: Session, department_id: str) -> Sequence[Row[Any]]:
    session.flush()
    return _CHAIN.rows(session.connection(), of_department=department_id)


def digest(row: AuditRow | Row[Any]) -> str:
    """Returns the hash of a line, which covers the hash of the line before it."""
    return _digest(
        row.department_id, row.at, row.actor, row.verb, row.subject, row.facts, row.previous
    )


def _digest(
    department_id: str,
    at: datetime,
    actor: str,
    verb: str,
    subject: str,
    facts: dict[str, Any],
    previous: str,
) -> str:
    moment = at.astimezone(UTC).isoformat()
    content = [department_id, moment, actor, verb, subject, facts, previous]
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
