"""When a digest may go out in a chat: in working hours, and together with that day's countdown.

On a day of the countdown the digest waits for that hour, or the countdown would find its day taken.
"""

from datetime import date, datetime, time, timedelta

from bot.actions import cycles, people
from bot.actions.calendar import calendar_of, occasions, term_calendar_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.calendar import Calendar
from bot.domain.cycle import Cycle
from bot.domain.people import Department
from bot.domain.reminders import DEADLINE, REPORT
from bot.messages import Chat, ChatKind

JOINING = timedelta(minutes=1)  # some beats of the metronome


def next_moment(
    work: UnitOfWork, department: Department, chat: Chat, after: datetime, *, needed: bool
) -> datetime:
    """Returns when the next digest may go out there, after this moment.

    That is in working hours, and late enough for that day's reminder to join it. What is not
    needed waits for the end of the school holidays.
    """
    cycle = cycles.current(work, department.id)
    local = after.astimezone(work.zone)
    if cycle is None:
        # Before the first year no plan tells the unit's own days off.
        return Calendar().next_speaking_moment(local)
    calendar = term_calendar_of(cycle.plan)
    if needed:
        calendar = calendar_of(cycle.plan)
    moment = calendar.next_speaking_moment(local)
    reminder = _reminder_on(work, cycle, chat, moment.date())
    if reminder is None or moment >= reminder:
        return moment
    # Before the countdown it would take the day on which that is to be said.
    return reminder + JOINING


def next_countdown(
    work: UnitOfWork, department: Department, chat: Chat, workdays: int
) -> datetime | None:
    """Returns the morning of a countdown that speaks within so many workdays; None where none does."""
    cycle = cycles.current(work, department.id)
    if cycle is None:
        return None
    day = work.today
    end = calendar_of(cycle.plan).add_workdays(day, workdays)
    while day < end:
        day += timedelta(days=1)
        if _reminder_on(work, cycle, chat, day) is not None:
            return datetime.combine(day, time(), work.zone)
    return None


def _reminder_on(work: UnitOfWork, cycle: Cycle, chat: Chat, day: date) -> datetime | None:
    """Returns when the countdown speaks on that day; None where it does not.

    The group hears of the whole, a secretary of his report.
    """
    plan = cycle.plan
    if chat.kind is ChatKind.GROUP:
        reminders = occasions(DEADLINE, plan.deadline, plan, work.zone)
    else:
        person = people.find(work, chat.id, cycle.department)
        if person is None or not person.reports:
            return None
        reminders = occasions(REPORT, plan.report_day, plan, work.zone)
    return next((reminder.rung.moment for reminder in reminders if reminder.rung.day == day), None)
