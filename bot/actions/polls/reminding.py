"""Asks those who have not voted yet, privately and once, where the plan wants that (ballots.md, step 6)."""

from datetime import datetime, timedelta

from bot.actions import cycles, people
from bot.actions.polls.cards import terms_of
from bot.actions.work import Work
from bot.messages import Message
from bot.storage.polls import polls, roll
from bot.storage.polls.polls import PollRow
from bot.texts import polls as texts


def reminds_at(work: Work, row: PollRow) -> datetime | None:
    """When it is time; None where the plan wants nobody reminded, or it was done."""
    cycle = cycles.current(work, row.department_id)
    minutes = cycle.plan.ballot.remind_after_minutes if cycle else 0
    if not minutes or row.reminded or row.state != "open":
        return None
    return row.opened_at + timedelta(minutes=minutes)


def remind_missing(work: Work, poll_id: int) -> bool:
    """False where nothing is due. That somebody was reminded is written nowhere but in his message."""
    row = polls.find(work.session, poll_id)
    moment = reminds_at(work, row) if row else None
    if row is None or moment is None or moment > work.now:
        return False
    row.reminded = True
    work.session.flush()
    department = people.department(work, row.department_id)
    waiting = {entry.person for entry in roll.everybody(work.session, poll_id) if entry.eligible and not entry.voted}
    for person in people.roster(work, row.department_id).people:
        if person.id in waiting:
            text = texts.please_vote(terms_of(row).title)
            work.tell(department, person, Message(text=text), key=f"poll:{poll_id}:remind:{person.id}")
    return True
