"""Setting a grade (S33): a person decides, a second one confirms, every change stays. The bot computes none."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.actions import confirmations, people
from bot.actions.confirmations import CardText
from bot.actions.evaluation.ballots import ballots
from bot.actions.evaluation.inputs import inputs_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.grades import CapWarning, Grade, State, cap_warnings
from bot.domain.evaluation.inputs import Input, missing
from bot.domain.evaluation.refusals import (
    GradeUnknown,
    InputsMissing,
    MeetingAhead,
    NotRated,
    ReasonNeeded,
    SameGrade,
)
from bot.domain.evaluation.sheet import ballot_figures
from bot.domain.open_cards import OpenCard
from bot.domain.people import Department, Person, Role, Roster
from bot.domain.refusals import CardGone
from bot.storage import evaluation as store
from bot.storage.evaluation import GradeRow
from bot.texts import evaluation as texts

GRADE = "set_grade"
STANDS = (State.PROPOSED, State.CONFIRMED)


@dataclass(frozen=True)
class Decision:
    """The committee's decision as somebody reports it; `day` is None where no day was named."""

    person: Person
    grade: str
    reason: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Proposal:
    grade: Grade
    warnings: tuple[CapWarning, ...]


def propose(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person, decision: Decision
) -> Proposal:
    """Notes the decision and asks a second person; an unconfirmed earlier one is withdrawn.

    Raises NotRated, GradeUnknown, MeetingAhead, InputsMissing, SameGrade, ReasonNeeded, NeedsSecondPerson.
    """
    inputs = _checked(work, cycle, decision)
    rows = store.grades(work.session, cycle.id)
    _check_change(work, cycle, rows, decision)
    _withdraw(work, rows, decision.person, actor)
    row = store.add_grade(work.session, _row(work, cycle, actor, decision, inputs))
    warnings = _warnings(work, cycle)
    made = grade_of(work, row)
    card_text = CardText(
        texts.GRADE_TITLE,
        texts.grade_question(
            actor.name,
            decision.person,
            made,
            [texts.cap_warning(one, cycle.plan) for one in warnings],
        ),
    )
    row.request_id = confirmations.ask_others(
        work, department, actor, GRADE, {"grade": row.id}, card_text, about=[decision.person]
    )
    work.session.flush()
    work.audit(
        department.id,
        actor,
        "grade.proposed",
        f"person:{decision.person.id}",
        grade=row.grade,
        number=row.number,
    )
    return Proposal(made, warnings)


def confirm(
    work: UnitOfWork, department: Department, card: OpenCard, actor: Person
) -> tuple[str, Grade]:
    """The secretary's name and the grade. Raises NeedsSecondPerson, CardGone."""
    row = _decided(work, department, card, actor, State.CONFIRMED)
    person = _person(work, row.person_id)
    confirmations.tell_asker(
        work, department, card, texts.grade_confirmed(person.title, row.grade, actor.name)
    )
    return person.title, grade_of(work, row)


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """The grade before stands. Raises NeedsSecondPerson, CardGone."""
    row = _decided(work, department, card, actor, State.DECLINED)
    person = _person(work, row.person_id)
    confirmations.tell_asker(work, department, card, texts.grade_declined(person.title, actor.name))


def grade_of(work: UnitOfWork, row: GradeRow) -> Grade:
    return Grade(
        number=row.number,
        grade=row.grade,
        committee_day=row.committee_day,
        day_said=row.day_said,
        reason=row.reason,
        set_by=_person(work, row.set_by).name,
        set_at=row.set_at,
        state=State(row.state),
        decided_by=_person(work, row.decided_by).name if row.decided_by else "",
        decided_at=row.decided_at,
    )


