"""What people hear of a poll that came to nothing: why, and what to do. Never a silent one."""

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.polls.cards import code, terms_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Department, Person, Role
from bot.domain.polls.form import Purpose
from bot.messages import Message
from bot.storage.polls import roll
from bot.storage.polls.polls import PollRow
from bot.texts.polls import voiding as texts

UNTOLD = "nobody"  # opened by mistake, as a rule: nobody has voted, and the close was announced


def tell_everybody(work: UnitOfWork, row: PollRow) -> None:
    """The group of an evaluation, or everybody whose satisfaction was asked; the organisers at once and in private."""
    if row.withheld == UNTOLD:
        return
    department, terms, key = (
        people.department(work, row.department_id),
        terms_of(row),
        f"poll:{row.id}:void",
    )
    text = texts.void(code(row.id or 0), terms.title, row.withheld)
    if terms.purpose is Purpose.EVALUATION:
        work.message_group(department, Message(text=text), key=key, priority=1)
    satisfaction = terms.purpose is Purpose.SATISFACTION
    what_next = (
        texts.next_satisfaction(row.withheld)
        if satisfaction
        else texts.next_evaluation(row.withheld)
    )
    for person in people.roster(work, row.department_id).people:
        if person.has(Role.ORGANISER) or person.id == row.opened_by:
            _tell_organiser(
                work, department, person, Part(f"{key}:{person.id}", f"{text}\n{what_next}")
            )
        elif satisfaction and _was_asked(work, row, person):
            digests.tell(work, department, person, Part(f"{key}:{person.id}", text))


def _tell_organiser(work: UnitOfWork, department: Department, person: Person, part: Part) -> None:
    """Today's message may have gone out already, and this one does not wait for tomorrow's."""
    if not digests.tell_at_once(work, department, person, part):
        work.message_person(department, person, Message(text=part.text), key=part.key, priority=1)


def _was_asked(work: UnitOfWork, row: PollRow, person: Person) -> bool:
    entry = roll.find(work.session, row.id or 0, person.id)
    return entry is not None and entry.eligible
