"""How inputs and grades stand, secretary by secretary in the order of the roster; nobody is ranked
(S14).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from bot.actions.evaluation.inputs import inputs_of_all
from bot.actions.evaluation.rated import of_year
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.grades import State
from bot.domain.evaluation.inputs import missing
from bot.domain.people import Person, Roster
from bot.domain.plan import InputRule
from bot.domain.values import dataclass
from bot.storage import evaluation as store


@dataclass(frozen=True)
class Evaluated:
    """One secretary.

    `grade` is the confirmed one, `state` that of the newest decision; both empty where there is
    none.
    """

    secretary: str
    branch: str
    inputs: Mapping[str, int]
    missing: tuple[InputRule, ...]
    grade: str = ""
    state: State | None = None
    committee_day: date | None = None
    told_at: datetime | None = None
    read_at: datetime | None = None
    objected_at: datetime | None = None

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def waiting(self) -> bool:
        return self.state is State.PROPOSED


def overview(work: UnitOfWork, cycle: Cycle, roster: Roster) -> tuple[Evaluated, ...]:
    """Returns every secretary of the year."""
    return evaluated(work, cycle, of_year(work, cycle, roster))


def evaluated(
    work: UnitOfWork, cycle: Cycle, secretaries: Iterable[Person]
) -> tuple[Evaluated, ...]:
    """Returns these secretaries, in their order."""
    inputs = inputs_of_all(work, cycle)
    results = store.results(work.session, cycle.id)
    grades = store.grades(work.session, cycle.id)
    statuses = []
    for person in secretaries:
        entries = inputs.get(person.id, ())
        status = Evaluated(
            secretary=person.title,
            branch=person.branch_name,
            inputs=Counter(entry.kind for entry in entries if entry.stands),
            missing=missing(entries, cycle.plan.required_inputs),
        )
        # What waits for its second person is told as the state, and is no grade yet.
        history = [grade for grade in grades if grade.person_id == person.id]
        if history:
            status = replace(status, state=history[-1].state)
        result = results.get(person.id)
        if result is not None:
            status = replace(status, told_at=result.told_at, read_at=result.read_at)
        confirmed = [grade for grade in history if grade.state is State.CONFIRMED]
        if confirmed:
            grade = confirmed[-1]
            status = replace(status, grade=grade.grade, committee_day=grade.committee_day)
            # An objection stands until the grade is confirmed anew.
            if result is not None and result.grade_id == grade.id:
                status = replace(status, objected_at=result.objected_at)
        statuses.append(status)
    return tuple(statuses)
