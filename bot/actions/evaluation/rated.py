"""Who is evaluated this year: whoever holds an office, and whoever held it when he was rated.

Somebody who gave his office up after the meeting, or after a leader spoke of him, is still to have
his grade; his successor has not been rated by that.
"""

from collections.abc import Mapping

from bot.actions import people
from bot.actions.evaluation.inputs import inputs_of, inputs_of_all
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person, Roster
from bot.storage.polls import polls


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


def predecessors(work: UnitOfWork, cycle: Cycle, roster: Roster) -> Mapping[int, Person]:
    """Returns who was rated, by the id of whoever has taken his office over since."""
    evaluated = of_year(work, cycle, roster)
    return {
        subject.id: person
        for subject, person in zip(roster.subjects, evaluated, strict=True)
        if subject.id != person.id
    }


def places_of_year(work: UnitOfWork, cycle: Cycle, roster: Roster) -> Mapping[int, Branch]:
    """Returns the place of each who is evaluated, by his id; of who was rated and has given up the
    office since, the branch that he held.
    """
    branches = {branch.name: branch for branch in roster.branches}
    places = {
        person: branches[name]
        for name, person in _rated_at(work, cycle).items()
        if name in branches
    }
    for subject in roster.subjects:
        place = roster.place_of(subject)
        if place is not None:
            places[subject.id] = place
    return places


def _rated_at(work: UnitOfWork, cycle: Cycle) -> dict[str, int]:
    """Returns who was rated this year, by the name of his branch."""
    rated_at: dict[str, int] = {}
    for poll in polls.of_cycle(work.session, cycle.id):
        if poll.is_counted:
            rated_at |= {subject.branch: subject.person for subject in poll.terms.form.subjects}
    return rated_at


def of_year(work: UnitOfWork, cycle: Cycle, roster: Roster) -> tuple[Person, ...]:
    """Returns who is evaluated this year, in the order of the roster.

    Where a branch was handed over after the meeting that is who was rated there: whoever came
    after him has nothing on which a grade could rest (docs/decisions/0047).
    """
    rated_at = _rated_at(work, cycle)
    # Most of the year nobody has been rated yet.
    if not rated_at:
        return tuple(roster.subjects)
    rated = set(rated_at.values())
    evaluated = []
    for subject in roster.subjects:
        place = roster.place_of(subject)
        rated_there = None
        if place in roster.branches and subject.id not in rated:
            rated_there = people.by_id(work, rated_at.get(place.name, subject.id))
        evaluated.append(rated_there or subject)
    return tuple(evaluated)
