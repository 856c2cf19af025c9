"""Setting a grade (S33): a person decides, a second one confirms, every change stays.

The bot computes none.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from bot.actions import confirmations, open_cards, people, shown_cards
from bot.actions.evaluation.basis import basis_of
from bot.actions.evaluation.conditions import Remark, remarks
from bot.actions.evaluation.inputs import inputs_of
from bot.actions.evaluation.rated import is_rated
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
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
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Department, Person, Role
from bot.domain.permissions import ENTERS_GRADES
from bot.domain.plan import SubjectGroup
from bot.domain.refusals import CardGone, Refusal
from bot.domain.values import dataclass
from bot.storage import evaluation as store
from bot.storage.evaluation import GradeRecord
from bot.texts import conditions as condition_texts
from bot.texts import evaluation as texts

GRADE = "set_grade"


@dataclass(frozen=True)
class Decision:
    """The committee's decision as somebody reports it; `day` is None where no day was named."""

    person: Person
    grade: str
    reason: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Proposal:
    """What was noted; `left` are the persons for whom it could not be, and why.

    `warnings` are about the caps, `remarks` about the conditions of the grades.
    """

    grades: tuple[tuple[Person, Grade], ...]
    warnings: tuple[CapWarning, ...]
    left: tuple[tuple[Person, Refusal], ...] = ()
    remarks: tuple[Remark, ...] = ()


def propose(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person, decision: Decision
) -> Proposal:
    """Notes a decision and asks a second person; an unconfirmed earlier one is withdrawn.

    Raises NotRated, GradeUnknown, MeetingAhead, InputsMissing, SameGrade, ReasonNeeded,
    NeedsSecondPerson.
    """
    return _propose(work, cycle, department, actor, [decision])


def preview(
    work: UnitOfWork,
    cycle: Cycle,
    actor: Person,
    decisions: Sequence[Decision],
) -> Proposal:
    """Returns what `propose_all` would note, and keeps nothing of it.

    Raises the first refusal where nothing could be noted.
    """
    ready, left = [], []
    # The preview goes the way of the decision itself and is taken back, so the two never differ.
    with work.trial():
        for decision in decisions:
            try:
                roster = people.roster(work, cycle.department)
                permission = ENTERS_GRADES.under(cycle.plan.rights)
                conflicts.check(actor, permission, roster, [decision.person])
                ready.append(
                    (decision.person, _proposed(work, cycle, _note(work, cycle, actor, decision)))
                )
            except Refusal as refusal:
                # Whoever has not all of his inputs holds up nobody else.
                left.append((decision.person, refusal))
        warnings = _warnings(work, cycle)
    if not ready:
        raise left[0][1]
    noted = [(person, grade.grade) for person, grade in ready]
    return Proposal(tuple(ready), warnings, tuple(left), remarks(work, cycle, noted))


def propose_all(
    work: UnitOfWork,
    cycle: Cycle,
    department: Department,
    actor: Person,
    decisions: Sequence[Decision],
) -> Proposal:
    """Notes what the committee decided about several, and asks a second person once for all.

    Nothing is noted where one of them is refused.
    """
    return _propose(work, cycle, department, actor, decisions)


def _propose(
    work: UnitOfWork,
    cycle: Cycle,
    department: Department,
    actor: Person,
    decisions: Sequence[Decision],
) -> Proposal:
    """Notes the decisions, and asks a second person as few times as their cases allow."""
    own_cases: list[tuple[GradeRecord, Sequence[Person]]] = [
        (_note(work, cycle, actor, decision), [decision.person]) for decision in decisions
    ]
    cases = [*_unseen_cases(work, actor), *own_cases]
    # Once the decisions are noted: caps are about all grades that would stand then.
    warnings = _warnings(work, cycle)
    noted = [(persons[0], record.grade) for record, persons in cases]
    unmet = remarks(work, cycle, noted)
    warning_texts = [
        *(texts.cap_warning(warning, cycle.plan) for warning in warnings),
        *(condition_texts.remark(each.condition, each.cases, cycle.plan) for each in unmet),
    ]
    for group in confirmations.group_cases(work, department, actor, cases):
        about = [person for _, persons in group for person in persons]
        lines = [
            texts.grade_line(person.title, _proposed(work, cycle, record))
            for (record, _), person in zip(group, about, strict=True)
        ]
        card_id = confirmations.ask_others(
            work,
            department,
            actor,
            GRADE,
            {"grades": [record.id for record, _ in group]},
            CardText(texts.GRADE_TITLE, texts.grade_question(actor.name, lines, warning_texts)),
            about=about,
        )
        for record, _ in group:
            store.note_request(work.session, record.id, card_id)
    grades = tuple((persons[0], _proposed(work, cycle, record)) for record, persons in own_cases)
    return Proposal(grades, warnings, remarks=unmet)


