"""The audit trail: one line per act, each carrying the hash of the line before it, so that a change or a gap shows.

A line names actor, verb and object and small facts; never a ballot choice, a message or a file's content.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, select

GENESIS = "0" * 64


class AuditRow(SQLModel, table=True):
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


def append(
    session: Session, *, department_id: str, at: datetime, actor: str, verb: str, subject: str, facts: dict[str, Any]
) -> None:
    """Adds a line to the department's chain."""
    last = session.exec(
        select(AuditRow.hash).where(AuditRow.department_id == department_id).order_by(col(AuditRow.id).desc()).limit(1)
    ).first()
    row = AuditRow(
        department_id=department_id,
        at=at,
        actor=actor,
        verb=verb,
        subject=subject,
        facts=facts,
        previous=last or GENESIS,
        hash="",
    )
    row.hash = digest(row)
    session.add(row)
    session.flush()


def broken(session: Session, department_id: str) -> int | None:
    """The id of the first line that does not follow from the one before it; None where the chain is intact."""
    previous = GENESIS
    for row in session.exec(select(AuditRow).where(AuditRow.department_id == department_id).order_by(col(AuditRow.id))):
        if row.previous != previous or row.hash != digest(row):
            return row.id
        previous = row.hash
    return None


def digest(row: AuditRow) -> str:
    told = [
        row.department_id,
        row.at.astimezone(UTC).isoformat(),
        row.actor,
        row.verb,
        row.subject,
        row.facts,
        row.previous,
    ]
    return hashlib.sha256(
        json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()
