"""What an installation holds, and what its data are for.

The purpose is claimed at every start, so that a demonstration never moves a service's clock.
"""

from bot.actions import cycles, people
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.installation import OtherPurpose, Purpose
from bot.domain.people import Department
from bot.domain.plan import Plan
from bot.storage import installation as store


def purpose(work: UnitOfWork) -> Purpose | None:
    """Returns what the data are for; None where no start has marked them and nothing in them tells."""
    return store.purpose(work.session)


def probe(work: UnitOfWork) -> None:
    """Writes something, so that whoever asks for health learns whether the database really takes
    it.
    """
    store.probe(work.session)


def claim(work: UnitOfWork, wanted: Purpose) -> None:
    """Marks fresh data with what they are for; a no-op where they say so already.

    Raises OtherPurpose.
    """
    marked = store.purpose(work.session)
    if marked is not None and marked is not wanted:
        raise OtherPurpose(marked)
    store.mark(work.session, wanted)


def seed(work: UnitOfWork, department: Department, plan: Plan) -> None:
    """Makes sure that a department and the plan's year exist; nothing happens where they do."""
    if not any(known.id == department.id for known in people.departments(work)):
        people.add_department(work, department)
    cycles.begin(work, department.id, plan, actor=SYSTEM)
