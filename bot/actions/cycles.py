"""Beginning a year and changing its plan."""

from functools import lru_cache

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.domain.plan import Plan
from bot.domain.planfile import parse, render
from bot.storage import cycles as store
from bot.storage.cycles import CycleRow


def current(work: UnitOfWork, department_id: str) -> Cycle | None:
    """The department's latest cycle."""
    row = store.current(work.session, department_id)
    return _cycle(row) if row else None


def active(work: UnitOfWork) -> list[Cycle]:
    """The year that each department is in. Of an earlier one only the follow-up goes on, until it is archived."""
    return [_cycle(row) for row in store.active(work.session)]


def every(work: UnitOfWork, department_id: str) -> list[Cycle]:
    """All years of a department, the oldest first."""
    return [_cycle(row) for row in store.of_department(work.session, department_id)]


def begin(work: UnitOfWork, department_id: str, plan: Plan, *, actor: Person | str) -> Cycle:
    """Opens the plan's year; where it is open already, nothing changes."""
    row = store.of_year(work.session, department_id, plan.year)
    if row is None:
        name = actor if isinstance(actor, str) else f"person:{actor.id}"
        row = store.begin(
            work.session,
            department_id=department_id,
            year=plan.year,
            plan=render(plan),
            actor=name,
            now=work.now,
        )
        work.audit(department_id, actor, "cycle.begun", f"cycle:{plan.year}")
    return _cycle(row)


def replace_plan(work: UnitOfWork, cycle: Cycle, plan: Plan, *, actor: Person | str) -> Cycle:
    """Puts a changed plan in force as the next version."""
    row = work.session.get_one(CycleRow, cycle.id)
    name = actor if isinstance(actor, str) else f"person:{actor.id}"
    store.replace_plan(work.session, row, render(plan), actor=name, now=work.now)
    if row.plan_version != cycle.plan_version:
        work.audit(
            cycle.department,
            actor,
            "plan.replaced",
            f"cycle:{cycle.year}",
            version=row.plan_version,
        )
    return _cycle(row)


def _cycle(row: CycleRow) -> Cycle:
    assert row.id is not None
    return Cycle(
        id=row.id,
        department=row.department_id,
        year=row.year,
        plan=_plan(row.plan),
        plan_version=row.plan_version,
        archived=row.state == "archived",
    )


@lru_cache(maxsize=64)
def _plan(text: str) -> Plan:
    """Parsing takes milliseconds and a plan changes once a year."""
    return parse(text)
