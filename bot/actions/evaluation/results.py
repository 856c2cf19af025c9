"""Telling the secretary: opinion and grade in private, with a receipt, and time for an objection."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from bot.actions import confirmations, open_cards, people
from bot.actions.calendar import calendar_of
from bot.actions.evaluation.files import opinion_file
from bot.actions.evaluation.sheets import sheet_of
from bot.actions.public_feedback import said_about
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.evaluation.grades import State
from bot.domain.evaluation.opinion import Opinion
from bot.domain.evaluation.refusals import (
    EvaluationRefusal,
    HalvesEmpty,
    NotGraded,
    NothingTold,
    ObjectionLate,
    ResultWaits,
)
from bot.domain.evaluation.sheet import GradeSheet
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Department, Person, Role
from bot.domain.permissions import OVERSIGHT, SECRETARY
from bot.domain.plan import Part
from bot.domain.refusals import CardGone, OwnCase, Refusal
from bot.domain.values import dataclass
from bot.messages import Card, Message, Option, button_card
from bot.storage import evaluation as store
from bot.storage.evaluation import GradeRecord, ResultRecord
from bot.texts import evaluation as texts

TELL, RECEIPT = "tell_result", "result_read"


@dataclass(frozen=True)
class Telling:
    """Whom the second person was asked about; `left` are not ready, or were told before."""

    ready: tuple[GradeSheet, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class ReadyResult:
    """A result that may be told."""

    sheet: GradeSheet
    grade: GradeRecord
    opinion_id: int | None

    @property
    def reference(self) -> list[int]:
        """What a card remembers: this grade and this opinion are confirmed, and no later ones."""
        return [self.sheet.person, self.grade.id, self.opinion_id or 0]


def ask_telling(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person, persons: Sequence[Person]
) -> Telling:
    """Asks a second person, once for all, whether these secretaries may be told.

    Where nobody can be told: raises why not for the first, NotGraded, HalvesEmpty, ResultWaits or
    OwnCase; else NeedsSecondPerson.
    """
    cases: list[tuple[ReadyResult, Sequence[Person]]] = []
    left: list[str] = []
    refusals: list[Refusal] = []
    roster = people.roster(work, department.id)
    for person in persons:
        sheet = sheet_of(work, cycle, person)
        try:
            conflicts.check(actor, OVERSIGHT, roster, [person])
            cases.append((_ready(work, cycle, sheet), [person]))
        except (EvaluationRefusal, OwnCase) as refusal:
            # Whoever is not ready holds up nobody else; the asker's own case is left to others.
            left.append(person.title)
            refusals.append(refusal)
    if not cases:
        raise refusals[0]
    asked_now = {ready.sheet.person for ready, _ in cases}
    for card in open_cards.of_kind(work, department.id, TELL):
        asked_before = {reference[0] for reference in card.subject["results"]}
        # An open card that asks about nobody but these would be a second one of one question.
        if asked_before <= asked_now:
            confirmations.withdraw(work, card.id, actor)
    for group in confirmations.group_cases(work, department, actor, cases):
        sheets = [ready.sheet for ready, _ in group]
        confirmations.ask_others(
            work,
            department,
            actor,
            TELL,
            {"results": [ready.reference for ready, _ in group]},
            CardText(texts.TELL_TITLE, texts.tell_question(actor.name, sheets)),
            about=[person for _, about in group for person in about],
        )
    return Telling(tuple(ready.sheet for ready, _ in cases), tuple(left))


def tell(
    work: UnitOfWork, cycle: Cycle, department: Department, card: OpenCard, actor: Person
) -> tuple[str, ...]:
    """Tells them, once; their names. What changed since it was asked is left out.

    Raises NeedsSecondPerson, CardGone (also where everything changed).
    """
    confirmations.decide(work, card, actor, accepted=True)
    names = []
    last_days = []
    for reference in card.subject["results"]:
        person = people.by_id(work, reference[0])
        if person is None:
            continue
        result = _tell_one(work, cycle, department, card, actor, person, reference)
        if result is not None:
            names.append(person.title)
            last_days.append(result.until)
    if not names:
        raise CardGone
    confirmations.tell_asker(
        work,
        department,
        card,
        # told in one transaction, all have one last day
        texts.told(names, last_days[0], with_opinion=cycle.plan.has(Part.OPINION)),
    )
    return tuple(names)


def _tell_one(
    work: UnitOfWork,
    cycle: Cycle,
    department: Department,
    card: OpenCard,
    actor: Person,
    person: Person,
    reference: Sequence[int],
) -> ResultRecord | None:
    """Tells one secretary: the words, the Word file, and the card with the button.

    None where anything has changed.
    """
    sheet = sheet_of(work, cycle, person)
    # A result about a body is told to whoever hands in for it.
    told = people.by_id(work, person.responsible) or person
    # Since it was asked, grade or opinion may have changed: nobody has confirmed the new ones.
    try:
        ready = _ready(work, cycle, sheet)
    except EvaluationRefusal:
        return None
    if ready.reference != list(reference):
        return None
    result = store.add_result(
        work.session,
        cycle.id,
        ready.grade,
        ready.opinion_id,
        asked_by=card.asked_by,
        confirmed_by=actor.id,
        told_at=work.now,
        until=calendar_of(cycle.plan).add_workdays(work.today, cycle.plan.objection_days),
    )
    work.audit(department.id, actor, "result.told", f"person:{person.id}", grade=ready.grade.grade)
    words = texts.result(
        sheet,
        contact=cycle.plan.help_contact,
        until=result.until,
        feedback=said_about(work, cycle, told),
    )
    message = Message(text=words, card=_receipt(work, told, result))
    if sheet.with_opinion:
        message = replace(message, file=opinion_file(work, sheet))
    work.message_person(department, told, message, key=f"result:{result.id}")
    return result


def decline_telling(
    work: UnitOfWork, department: Department, card: OpenCard, actor: Person
) -> None:
    """Tells nobody; whoever asked hears so. Raises NeedsSecondPerson, CardGone."""
    confirmations.decline(work, department, card, actor, texts.not_told(actor.name))


def read(work: UnitOfWork, cycle: Cycle, card: OpenCard, actor: Person) -> None:
    """Notes that the secretary has read his result (阅知).

    Raises CardGone for anybody but the secretary himself, and for a second press.
    """
    results = store.results(work.session, cycle.id).values()
    told = [result for result in results if result.receipt_id == card.id]
    if not told:
        raise CardGone
    (result,) = told
    open_cards.decide(work, card, actor, accepted=True)
    _note_read(work, cycle, actor, result)


def _note_read(work: UnitOfWork, cycle: Cycle, actor: Person, result: ResultRecord) -> None:
    store.note_read(work.session, result.id, work.now)
    work.audit(cycle.department, actor, "result.read", f"person:{result.person_id}")


def note_read(work: UnitOfWork, cycle: Cycle, actor: Person) -> None:
    """Notes in words what the button of his receipt notes; a no-op where that was pressed.

    Raises NothingTold, NotAllowed.
    """
    result = _told_to(work, cycle, actor)
    if result.read_at is not None:
        return
    _withdraw_receipt(work, actor, result)
    _note_read(work, cycle, actor, result)


def own_result(work: UnitOfWork, cycle: Cycle, actor: Person) -> Message:
    """Returns what was told to this secretary, with the button where he has not read it.

    What is decided anew is not shown before it is told. Raises NothingTold, NotAllowed.
    """
    result = _told_to(work, cycle, actor)
    history = store.grades(work.session, cycle.id)
    confirmed = [
        record.id
        for record in history
        if record.person_id == actor.id and record.state is State.CONFIRMED
    ]
    opinion = store.opinion(work.session, cycle.id, actor.id)
    newest_opinion = None
    if opinion is not None:
        newest_opinion = opinion.id
    # What was decided anew is told by two persons, and not found out by asking.
    if confirmed[-1:] != [result.grade_id] or newest_opinion != result.opinion_id:
        return Message(text=texts.UNDER_REVIEW)
    sheet = sheet_of(work, cycle, actor)
    words = texts.result(sheet, contact=cycle.plan.help_contact, until=result.until)
    if result.read_at is not None and not sheet.with_opinion:
        return Message(text=words)
    if result.read_at is not None:
        return Message(text=words, file=opinion_file(work, sheet))
    _withdraw_receipt(work, actor, result)
    return Message(text=words, card=_receipt(work, actor, result))


def _withdraw_receipt(work: UnitOfWork, actor: Person, result: ResultRecord) -> None:
    """Closes the card with the button, which another one or his words replace."""
    # With his office the cards of a former secretary were closed, the receipt among them.
    with suppress(CardGone):
        open_cards.withdraw(work, open_cards.find(work, result.receipt_id), actor)


def _told_to(work: UnitOfWork, cycle: Cycle, actor: Person) -> ResultRecord:
    """Returns what was told to this person, whatever office he has now.

    Raises NothingTold for whoever is evaluated and was told nothing, NotAllowed for all others.
    """
    results = store.results(work.session, cycle.id)
    roster = people.roster(work, cycle.department)
    # Whoever hands in for a body was told the result of that; else it is his own.
    for place in roster.places_of(actor):
        subject = roster.subject_of(place)
        if subject is not None and subject.id in results:
            return results[subject.id]
    if actor.id not in results:
        conflicts.check(actor, SECRETARY, roster, ())
        raise NothingTold
    return results[actor.id]


def _receipt(work: UnitOfWork, person: Person, result: ResultRecord) -> Card:
    """Returns the card on which he says that he has read it; an earlier one counts no more."""
    card_id = open_cards.ask(work, person, RECEIPT, {"result": result.id})
    store.note_receipt(work.session, result.id, card_id)
    button = Option("read", texts.READ_BUTTON)
    return button_card(card_id, texts.RESULT_TITLE, texts.receipt_text(result.until), button)


def object_to(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person, text: str
) -> None:
    """Notes an objection and tells the leaders; the committee decides anew.

    Raises NothingTold, NotAllowed, ObjectionLate.
    """
    result = _told_to(work, cycle, actor)
    if work.today > result.until:
        raise ObjectionLate(result.until, cycle.plan.help_contact)
    store.add_objection(work.session, result.id, text, work.now)
    work.audit(department.id, actor, "result.objected", f"person:{result.person_id}")
    notice = Message(text=texts.objection_notice(actor, text))
    for leader in people.roster(work, department.id).with_role(Role.LEADER):
        # The moment is part of the key: who objects once more is heard once more.
        key = f"objection:{result.id}:{work.now.isoformat()}:{leader.id}"
        work.message_person(department, leader, notice, key=key)


def _ready(work: UnitOfWork, cycle: Cycle, sheet: GradeSheet) -> ReadyResult:
    """Returns what is to be told (S32): a standing grade, and an opinion with both halves.

    Where the plan has no opinions the grade is told alone.

    Raises NotGraded, HalvesEmpty, ResultWaits.
    """
    history = [
        record
        for record in store.grades(work.session, cycle.id)
        if record.person_id == sheet.person
    ]
    confirmed = [record for record in history if record.state is State.CONFIRMED]
    is_waiting = any(record.state is State.PROPOSED for record in history)
    # An objection, or a decision that waits, opens the grade again; what is told must stand.
    if not confirmed or sheet.reopened or is_waiting:
        raise NotGraded(sheet.name)
    grade = confirmed[-1]
    # Where nobody has written an opinion, both halves are empty.
    empty_halves = (sheet.opinion or Opinion()).empty_halves
    opinion = store.opinion(work.session, cycle.id, sheet.person)
    if sheet.with_opinion and empty_halves:
        raise HalvesEmpty(sheet.name, empty_halves)
    opinion_id = None
    if opinion is not None:
        opinion_id = opinion.id
    result = store.results(work.session, cycle.id).get(sheet.person)
    if result and result.grade_id == grade.id and result.opinion_id == opinion_id:
        raise ResultWaits(sheet.name)
    return ReadyResult(sheet, grade, opinion_id)