def _unseen_cases(work: UnitOfWork, actor: Person) -> list[tuple[GradeRecord, Sequence[Person]]]:
    """Takes back what this person asked before and nobody has seen; returns the decisions of it.

    Said one by one they stand together on the next card.
    """
    cases: list[tuple[GradeRecord, Sequence[Person]]] = []
    for card in shown_cards.unseen(work, actor, GRADE):
        open_cards.withdraw(work, card, actor)
        for grade_id in _grade_ids(card):
            record = store.grade(work.session, grade_id)
            if record is not None and record.state is State.PROPOSED:
                cases.append((record, [people.known(work, record.person_id)]))
    return cases


def _note(work: UnitOfWork, cycle: Cycle, actor: Person, decision: Decision) -> GradeRecord:
    """Stores a decision that nobody has confirmed yet; an earlier one of that kind is withdrawn."""
    person = decision.person
    inputs = _checked_inputs(work, cycle, decision)
    history = store.grades(work.session, cycle.id)
    own_history = [record for record in history if record.person_id == person.id]
    _check_change(work, cycle, own_history, decision)
    for record in own_history:
        if record.state is State.PROPOSED:  # its card must not be confirmed any more
            store.decide_grade(
                work.session, record.id, state=State.WITHDRAWN, person_id=actor.id, now=work.now
            )
            _withdraw_card(work, record, actor)
    record = store.add_grade(
        work.session,
        cycle.id,
        person.id,
        grade=decision.grade,
        # a guess, which `day_said` tells from a day that was named
        committee_day=decision.day or work.today,
        day_said=decision.day is not None,
        reason=decision.reason,
        basis=basis_of(work, cycle, person, inputs),
        set_by=actor.id,
        set_at=work.now,
    )
    work.audit(
        cycle.department,
        actor,
        "grade.proposed",
        f"person:{person.id}",
        grade=record.grade,
        number=record.number,
    )
    return record


def _withdraw_card(work: UnitOfWork, record: GradeRecord, actor: Person) -> None:
    """Closes the card of a decision that is replaced, unless others still wait on it."""
    with suppress(CardGone):
        card = open_cards.find(work, record.request_id)
        waiting = [store.grade(work.session, grade_id) for grade_id in _grade_ids(card)]
        if not any(other and other.state is State.PROPOSED for other in waiting):
            open_cards.withdraw(work, card, actor)


def _grade_ids(card: OpenCard) -> list[int]:
    """Returns which decisions a card is about; earlier cards were about one."""
    if "grades" in card.subject:
        return list(card.subject["grades"])
    return [card.subject["grade"]]


def confirm(
    work: UnitOfWork, department: Department, card: OpenCard, actor: Person
) -> list[tuple[str, str]]:
    """Confirms what a card asks about; the persons' names and grades.

    What was replaced meanwhile is left out. Raises NeedsSecondPerson, CardGone.
    """
    confirmed = [
        (people.known(work, record.person_id).title, record.grade)
        for record in _decide(work, department, card, actor, State.CONFIRMED)
    ]
    confirmations.tell_asker(work, department, card, texts.grades_confirmed(confirmed, actor.name))
    return confirmed


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Declines what a card asks about: what was before stands.

    Raises NeedsSecondPerson, CardGone.
    """
    names = [
        people.known(work, record.person_id).title
        for record in _decide(work, department, card, actor, State.DECLINED)
    ]
    notice = texts.grade_declined("、".join(names), actor.name)
    confirmations.tell_asker(work, department, card, notice)


def grade_of(work: UnitOfWork, record: GradeRecord) -> Grade:
    """Returns the line of the history with its people's names."""
    decided_by = ""
    if record.decided_by:
        decided_by = people.known(work, record.decided_by).name
    return Grade(
        number=record.number,
        grade=record.grade,
        committee_day=record.committee_day,
        day_said=record.day_said,
        reason=record.reason,
        set_by=people.known(work, record.set_by).name,
        set_at=record.set_at,
        state=record.state,
        decided_by=decided_by,
        decided_at=record.decided_at,
    )


