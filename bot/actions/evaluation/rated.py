"""Who is evaluated this year: whoever holds an office, and whoever held it when he was rated.

Somebody who gave his office up after the meeting, or after a leader spoke of him, is still to have
his grade; his successor has not been rated by that.
"""

from bot.actions import people
from bot.actions.evaluation.inputs import inputs_of, inputs_of_all
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person


def is_rated(work: UnitOfWork, cycle: Cycle, person: Person) -> bool:
    """Tells whether this year's evaluation is about this person too."""
    if people.roster(work, cycle.department).is_subject(person):
        return True
    return bool(inputs_of(work, cycle, person))


def former(work: UnitOfWork, cycle: Cycle) -> tuple[Person, ...]:
    """Returns who is on the roster and holds no such office any more, and was rated this year."""
    inputs = inputs_of_all(work, cycle)
    roster = people.roster(work, cycle.department)
    return tuple(
        person for person in roster.people if person.id in inputs and not roster.is_subject(person)
    )
