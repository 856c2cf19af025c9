"""Beginning a year and changing its plan."""

from bot.actions.unit_of_work import UnitOfWork, actor_name
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.domain.plan import Plan
from bot.storage import cycles as store


def current(work: UnitOfWork, department_id: str) -> Cycle | None:
    """Returns the department's latest cycle, archived or not; None before its first year."""
    return store.current(work.session, department_id)


def active(work: UnitOfWork) -> list[Cycle]:
    """Returns the year that each department is in.

    Of an earlier one only the follow-up goes on, until it is archived.
    """
    return store.active(work.session)


def every(work: UnitOfWork, department_id: str) -> list[Cycle]:
    """Returns all years of a department, the oldest first."""
    return store.of_department(work.session, department_id)


def begin(work: UnitOfWork, department_id: str, plan: Plan, *, actor: Person | str) -> Cycle:
    """Opens the plan's year. It is a no-op where that year is open already."""
    running = store.of_year(work.session, department_id, plan.year)
    if running is not None:
        return running
    cycle = store.begin(work.session, department_id, plan, actor=actor_name(actor), now=work.now)
    work.audit(department_id, actor, "cycle.begun", f"cycle:{plan.year}")
    return cycle


def replace_plan(work: UnitOfWork, cycle: Cycle, plan: Plan, *, actor: Person | str) -> Cycle:
    """Puts a changed plan in force as the next version."""
    changed = store.replace_plan(
        work.session, cycle.id, plan, actor=actor_name(actor), now=work.now
    )
    # The same plan once more is no new version.
    if changed.plan_version != cycle.plan_version:
        work.audit(
            cycle.department,
            actor,
            "plan.replaced",
            f"cycle:{cycle.year}",
            version=changed.plan_version,
        )
    return changed
