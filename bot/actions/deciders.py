"""Whom somebody may not have as his second person: those whom he put on the roster or changed this
year.
"""

from bot.actions import rosters
from bot.actions.unit_of_work import UnitOfWork, actor_name
from bot.domain.people import Person
from bot.storage import audit
from bot.storage import cycles as cycle_store

IMPORTED, BOUND = "roster.imported", "person.bound"


def changed_by(work: UnitOfWork, actor: Person) -> frozenset[int]:
    """Returns the persons whom this one put on the roster or gave another account, office, name or
    branch this year.

    A roster that the administrator imported since then vouches for everybody in it.
    """
    since = cycle_store.begun_at(work.session, actor.department)
    if since is None:
        return frozenset()
    vouched = audit.of_actor(
        work.session, actor.department, rosters.ADMINISTRATOR, [IMPORTED], since
    )
    # Lines are numbered in their order: whatever stands before the import is vouched for.
    last_vouched = max((line.id for line in vouched), default=0)
    lines = audit.of_actor(
        work.session, actor.department, actor_name(actor), [IMPORTED, BOUND], since
    )
    changed_ids: set[int] = set()
    for line in lines:
        if line.id <= last_vouched:
            continue
        if line.verb == BOUND:
            changed_ids.add(int(line.subject.removeprefix("person:")))
        else:
            person_ids = str(line.facts.get("people", "")).split(",")
            changed_ids |= {int(person_id) for person_id in person_ids if person_id}
    return frozenset(changed_ids)
