"""Asks those who have not voted yet, privately and once (ballot step 6).

In the hall that happens where the plan wants it; where a branch's people have days to answer,
before the end.
"""

from datetime import datetime, timedelta

from bot.actions import conditions, cycles, digests, people
from bot.actions.calendar import calendar_of
from bot.actions.conditions import Condition
from bot.actions.digests import Part
from bot.actions.polls.status import is_complete
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.form import Purpose
from bot.domain.polls.poll import Poll, PollState
from bot.storage.polls import polls, roll
from bot.texts import polls as texts
from bot.texts import satisfaction

CONDITION = "satisfaction"


def reminds_at(work: UnitOfWork, poll: Poll) -> datetime | None:
    """Returns when it is time; None where nobody is to be reminded, or it was done."""
    if poll.reminded or poll.state is not PollState.OPEN:
        return None
    cycle = cycles.current(work, poll.department_id)
    if cycle is None:
        return None
    if poll.purpose is Purpose.SATISFACTION:
        assert poll.closes_at is not None, "answers are awaited until a day"
        last_day = poll.closes_at.astimezone(work.zone).date()
        day = calendar_of(cycle.plan).add_workdays(last_day, -1)
        # Whoever was asked on the workday before the last day, or later, has just heard of it.
        if day <= poll.opened_at.astimezone(work.zone).date():
            return None
        return datetime.combine(day, cycle.plan.reminders.at, work.zone)
    minutes = cycle.plan.ballot.remind_after_minutes
    if not minutes:
        return None
    return poll.opened_at + timedelta(minutes=minutes)


def remind_missing(work: UnitOfWork, poll_id: int) -> bool:
    """Reminds everybody who has not voted; False where nothing is due.

    That somebody was reminded is written nowhere but in his message. In the hall nobody is
    reminded twice on one day, however many polls are held, nor beside what else he heard unasked.
    """
    poll = polls.find(work.session, poll_id)
    if poll is None:
        return False
    moment = reminds_at(work, poll)
    if moment is None or moment > work.now:
        return False
    # Also where nobody is missing: the question is asked once in each poll.
    polls.note_reminded(work.session, poll_id)
    department = people.department(work, poll.department_id)
    accounts = {
        entry.person: entry.account
        for entry in roll.entries(work.session, poll_id)
        if entry.eligible and not is_complete(poll, entry)
    }
    for person in people.roster(work, poll.department_id).people:
        # Whoever has another account now cannot vote: a reminder would be a riddle.
        if person.id not in accounts or accounts[person.id] != person.account:
            continue
        key = f"poll:{poll_id}:remind:{person.id}"
        condition = {"kind": CONDITION, "poll": poll_id, "person": person.id}
        if poll.purpose is Purpose.EVALUATION:
            # In the hall minutes count; a branch's people have until the day's message.
            part = Part(key, texts.please_vote(poll.title), condition)
            digests.tell_at_once(work, department, person, part)
        else:
            part = Part(key, satisfaction.please_answer(poll.terms, work.zone), condition)
            digests.tell(work, department, person, part)
    return True


@conditions.checks(CONDITION)
def _why_obsolete(work: UnitOfWork, condition: Condition) -> str:
    """Somebody is asked for his answer while it is still awaited."""
    poll = polls.find(work.session, condition["poll"])
    if poll is None or poll.state is not PollState.OPEN:
        return satisfaction.OVER
    if poll.closes_at is not None and poll.closes_at <= work.now:
        return satisfaction.OVER
    entry = roll.find(work.session, poll.id, condition["person"])
    if entry is None:
        return satisfaction.OVER
    if not entry.voted:
        return ""
    return satisfaction.ANSWERED
