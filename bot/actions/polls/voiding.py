"""What people hear of a poll that came to nothing: why, and what to do. Never a silent one."""

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Role
from bot.domain.polls.form import Purpose
from bot.domain.polls.poll import Poll, VoidReason
from bot.messages import Message
from bot.storage.polls import roll
from bot.texts.polls import voiding as texts


def tell_everybody(work: UnitOfWork, poll: Poll) -> None:
    """Tells whoever voted, in the group or in single chat, and the organisers at once.

    Nothing is said of a poll in which nobody voted: it was opened by mistake, as a rule, and its
    close was announced.
    """
    if poll.withheld == VoidReason.NOBODY:
        return
    department = people.department(work, poll.department_id)
    asks_satisfaction = poll.purpose is Purpose.SATISFACTION
    key = f"poll:{poll.id}:void"
    text = texts.void(poll.code, poll.title, poll.withheld)
    if asks_satisfaction:
        what_next = texts.next_satisfaction(poll.withheld)
    else:
        what_next = texts.next_evaluation(poll.withheld, sheet=poll.terms.form.turning)
        work.message_group(department, Message(text=text), key=key, priority=1)
    for person in people.roster(work, poll.department_id).people:
        own_key = f"{key}:{person.id}"
        if person.has(Role.ORGANISER) or person.id == poll.opened_by:
            part = Part(own_key, f"{text}\n{what_next}")
            # Today's digest may have gone out already, and this does not wait for tomorrow's.
            if not digests.tell_at_once(work, department, person, part):
                message = Message(text=part.text)
                work.message_person(department, person, message, key=own_key, priority=1)
        elif asks_satisfaction:
            entry = roll.find(work.session, poll.id, person.id)
            if entry is not None and entry.eligible:
                digests.tell(work, department, person, Part(own_key, text))
