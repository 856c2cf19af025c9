"""Telling the secretary: opinion and grade in private, with a receipt, and time for an objection."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions import confirmations, open_cards, people
from bot.actions.calendar import calendar_of
from bot.actions.confirmations import CardText
from bot.actions.evaluation.files import opinion_file
from bot.actions.evaluation.sheets import sheet_of
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
from bot.domain.open_cards import OpenCard
from bot.domain.people import Department, Person, Role
from bot.domain.permissions import OVERSIGHT
from bot.domain.refusals import CardGone, OwnCase, Refusal
from bot.messages import Message, Option, button_card
from bot.storage import evaluation as store
from bot.storage.evaluation import GradeRow, OpinionRow, ResultRow
from bot.texts import evaluation as texts

TELL, RECEIPT = "tell_result", "result_read"


@dataclass(frozen=True)
class Asked:
    """Whom the second person was asked about, and those whose result is not ready or was told before."""

    ready: tuple[GradeSheet, ...]
    left: tuple[str, ...]


def ask_telling(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person, persons: Sequence[Person]
) -> Asked:
    """Asks a second person, once for all, whether these secretaries may be told.

    Where nobody can be told: raises why not for the first, NotGraded, HalvesEmpty, ResultWaits or OwnCase;
    else NeedsSecondPerson.
    """
    ready: list[tuple[_Ready, Sequence[Person]]] = []
    left: list[tuple[str, Refusal]] = []
    roster = people.roster(work, department.id)
    for person in persons:
        sheet = sheet_of(work, cycle, person)
        try:
            conflicts.check(actor, OVERSIGHT, roster, [person])
            grade, opinion = _settled(work, cycle, sheet)
        except (EvaluationRefusal, OwnCase) as refusal:
            left.append((person.title, refusal))
        else:
            ready.append((_Ready(sheet, grade, opinion), [person]))
    if not ready:
        raise left[0][1]
    for group in confirmations.apart(work, department, actor, ready):
        _ask_about(work, department, actor, group)
    return Asked(tuple(one.sheet for one, _ in ready), tuple(name for name, _ in left))


@dataclass(frozen=True)
class _Ready:
    """A result that may be told."""

    sheet: GradeSheet
    grade: GradeRow
    opinion: OpinionRow


def _ask_about(
    work: UnitOfWork,
    department: Department,
    actor: Person,
    cases: Sequence[tuple[_Ready, Sequence[Person]]],
) -> None:
    card_text = CardText(
        texts.TELL_TITLE, texts.tell_question(actor.name, [one.sheet for one, _ in cases])
    )
    results = [[one.sheet.person, one.grade.id, one.opinion.id] for one, _ in cases]
    about = [person for _, persons in cases for person in persons]
    confirmations.ask_others(
        work, department, actor, TELL, {"results": results}, card_text, about=about
    )


def tell(
    work: UnitOfWork, cycle: Cycle, department: Department, card: OpenCard, actor: Person
) -> tuple[str, ...]:
    """Tells them, once; their names. What changed since it was asked is left out.

    Raises NeedsSecondPerson, CardGone (also where everything changed).
    """
    confirmations.decide(work, card, actor, accepted=True)
    told = [
        (person.title, row.until)
        for person_id, grade_id, opinion_id in card.subject["results"]
        if (person := people.by_id(work, person_id)) is not None
        and (row := _tell_one(work, cycle, department, card, actor, (person, grade_id, opinion_id)))
        is not None
    ]
    if not told:
        raise CardGone
    names = tuple(name for name, _ in told)
    confirmations.tell_asker(work, department, card, texts.told(names, told[0][1]))
    return names


def _tell_one(
    work: UnitOfWork,
    cycle: Cycle,
    department: Department,
    card: OpenCard,
    actor: Person,
    asked: tuple[Person, int, int],
) -> ResultRow | None:
    person, *ids = asked
    sheet = sheet_of(work, cycle, person)
    try:
        grade, opinion = _settled(work, cycle, sheet)
    except EvaluationRefusal:
        return None
    if [grade.id, opinion.id] != ids:
        return None
    row = store.add_result(work.session, _row(work, cycle, card, actor, grade, opinion))
    work.audit(department.id, actor, "result.told", f"person:{person.id}", grade=grade.grade)
    _tell_secretary(work, cycle, department, person, sheet, row)
    return row


def decline_telling(
    work: UnitOfWork, department: Department, card: OpenCard, actor: Person
) -> None:
    """Raises NeedsSecondPerson, CardGone."""
    confirmations.decline(work, department, card, actor, texts.not_told(actor.name))


def read(work: UnitOfWork, cycle: Cycle, card: OpenCard, actor: Person) -> None:
    """阅知. Raises CardGone for anybody but the secretary himself, and for a second press."""
    row = store.results(work.session, cycle.id).get(actor.id)
    if row is None or row.receipt_id != card.id:
        raise CardGone
    open_cards.decide(work, card, actor, accepted=True)
    row.read_at = work.now
    work.session.flush()
    work.audit(cycle.department, actor, "result.read", f"person:{actor.id}")


def object_to(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person, text: str
) -> None:
    """An objection reopens the sheet: the committee decides anew. Raises NothingTold, ObjectionLate."""
    row = store.results(work.session, cycle.id).get(actor.id)
    if row is None:
        raise NothingTold
    if work.today > row.until:
        raise ObjectionLate(row.until, cycle.plan.help_contact)
    row.objection = f"{row.objection}\n{text}".strip()
    row.objected_at = work.now
    work.session.flush()
    work.audit(department.id, actor, "result.objected", f"person:{actor.id}")
    for leader in people.roster(work, department.id).with_role(Role.LEADER):
        notice = Message(text=texts.objection_notice(actor, text))
        work.message_person(
            department, leader, notice, key=f"objection:{row.id}:{work.now.isoformat()}:{leader.id}"
        )


def _settled(work: UnitOfWork, cycle: Cycle, sheet: GradeSheet) -> tuple[GradeRow, OpinionRow]:
    """What is to be told: a confirmed grade nobody objects to, and an opinion with both halves (S32)."""
    rows = [row for row in store.grades(work.session, cycle.id) if row.person_id == sheet.person]
    confirmed = [row for row in rows if row.state == State.CONFIRMED]
    if not confirmed or sheet.reopened or any(row.state == State.PROPOSED for row in rows):
        raise NotGraded(sheet.name)
    empty = (sheet.opinion or Opinion()).empty_halves
    opinion = store.opinion(work.session, cycle.id, sheet.person)
    if empty or opinion is None:
        raise HalvesEmpty(sheet.name, empty)
    told = store.results(work.session, cycle.id).get(sheet.person)
    if told and (told.grade_id, told.opinion_id) == (confirmed[-1].id, opinion.id):
        raise ResultWaits(sheet.name)
    return confirmed[-1], opinion


def _row(
    work: UnitOfWork,
    cycle: Cycle,
    card: OpenCard,
    actor: Person,
    grade: GradeRow,
    opinion: OpinionRow,
) -> ResultRow:
    assert grade.id is not None
    assert opinion.id is not None
    today = work.today
    until = calendar_of(cycle.plan).add_workdays(today, cycle.plan.objection_days)
    return ResultRow(
        cycle_id=cycle.id,
        person_id=grade.person_id,
        grade_id=grade.id,
        opinion_id=opinion.id,
        asked_by=card.asked_by,
        confirmed_by=actor.id,
        told_at=work.now,
        until=until,
    )


def _tell_secretary(
    work: UnitOfWork,
    cycle: Cycle,
    department: Department,
    person: Person,
    sheet: GradeSheet,
    row: ResultRow,
) -> None:
    """The words, the Word file, and the card with the button."""
    file = opinion_file(work, sheet, sources=False)
    text = Message(
        text=texts.result(sheet, contact=cycle.plan.help_contact, until=row.until), file=file
    )
    work.message_person(department, person, text, key=f"result:{row.id}")
    row.receipt_id = open_cards.ask(work, person, RECEIPT, {"result": row.id})
    button = Option("read", texts.READ_BUTTON)
    card = button_card(row.receipt_id, texts.RESULT_TITLE, texts.receipt_text(row.until), button)
    work.message_person(department, person, Message(card=card), key=f"result:{row.id}:receipt")
    work.session.flush()
