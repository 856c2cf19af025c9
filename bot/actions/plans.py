"""The year's plan while the year runs: read as it is, changed by a confirmed file or by a day off,
kept with its history. Days of its stages are moved by `plan_days`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.actions import cycles, digests, people
from bot.actions.digests import Part
from bot.actions.unit_of_work import UnitOfWork
from bot.documents.unreadable import UnreadableFile
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.domain.plan import Plan
from bot.domain.planfile import PlanInvalid, changes, decode, parse, render
from bot.domain.plans import AnotherYear, PlanUnchanged, PlanUnreadable, next_year
from bot.domain.values import dataclass
from bot.texts import plans as texts


@dataclass(frozen=True)
class Change:
    """A plan that would be put in force, and what it changes in the group's words.

    Or its year begins with it.
    """

    plan: Plan
    changes: tuple[str, ...]
    begins: bool = False


def file_of(cycle: Cycle, year: int) -> bytes:
    """Returns plan.toml as it is in force, or the draft of the year after it. Raises AnotherYear."""
    if year == cycle.year:
        return render(cycle.plan).encode()
    if year == cycle.year + 1:
        return render(next_year(cycle.plan)).encode()
    raise AnotherYear(year, cycle.year)


def read_change(work: UnitOfWork, cycle: Cycle, content: bytes) -> Change:
    """Reads a file as what would be put in force.

    Raises PlanUnreadable with every problem, AnotherYear, PlanUnchanged.
    """
    text = decode(content)
    parse_plan: Callable[[str], Plan] = parse
    # In the worker, where there is one, a broken file keeps nobody else waiting.
    if work.reader is not None:
        parse_plan = work.reader.plan
    try:
        plan = parse_plan(text)
    except PlanInvalid as invalid:
        raise PlanUnreadable(tuple(problem.sentence for problem in invalid.problems)) from None
    except UnreadableFile:
        raise PlanUnreadable((texts.TAKES_TOO_LONG,)) from None
    if plan.year == cycle.year + 1:
        return Change(plan, (), begins=True)
    if plan.year != cycle.year:
        raise AnotherYear(plan.year, cycle.year)
    return compared(cycle, plan)


def set_day(work: UnitOfWork, cycle: Cycle, actor: Person, day: date, *, off: bool) -> Change:
    """Marks a day as the unit's own day off, or as worked although it is a weekend.

    Raises PlanUnchanged.
    """
    # A day is one or the other: what it was before falls away.
    days_off = set(cycle.plan.days_off) - {day}
    workdays = set(cycle.plan.workdays) - {day}
    if off:
        days_off.add(day)
    else:
        workdays.add(day)
    plan = replace(cycle.plan, days_off=tuple(sorted(days_off)), workdays=tuple(sorted(workdays)))
    change = compared(cycle, plan)
    cycles.replace_plan(work, cycle, plan, actor=actor)
    return change


def put_in_force(work: UnitOfWork, cycle: Cycle, actor: Person | str, content: bytes) -> Change:
    """Makes the file the next version of the plan, or begins the next year with it.

    The group hears what changed, and future reminders follow the new dates. Of a new year it hears
    by its notice (通知).
    """
    change = read_change(work, cycle, content)
    if change.begins:
        cycles.begin(work, cycle.department, change.plan, actor=actor)
        return change
    replace_plan(work, cycle, actor, change)
    return change


def replace_plan(work: UnitOfWork, cycle: Cycle, actor: Person | str, change: Change) -> None:
    """Puts a plan of the running year in force and tells the group what changed."""
    after = cycles.replace_plan(work, cycle, change.plan, actor=actor)
    department = people.department(work, cycle.department)
    # Under the number of its version each change is told once.
    part = Part(f"plan:{cycle.id}:{after.plan_version}", texts.announced(change.changes))
    digests.post(work, department, part)


def compared(cycle: Cycle, plan: Plan) -> Change:
    """Returns what differs from the plan in force. Raises PlanUnchanged."""
    differences = changes(cycle.plan, plan)
    if not differences:
        raise PlanUnchanged
    return Change(plan, differences)
