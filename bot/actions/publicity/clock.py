"""The end of the window comes by itself: nobody reads or writes any more, and those concerned are
told how it went.
"""

from datetime import datetime

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.public_feedback import said_about
from bot.actions.publicity.feedback import feedback_of, has_read
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Role, Roster
from bot.domain.plan import Part as PlanPart
from bot.domain.publicity.publication import Kind
from bot.storage import cycles as cycle_store
from bot.storage import feedback as feedback_store
from bot.storage import publicity as store
from bot.texts import publicity as texts
from bot.texts import result_list as list_texts

GROUP_PATIENCE = 2  # workdays: it joins a countdown that is so near


def close_due(work: UnitOfWork) -> int:
    """Closes what is over, tells those concerned, and returns how many publications that were."""
    closed = 0
    for publication in store.open_now(work.session):
        if publication.closes_at is None or publication.closes_at > work.now:
            continue
        # One conditional update: another process may have closed it at the same beat.
        if not store.close(work.session, publication.id, publication.closes_at):
            continue
        closed += 1
        subject = f"publicity:{publication.id}"
        work.audit(publication.department, SYSTEM, "publicity.closed", subject)
        roster = people.roster(work, publication.department)
        cycle = cycle_store.by_id(work.session, publication.cycle)
        key = f"{subject}:closed"
        if publication.kind is not Kind.RESULTS:
            _tell(work, cycle, roster, key)
            continue
        # Of a list the group hears that it is over, and the leadership how much was said.
        digests.post(work, roster.department, Part(key, list_texts.closed_for_all(cycle.year)))
        number = feedback_store.count(work.session, publication.id)
        for leader in roster.with_role(Role.LEADER):
            part = Part(key, list_texts.closed_for_leaders(number))
            digests.tell(work, roster.department, leader, part)
    return closed


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    """Returns the next end of a window; None where none is ahead."""
    ends = [publication.closes_at for publication in store.open_now(work.session)]
    return min((end for end in ends if end is not None and end > after), default=None)


def _tell(work: UnitOfWork, cycle: Cycle, roster: Roster, key: str) -> None:
    """Tells the group that it is over, the first leader how much was said, each secretary how much
    about his branch. Who is told a result hears that number with it.
    """
    feedback = feedback_of(work, cycle, (Kind.REPORTS,))
    leaders = roster.with_role(Role.LEADER)
    # Numbers alone: the words are for whom the plan shows them (rule of conduct 7).
    unnamed = sum(not piece.author for piece in feedback)
    closed = Part(key, texts.closed_for_all(cycle.year), patience=GROUP_PATIENCE)
    digests.post(work, roster.department, closed)
    for person in roster.people:
        if person.has(Role.LEADER):
            if person != leaders[0] or has_read(work, cycle, person, len(feedback)):
                continue  # the others find it among what waits for them
            text = texts.closed_for_leaders(len(feedback), unnamed)
        elif person.has(Role.ORGANISER):
            text = texts.CLOSED_FOR_ORGANISER
        # With a grade in the plan he hears the number together with his result.
        elif roster.places_of(person) and not cycle.plan.has(PlanPart.GRADE):
            number = said_about(work, cycle, person)
            if number == 0:
                continue  # the group hears that it is over
            text = texts.closed_for_secretary(number)
        else:
            continue
        digests.tell(work, roster.department, person, Part(key, text))
