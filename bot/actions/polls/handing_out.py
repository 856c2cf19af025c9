"""Brings the sheets into the single chats, unasked: nobody has to write in order to get his own.

It is that day's one unasked message of a person and goes along with what else waits for him. Quiet
hours and days off do not hold it up: somebody has opened it for people who sit in the hall. Whoever
cannot be written to, or has heard something unasked today, gets his sheet with his first word
(`turning_cards`).
"""

from bot.actions import conditions, digests, people, reach
from bot.actions.conditions import Condition
from bot.actions.digests import Part
from bot.actions.polls.links import sheet_link
from bot.actions.polls.turning_cards import handed_out_key, open_sheet, plain_face
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Department, Person
from bot.domain.polls.ballot import blank
from bot.domain.polls.poll import Poll, PollState
from bot.domain.polls.sheet import Sheet
from bot.storage.polls import polls, roll
from bot.storage.polls.roll import RollEntry
from bot.texts.polls import sheets as texts

CONDITION = "sheet"


def hand_out(work: UnitOfWork, department: Department, poll_id: int) -> int:
    """Brings everybody on the roll who can be reached his sheet; returns to how many it goes."""
    poll = polls.get(work.session, poll_id)
    reachable = reach.reachable(work, department)
    entries = {entry.person: entry for entry in roll.entries(work.session, poll_id)}
    # Whoever wrote lately sits in the hall and waits for his: it answers him.
    present = reach.wrote_lately(work, department)
    number = 0
    for person in people.roster(work, department.id).people:
        entry = entries.get(person.id)
        # Whoever cannot be written to gets his with his first word.
        if entry is None or person.id not in reachable:
            continue
        answers = person.account in present
        number += _bring(work, department, poll, person, entry, answers=answers)
    return number


def hand_out_late(work: UnitOfWork, department: Department, person: Person) -> None:
    """Brings the sheet that is open for somebody who signed in after the others had theirs.

    It is a no-op where none is open for him, he has it, or he cannot be written to.
    """
    poll = open_sheet(work, person)
    if poll is None or was_handed_out(work, department, poll, person):
        return
    entry = roll.find(work.session, poll.id, person.id)
    if entry is not None and person.id in reach.reachable(work, department):
        _bring(work, department, poll, person, entry, answers=True)


def was_handed_out(work: UnitOfWork, department: Department, poll: Poll, person: Person) -> bool:
    """Tells whether his sheet went to him, or is on its way, asked for or not."""
    key = handed_out_key(poll, person)
    return work.is_enqueued(key) or digests.is_told(work, department, person, key)


def _bring(
    work: UnitOfWork,
    department: Department,
    poll: Poll,
    person: Person,
    entry: RollEntry,
    *,
    answers: bool,
) -> bool:
    """Tells whether a blank sheet goes to him; with another account than at the opening he has no
    vote.

    With `answers` he has said that he is there, and was told that the sheet comes.
    """
    if not entry.eligible or entry.account != person.account:
        return False
    # The outbox keeps what goes through it, so the sheet is blank there whatever was chosen
    # already.
    sheet = Sheet(poll.terms.form, entry.rater, blank(poll.terms.form))
    part = Part(
        handed_out_key(poll, person),
        texts.YOUR_SHEET,
        {"kind": CONDITION, "poll": poll.id, "person": person.id},
        plain_face(poll.id, poll.terms, sheet),
        sheet_link(work, poll.id, person),
        urgent=True,  # people sit in the hall: quiet hours do not hold it up
    )
    return digests.tell_at_once(work, department, person, part, answers=answers)


@conditions.checks(CONDITION)
def _why_obsolete(work: UnitOfWork, condition: Condition) -> str:
    """A sheet is brought as long as it can be filled, and to nobody who has asked for it."""
    poll = polls.find(work.session, condition["poll"])
    person = people.by_id(work, condition["person"])
    if poll is None or person is None or poll.state is not PollState.OPEN:
        return texts.OVER
    if poll.closes_at is not None and poll.closes_at <= work.now:
        return texts.OVER
    if work.is_enqueued(handed_out_key(poll, person)):
        return texts.HAS_IT
    return ""
