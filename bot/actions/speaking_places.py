"""Whose place among the speakers of a meeting somebody takes."""

from dataclasses import replace

from bot.actions import people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person
from bot.storage import cycles
from bot.storage.polls import meeting as store


def take_place(work: UnitOfWork, department_id: str, successor: Person) -> None:
    """Lets a successor speak where his predecessor would have spoken.

    It is a no-op where the order follows the roster, or no predecessor is in it.
    """
    cycle = cycles.current(work.session, department_id)
    if cycle is None:
        return
    roster = people.roster(work, department_id)
    meeting = store.of_cycle(work.session, cycle.id)
    order = list(meeting.order)
    for number, speaker_id in enumerate(order):
        speaker = people.by_id(work, speaker_id)
        # Whoever is still evaluated keeps his place, also where he has changed his branch.
        if speaker is None or roster.is_subject(speaker) or speaker.branch != successor.branch:
            continue
        order[number] = successor.id
        store.save(work.session, replace(meeting, order=tuple(order)))
        return
