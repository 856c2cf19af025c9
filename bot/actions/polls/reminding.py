"""Asks those who have not voted yet, privately and once (ballot step 6): in the hall where the plan wants that,
before the end where a branch's people have days to answer.
"""

from datetime import datetime, timedelta

from bot.actions import conditions, cycles, digests, people
from bot.actions.calendar import calendar_of
from bot.actions.conditions import Condition
from bot.actions.digests import Part
from bot.actions.polls.cards import terms_of
from bot.actions.polls.standing import is_complete
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Department, Person
from bot.domain.polls.form import Purpose
from bot.storage.polls import polls, roll
from bot.storage.polls.polls import PollRow
from bot.texts import polls as texts
from bot.texts import satisfaction

CONDITION = "satisfaction"


def reminds_at(work: UnitOfWork, row: PollRow) -> datetime | None:
    """When it is time; None where nobody is to be reminded, or it was done."""
    cycle = cycles.current(work, row.department_id)
    if cycle is None or row.reminded or row.state != "open":
        return None
    if row.purpose == Purpose.SATISFACTION:
        return _on_the_day_before(work, cycle, row)
    minutes = cycle.plan.ballot.remind_after_minutes
    return row.opened_at + timedelta(minutes=minutes) if minutes else None


def _on_the_day_before(work: UnitOfWork, cycle: Cycle, row: PollRow) -> datetime | None:
    """On the workday before the last day; None where people were asked on that day or later."""
    assert row.closes_at is not None, "answers are awaited until a day"
    last_day = row.closes_at.astimezone(work.zone).date()
    day = calendar_of(cycle.plan).add_workdays(last_day, -1)
    asked_on = row.opened_at.astimezone(work.zone).date()
    return datetime.combine(day, cycle.plan.reminders.at, work.zone) if day > asked_on else None


def remind_missing(work: UnitOfWork, poll_id: int) -> bool:
    """False where nothing is due. That somebody was reminded is written nowhere but in his message.

    In the hall nobody is reminded twice on one day, however many polls are held, nor beside what else he heard unasked.
    """
    row = polls.find(work.session, poll_id)
    moment = reminds_at(work, row) if row else None
    if row is None or moment is None or moment > work.now:
        return False
    row.reminded = True
    work.session.flush()
    department = people.department(work, row.department_id)
    entries = roll.everybody(work.session, poll_id)
    waiting = {
        entry.person: entry.account
        for entry in entries
        if entry.eligible and not is_complete(row, entry)
    }
    for person in people.roster(work, row.department_id).people:
        if person.id in waiting and waiting[person.id] == person.account:
            _remind(work, department, person, row)
    return True


def _remind(work: UnitOfWork, department: Department, person: Person, row: PollRow) -> None:
    terms = terms_of(row)
    condition = {"kind": CONDITION, "poll": row.id, "person": person.id}
    key = f"poll:{row.id}:remind:{person.id}"
    if terms.purpose is Purpose.EVALUATION:
        digests.tell_at_once(
            work, department, person, Part(key, texts.please_vote(terms.title), condition)
        )
    else:
        digests.tell(
            work,
            department,
            person,
            Part(key, satisfaction.please_answer(terms, work.zone), condition),
        )


@conditions.checks(CONDITION)
def _is_answered(work: UnitOfWork, condition: Condition) -> str:
    """Somebody is asked for his answer while it is still awaited."""
    row = polls.find(work.session, condition["poll"])
    entry = roll.find(work.session, condition["poll"], condition["person"])
    over = (
        row is None
        or row.state != "open"
        or (row.closes_at is not None and row.closes_at <= work.now)
    )
    if over or entry is None:
        return satisfaction.OVER
    return satisfaction.ANSWERED if entry.voted else ""
