"""How inputs and grades stand, secretary by secretary in the order of the roster; nobody is ranked (S14)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.actions.evaluation.inputs import inputs_of_all
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.grades import State
from bot.domain.evaluation.inputs import Input, Kind, missing
from bot.domain.people import Person, Roster
from bot.storage import evaluation as store
from bot.storage.evaluation import GradeRow, ResultRow


@dataclass(frozen=True)
class Evaluated:
    """One secretary. `grade` is the confirmed one, `state` that of the newest decision, empty where there is none."""

    secretary: str
    branch: str
    inputs: Mapping[Kind, int]
    missing: tuple[Kind, ...]
    grade: str
    state: str
    committee_day: date | None
    told_at: datetime | None
    read_at: datetime | None
    objected_at: datetime | None

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def waiting(self) -> bool:
        return self.state == State.PROPOSED


def overview(work: UnitOfWork, cycle: Cycle, roster: Roster) -> tuple[Evaluated, ...]:
    return evaluated(work, cycle, roster.secretaries)


def evaluated(
    work: UnitOfWork, cycle: Cycle, secretaries: Iterable[Person]
) -> tuple[Evaluated, ...]:
    inputs, told = inputs_of_all(work, cycle), store.results(work.session, cycle.id)
    grades = store.grades(work.session, cycle.id)
    return tuple(
        _evaluated(
            person,
            inputs.get(person.id, ()),
            [row for row in grades if row.person_id == person.id],
            told.get(person.id),
        )
        for person in secretaries
    )


def _evaluated(
    person: Person, inputs: Sequence[Input], grades: Sequence[GradeRow], told: ResultRow | None
) -> Evaluated:
    confirmed = [row for row in grades if row.state == State.CONFIRMED]
    grade = confirmed[-1] if confirmed else None
    reopened = (
        told is not None and grade is not None and told.grade_id == grade.id
    )  # until it is confirmed anew
    return Evaluated(
        secretary=person.title,
        branch=person.branch.name if person.branch else "",
        inputs=Counter(entry.kind for entry in inputs if entry.stands),
        missing=missing(inputs),
        grade=grade.grade if grade else "",
        state=grades[-1].state if grades else "",
        committee_day=grade.committee_day if grade else None,
        told_at=told.told_at if told else None,
        read_at=told.read_at if told else None,
        objected_at=told.objected_at if told and reopened else None,
    )
