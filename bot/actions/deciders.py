"""Whom somebody may not have as his second person: those whom he put on the roster or changed this year."""

from bot.actions import people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person
from bot.storage import audit
from bot.storage import cycles as cycle_store

IMPORTED, BOUND = "roster.imported", "person.bound"


def changed_by(work: UnitOfWork, actor: Person) -> frozenset[int]:
    """Persons whom this one put on the roster or gave another account, office, name or branch in this year.

    A roster that the administrator imported since then vouches for everybody in it.
    """
    cycle = cycle_store.current(work.session, actor.department)
    if cycle is None:
        return frozenset()
    session, since = work.session, cycle.created_at
    vouched = audit.of_actor(session, actor.department, people.ADMINISTRATOR, [IMPORTED], since)
    last = max((line.id or 0 for line in vouched), default=0)
    lines = audit.of_actor(
        session, actor.department, f"person:{actor.id}", [IMPORTED, BOUND], since
    )
    lines = [line for line in lines if (line.id or 0) > last]
    return frozenset(person_id for line in lines for person_id in _persons(line))


def _persons(line: audit.AuditRow) -> list[int]:
    """The persons whom a line of the trail speaks of."""
    if line.verb == BOUND:
        return [int(line.subject.removeprefix("person:"))]
    return [
        int(person_id) for person_id in str(line.facts.get("people", "")).split(",") if person_id
    ]