def fingerprint(text: str) -> str:
    """Of an entry, as a basis keeps it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _checked(work: UnitOfWork, cycle: Cycle, decision: Decision) -> tuple[Input, ...]:
    """The inputs that the decision rests on."""
    person, scale = decision.person, tuple(step.title for step in cycle.plan.ballot.scale)
    if not person.has(Role.SECRETARY):
        raise NotRated(person.title)
    if decision.grade not in scale:
        raise GradeUnknown(decision.grade, scale)
    if decision.day and decision.day > work.today:
        raise MeetingAhead(decision.day)
    inputs = inputs_of(work, cycle, person)
    lacking = missing(inputs)
    if lacking:
        roster = people.roster(work, cycle.department)
        raise InputsMissing(
            person.title, lacking, _names(roster, Role.LEADER), _names(roster, Role.ORGANISER)
        )
    return tuple(one for one in inputs if one.stands)


def _names(roster: Roster, role: Role) -> tuple[str, ...]:
    return tuple(person.name for person in roster.with_role(role))


def _check_change(
    work: UnitOfWork, cycle: Cycle, rows: Sequence[GradeRow], decision: Decision
) -> None:
    """A confirmed grade changes for a reason; after an objection the same one may be set again, for a reason too."""
    confirmed = [
        row for row in rows if row.person_id == decision.person.id and row.state == State.CONFIRMED
    ]
    if not confirmed:
        return
    before = confirmed[-1]
    told = store.results(work.session, cycle.id).get(decision.person.id)
    objected = told is not None and told.objected_at is not None and told.grade_id == before.id
    if before.grade == decision.grade and not objected:
        raise SameGrade(decision.person.title, before.grade)
    if not decision.reason:
        raise ReasonNeeded(decision.person.title, before.grade)


def _withdraw(work: UnitOfWork, rows: Sequence[GradeRow], person: Person, actor: Person) -> None:
    for row in rows:
        if row.person_id == person.id and row.state == State.PROPOSED:
            assert row.id is not None
            store.decide_grade(
                work.session, row.id, state=State.WITHDRAWN, person_id=actor.id, now=work.now
            )
            confirmations.withdraw(work, row.request_id, actor)


def _warnings(work: UnitOfWork, cycle: Cycle) -> tuple[CapWarning, ...]:
    """With this decision and all others that stand or wait."""
    grades = {
        row.person_id: row.grade
        for row in store.grades(work.session, cycle.id)
        if row.state in STANDS
    }
    total = len(people.roster(work, cycle.department).secretaries)
    return cap_warnings(grades, total, cycle.plan.ballot.scale[0].title, cycle.plan.caps)


def _row(
    work: UnitOfWork, cycle: Cycle, actor: Person, decision: Decision, inputs: tuple[Input, ...]
) -> GradeRow:
    return GradeRow(
        cycle_id=cycle.id,
        person_id=decision.person.id,
        number=0,
        grade=decision.grade,
        committee_day=decision.day or work.today,
        day_said=decision.day is not None,
        reason=decision.reason,
        basis=_basis(work, cycle, decision.person, inputs),
        set_by=actor.id,
        set_at=work.now,
    )


def _basis(
    work: UnitOfWork, cycle: Cycle, person: Person, inputs: tuple[Input, ...]
) -> dict[str, Any]:
    """What the decision rested on, so that it can be replayed: `audit` computes every number of it anew."""
    entries = [
        {"number": one.number, "kind": one.kind.value, "sha256": fingerprint(one.text)}
        for one in inputs
        if one.number
    ]
    ballot = ballots(work, cycle)[person.id]
    return {
        "inputs": entries,
        "ballot": ballot_figures(ballot, person.id),
        "plan_version": cycle.plan_version,
    }


def _decided(
    work: UnitOfWork, department: Department, card: OpenCard, actor: Person, state: State
) -> GradeRow:
    confirmations.decide(work, card, actor, accepted=state is State.CONFIRMED)
    grade_id = card.subject["grade"]
    if not store.decide_grade(
        work.session, grade_id, state=state, person_id=actor.id, now=work.now
    ):
        raise CardGone
    row = store.grade(work.session, grade_id)
    assert row is not None
    work.audit(
        department.id,
        actor,
        f"grade.{state}",
        f"person:{row.person_id}",
        grade=row.grade,
        number=row.number,
    )
    return row


def _person(work: UnitOfWork, person_id: int) -> Person:
    found = people.by_id(work, person_id)
    assert found is not None, "people stay in the database when they leave"
    return found
