"""What the trail says of the facts, and whether the tables still say the same."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from bot.domain.values import dataclass
from bot.storage import facts, sealing
from bot.storage.audit import AuditRow
from bot.storage.facts import Fact


class Fault(StrEnum):
    ALTERED = "altered"  # it says something else than when it was sealed
    MISSING = "missing"  # it was sealed and is not there any more
    UNKNOWN = "unknown"  # it is there and was never sealed
    # it was changed from outside, and later by the program: what it says now is sealed
    OVERWRITTEN = "overwritten"


@dataclass(frozen=True)
class Breach:
    """`at` is when the trail spoke of the fact last; None where it never did."""

    fact: Fact
    fault: Fault
    at: datetime | None


@dataclass(frozen=True)
class Seal:
    """What the trail says of a fact: the hash of its content, None where it is not there."""

    content: str | None
    at: datetime | None


NEVER_SEALED = Seal(None, None)


def breaches(session: Session, department_id: str) -> Iterator[Breach]:
    """Yields each fact of the department that is not as the trail says, at most once."""
    sealed, overwritten = _replay(session, department_id)
    standing = facts.states_in(session.connection(), department_id)
    for fact in sorted({*sealed, *standing}):
        seal = sealed.get(fact, NEVER_SEALED)
        content = None
        if fact in standing:
            content = standing[fact].content
        if seal.content != content:
            fault = Fault.ALTERED
            if seal.content is None:
                fault = Fault.UNKNOWN
            elif content is None:
                fault = Fault.MISSING
            yield Breach(fact, fault, seal.at)
        elif fact in overwritten:
            yield Breach(fact, Fault.OVERWRITTEN, overwritten[fact])


def seal_all(session: Session, department_id: str) -> None:
    """Seals what stands there, as it stands: from here on it is known.

    For a database in which nothing was sealed yet.
    """
    standing = facts.states_in(session.connection(), department_id)
    rows = {str(fact): [None, state.content] for fact, state in standing.items()}
    sealing.note(session, department_id, sealing.FOUND, rows)


def _replay(
    session: Session, department_id: str
) -> tuple[Mapping[Fact, Seal], Mapping[Fact, datetime]]:
    """Returns the last word on each fact.

    And when a fact was written that was not what the trail had said before.
    """
    sealed: dict[Fact, Seal] = {}
    overwritten: dict[Fact, datetime] = {}
    lines = select(AuditRow).where(
        AuditRow.department_id == department_id,
        col(AuditRow.verb).in_((sealing.SEALED, sealing.FOUND)),
    )
    for line in session.exec(lines.order_by(col(AuditRow.id))):
        for name, (before, after) in line.facts["rows"].items():
            fact = facts.read(name)
            if before != sealed.get(fact, NEVER_SEALED).content:
                overwritten.setdefault(fact, line.at)
            sealed[fact] = Seal(after, line.at)
    return sealed, overwritten
