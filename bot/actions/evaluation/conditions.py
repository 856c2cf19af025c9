"""The plan's conditions of grades, held against what is known of everybody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.actions import people
from bot.actions.evaluation.ballots import ballots
from bot.actions.evaluation.inputs import inputs_of_all
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.comparisons import Comparison, Standing
from bot.domain.evaluation.conditions import Facts, compared, concerns
from bot.domain.people import Person
from bot.domain.plan import Condition, SubjectGroup
from bot.domain.values import dataclass


@dataclass(frozen=True)
class Remark:
    """Those among some graded people who do not meet a condition of their grade, or of whom it
    cannot be told.
    """

    condition: Condition
    cases: tuple[tuple[Person, Comparison], ...]


def comparisons_of_all(work: UnitOfWork, cycle: Cycle) -> Mapping[int, Sequence[Comparison]]:
    """Returns how everybody stands to the plan's conditions; places are counted within a group."""
    if not cycle.plan.conditions:
        return {}
    groups: defaultdict[SubjectGroup | None, list[int]] = defaultdict(list)
    for subject in people.roster(work, cycle.department).subjects:
        groups[cycle.plan.group_of(subject)].append(subject.id)
    released = ballots(work, cycle)
    inputs = inputs_of_all(work, cycle)
    return {
        person: compared(cycle.plan, Facts(tuple(fellows), released, inputs), person)
        for fellows in groups.values()
        for person in fellows
    }


def remarks(
    work: UnitOfWork, cycle: Cycle, grades: Iterable[tuple[Person, str]]
) -> tuple[Remark, ...]:
    """Returns what these grades do not meet, in the plan's order; it forbids none of them."""
    # They are shown to those who decide (rule of conduct 8).
    best = cycle.plan.grade_steps[0]
    by_person = comparisons_of_all(work, cycle)
    cases: defaultdict[Condition, list[tuple[Person, Comparison]]] = defaultdict(list)
    for person, grade in grades:
        for comparison in by_person.get(person.id, ()):
            is_met = comparison.standing is Standing.MET
            if not is_met and concerns(comparison, grade, best):
                cases[comparison.condition].append((person, comparison))
    return tuple(
        Remark(condition, tuple(cases[condition]))
        for condition in cycle.plan.conditions
        if condition in cases
    )
