"""Calls that nobody has answered in time: one reminder, then a leader owes the answer.

Nobody is blamed, and nobody else hears of it. Whoever has left hands his calls over at once.
"""

from datetime import date, datetime

from bot.actions import people
from bot.actions.calendar import term_calendar_of
from bot.actions.help_requests.answering import hand_on
from bot.actions.help_requests.calls import Call, leader_of, unsettled
from bot.actions.help_requests.telling import tell_helper
from bot.actions.rectification.ledger import plan_cycle
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.people import Roster
from bot.domain.rectification.help_requests import helper_for, may_help
from bot.storage.rectification import help_requests as store


def follow_up(work: UnitOfWork) -> int:
    """Reminds and hands on what is due; returns the number of steps.

    A second call at the same moment does nothing.
    """
    steps = 0
    for department_id in store.departments(work.session):
        cycle = plan_cycle(work, department_id)
        roster = people.roster(work, department_id)
        for call in unsettled(work, department_id):
            if call.is_waiting:
                steps += _follow_up(work, cycle, roster, call)
    return steps


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    """Returns when the next call will have waited long enough; None where none waits for that."""
    moments: list[datetime] = []
    for department_id in store.departments(work.session):
        cycle = plan_cycle(work, department_id)
        waiting = [call for call in unsettled(work, department_id) if call.is_waiting]
        moments += [_moment(work, cycle, _day_of_next_step(cycle, call)) for call in waiting]
    return min((moment for moment in moments if moment > after), default=None)


def _follow_up(work: UnitOfWork, cycle: Cycle, roster: Roster, call: Call) -> int:
    """Takes the next step of one call; returns 0 where none is due."""
    owners = conflicts.answering(roster, call.branch)
    # Whoever left, or has come to answer for the branch himself, helps nobody here.
    if call.helper is None or not may_help(call.helper, owners):
        successor = helper_for(roster, owners)
        if successor is None:
            return 0
        hand_on(work, cycle, SYSTEM, call, successor)
        return 1
    if _moment(work, cycle, _day_of_next_step(cycle, call)) > work.now:
        return 0
    if call.request.reminded_on is None:
        store.change(work.session, call.request.id, {"reminded_on": work.today})
        tell_helper(work, roster, call, again=True)
        return 1
    leader = leader_of(roster, call)
    # After a leader there is no third step, and no list of who is late (docs/decisions/0036).
    if leader is None or leader.id == call.helper.id:
        return 0
    hand_on(work, cycle, SYSTEM, call, leader)
    return 1


def _day_of_next_step(cycle: Cycle, call: Call) -> date:
    """Returns the first workday after the day, and as many days after the reminder as before it."""
    calendar = term_calendar_of(cycle.plan)
    reminded_on = call.request.reminded_on
    if reminded_on is None:
        return calendar.add_workdays(call.request.due, 1)
    return calendar.add_workdays(reminded_on, cycle.plan.rectification.help_workdays)


def _moment(work: UnitOfWork, cycle: Cycle, day: date) -> datetime:
    clock = term_calendar_of(cycle.plan).speaking_time(cycle.plan.reminders.at)
    return datetime.combine(day, clock, work.zone)
