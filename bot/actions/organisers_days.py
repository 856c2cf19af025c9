"""The organiser is told in the morning what falls to him that day, so that he need not think of it.

Nobody else is: whoever is asked for something hears of it by what asks him. The days are those of
the plan's steps, and the first on which the year may be archived; reports and the meeting have
reminders of their own.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.actions import conditions, cycles, digests, people, todos
from bot.actions.calendar import calendar_of
from bot.actions.conditions import Condition
from bot.actions.digests import Part
from bot.actions.todos.rectification import followed_until
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person, Role
from bot.domain.reminders import MEETING, REPORT
from bot.storage import cycles as cycle_store
from bot.storage import reminders
from bot.texts import todos as texts

ITEM = "todo"
AHEAD = timedelta(hours=1)  # of the reminders of others: what he posts should stand before them
# Of these days everybody is reminded, the organiser too.
REMINDED_OTHERWISE = frozenset({MEETING, REPORT})


def tell_due(work: UnitOfWork) -> int:
    """Tells the organisers of every running year what waits on this day; returns how many.

    Where nothing with a button waits in the morning, nothing is said later that day either. A
    second call says nothing; it is a no-op earlier than an hour before the plan's reminders, and
    under a plan that wants silence.
    """
    told = 0
    for cycle in cycles.active(work):
        for stage_day, moment in _mornings(work, cycle):
            if moment.date() == work.today and moment <= work.now:
                told += _tell(work, cycle, stage_day)
    return told


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    """Returns the next morning of a step; None where none is ahead."""
    mornings = [
        moment
        for cycle in cycles.active(work)
        for _, moment in _mornings(work, cycle)
        if moment > after
    ]
    return min(mornings, default=None)


def _mornings(work: UnitOfWork, cycle: Cycle) -> Iterator[tuple[date, datetime]]:
    """Yields the days of the steps and that of the archive, and when it is said: on a holiday, the
    next workday.
    """
    plan = cycle.plan
    if not plan.reminders.rungs or cycle.archived:
        return
    calendar = calendar_of(plan)
    days = {stage.due for stage in plan.stages if stage.id not in REMINDED_OTHERWISE}
    days.add(followed_until(cycle))
    for day in sorted(days):
        others_hear = datetime.combine(
            calendar.workday_on_or_after(day), plan.reminders.at, work.zone
        )
        yield day, calendar.next_speaking_moment(others_hear - AHEAD)


def _tell(work: UnitOfWork, cycle: Cycle, day: date) -> int:
    """Tells each organiser once of this day, and keeps in the reminder ledger whether anything
    waited.
    """
    roster = people.roster(work, cycle.department)
    heard = reminders.targets(work.session, cycle.id, ITEM, day.isoformat())
    told = 0
    for organiser in roster.with_account(Role.ORGANISER):
        target = str(organiser.id)
        if target in heard:
            continue
        key, reason = "", texts.NOTHING_DUE
        if _waits(work, cycle, organiser, day):
            name = f"todo:{cycle.id}:{target}:{day.isoformat()}"
            condition = {
                "kind": ITEM,
                "cycle": cycle.id,
                "person": organiser.id,
                "day": day.isoformat(),
            }
            part = Part(name, texts.DUE_TODAY, condition)
            key = digests.tell(work, roster.department, organiser, part)
            reason = ""
            told += 1
        # Also where nothing waited: later that day nothing is said either.
        reminders.record(
            work.session,
            cycle_id=cycle.id,
            item=ITEM,
            target=target,
            window=day.isoformat(),
            planned_at=work.now,
            key=key,
            reason=reason,
        )
    return told


def _waits(work: UnitOfWork, cycle: Cycle, person: Person, day: date) -> bool:
    return any(
        day in (todo.due, todo.told_on) and todo.request is not None
        for todo in todos.of_person(work, cycle, person)
    )


@conditions.checks(ITEM)
def _why_obsolete(work: UnitOfWork, condition: Condition) -> str:
    """The message goes out while something of that day still waits."""
    cycle = cycle_store.by_id(work.session, condition["cycle"])
    person = people.by_id(work, condition["person"])
    day = date.fromisoformat(condition["day"])
    if person is not None and _waits(work, cycle, person, day):
        return ""
    return texts.DONE_MEANWHILE