def _proposed(work: UnitOfWork, cycle: Cycle, record: GradeRecord) -> Grade:
    """Returns a decision that is to be confirmed, with the grade that it would change."""
    confirmed = [
        earlier.grade
        for earlier in store.grades(work.session, cycle.id)
        if earlier.person_id == record.person_id and earlier.state is State.CONFIRMED
    ]
    grade = grade_of(work, record)
    if not confirmed:
        return grade
    return replace(grade, before=confirmed[-1])


def _checked_inputs(work: UnitOfWork, cycle: Cycle, decision: Decision) -> tuple[Input, ...]:
    """Returns the inputs that the decision rests on.

    Raises NotRated, GradeUnknown, MeetingAhead, InputsMissing.
    """
    person = decision.person
    scale = cycle.plan.grade_steps
    if not is_rated(work, cycle, person):
        raise NotRated(person.title)
    if decision.grade not in scale:
        raise GradeUnknown(decision.grade, scale)
    if decision.day and decision.day > work.today:
        raise MeetingAhead(decision.day)
    inputs = inputs_of(work, cycle, person)
    # No grade while an input is missing, and no formula in its place (S31).
    lacking = missing(inputs, cycle.plan.required_inputs)
    if lacking:
        roster = people.roster(work, cycle.department)
        leaders = tuple(leader.name for leader in roster.with_role(Role.LEADER))
        organisers = tuple(organiser.name for organiser in roster.with_role(Role.ORGANISER))
        raise InputsMissing(
            person.title, lacking, leaders, organisers, number=len(cycle.plan.required_inputs)
        )
    return tuple(entry for entry in inputs if entry.stands)


def _check_change(
    work: UnitOfWork, cycle: Cycle, own_history: Sequence[GradeRecord], decision: Decision
) -> None:
    """A confirmed grade changes for a reason; after an objection the same one may be set again,
    for a reason too.

    Raises SameGrade, ReasonNeeded.
    """
    confirmed = [record for record in own_history if record.state is State.CONFIRMED]
    if not confirmed:
        return
    before = confirmed[-1]
    result = store.results(work.session, cycle.id).get(decision.person.id)
    # An objection to an earlier grade was answered by the one that stands now.
    has_objected = (
        result is not None and result.objected_at is not None and result.grade_id == before.id
    )
    if before.grade == decision.grade and not has_objected:
        raise SameGrade(decision.person.title, before.grade)
    if not decision.reason:
        raise ReasonNeeded(decision.person.title, before.grade)


def _warnings(work: UnitOfWork, cycle: Cycle) -> tuple[CapWarning, ...]:
    """Returns what speaks against the grades that stand or wait."""
    grades = {
        record.person_id: record.grade
        for record in store.grades(work.session, cycle.id)
        if record.state in (State.PROPOSED, State.CONFIRMED)
    }
    # Each group has caps of its own.
    groups: dict[SubjectGroup | None, list[Person]] = {}
    for subject in people.roster(work, cycle.department).subjects:
        groups.setdefault(cycle.plan.group_of(subject), []).append(subject)
    # They forbid nothing: the committee decides, and sees them first (rule of conduct 8).
    warnings: list[CapWarning] = []
    best = cycle.plan.grade_steps[0]
    for group, subjects in groups.items():
        ids = {subject.id for subject in subjects}
        of_group = {person: grade for person, grade in grades.items() if person in ids}
        title = ""
        if group is not None:
            title = group.title
        caps = cycle.plan.caps_of(group)
        warnings += [
            replace(warning, group=title)
            for warning in cap_warnings(of_group, len(subjects), best, caps)
        ]
    return tuple(warnings)


def _decide(
    work: UnitOfWork, department: Department, card: OpenCard, actor: Person, state: State
) -> list[GradeRecord]:
    """Closes the card and decides its grades. Raises NeedsSecondPerson, CardGone."""
    confirmations.decide(work, card, actor, accepted=state is State.CONFIRMED)
    decided = []
    for grade_id in _grade_ids(card):
        is_first = store.decide_grade(
            work.session, grade_id, state=state, person_id=actor.id, now=work.now
        )
        record = store.grade(work.session, grade_id)
        # It was replaced meanwhile, and its card asks about others as well.
        if not is_first or record is None:
            continue
        work.audit(
            department.id,
            actor,
            f"grade.{state}",
            f"person:{record.person_id}",
            grade=record.grade,
            number=record.number,
        )
        decided.append(record)
    if not decided:
        raise CardGone
    return decided
