"""Feedback on what is public: named here, anonymous through `letters`. The leadership reads it; a secretary hears how much."""

from dataclasses import dataclass
from datetime import datetime

from bot.actions import inbox, people
from bot.actions.publicity.reading import open_now
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person, Roster
from bot.domain.publicity.refusals import FeedbackClosed, NotPublic
from bot.messages import Update
from bot.storage import publicity as store
from bot.storage.publicity import FeedbackRow, PublicityRow


@dataclass(frozen=True)
class Received:
    """`author` is empty and `at` None where it was anonymous."""

    text: str
    branch: str
    author: str = ""
    at: datetime | None = None


def give(work: UnitOfWork, cycle: Cycle, actor: Person, text: str) -> None:
    """Stores named feedback. Raises FeedbackClosed."""
    row = taking(work, cycle)
    assert row.id is not None
    branch = about(people.roster(work, cycle.department), text)
    made = FeedbackRow(
        publicity_id=row.id,
        branch_id=branch.id if branch else None,
        person_id=actor.id,
        text=text,
        at=work.now,
    )
    store.add_feedback(work.session, made)
    work.audit(cycle.department, actor, "feedback.given", f"publicity:{row.id}")


def taking(work: UnitOfWork, cycle: Cycle) -> PublicityRow:
    """The publication that feedback is taken on. Raises FeedbackClosed."""
    try:
        return open_now(work, cycle)
    except NotPublic:
        before = store.latest(work.session, cycle.id)
        raise FeedbackClosed(before.last if before else None, cycle.plan.help_contact) from None


def about(roster: Roster, text: str) -> Branch | None:
    """The one branch that the text names, by its name or its secretary's."""
    named = [
        branch
        for branch in roster.branches
        if branch.name in text
        or ((secretary := roster.secretary_of(branch)) is not None and secretary.name in text)
    ]
    return named[0] if len(named) == 1 else None


def received(work: UnitOfWork, cycle: Cycle) -> tuple[Received, ...]:
    """Everything that was said: the named in order of time, the anonymous in no order."""
    row = store.latest(work.session, cycle.id)
    if row is None or row.id is None:
        return ()
    names = {branch.id: branch.name for branch in people.roster(work, cycle.department).branches}
    named = [
        Received(one.text, names.get(one.branch_id or 0, ""), _name(work, one.person_id), one.at)
        for one in store.feedback(work.session, row.id)
    ]
    unnamed = [
        Received(one.text, names.get(one.branch_id or 0, ""))
        for one in store.unnamed(work.session, row.id)
    ]
    return (*named, *unnamed)


def readable(work: UnitOfWork, cycle: Cycle, reader: Person | None) -> tuple[Received, ...]:
    """What was said, without what is about the reader himself; all of it where nobody in particular reads."""
    heard = received(work, cycle)
    if reader is None:
        return heard
    roster = people.roster(work, cycle.department)
    own = {
        person.branch.name
        for person in roster.secretaries
        if person.branch and conflicts.concerns(reader, [person])
    }
    is_secretary = bool(own)
    return tuple(
        one
        for one in heard
        if one.branch not in own and not (is_secretary and reader.name in one.text)
    )


def scrub(work: UnitOfWork, update: Update) -> None:
    """Takes the words of a message out of the inbox, in the transaction that answers it."""
    row = inbox.find(work, update)
    if row is not None:
        row.payload = row.payload | {"text": "", "quote": None}
        work.session.flush()


def _name(work: UnitOfWork, person_id: int) -> str:
    person = people.by_id(work, person_id)
    return person.name if person else ""
