"""Release (step 11): preview to the organiser, a second authorised person confirms, then the group hears it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions import confirmations, open_cards, people
from bot.actions.confirmations import CardText
from bot.actions.polls.cards import subjects_of, terms_of
from bot.actions.polls.closing import count_closed
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Department, Person
from bot.domain.permissions import ORGANISER
from bot.domain.polls.refusals import NothingToRelease, PaperPending, PollStillOpen, PollVoid
from bot.domain.polls.results import Result, unpack_groups
from bot.domain.refusals import CardGone
from bot.messages import Message
from bot.storage import audit as trail
from bot.storage.polls import paper, polls
from bot.storage.polls.polls import PollRow
from bot.texts import polls as release_texts
from bot.texts.polls import results as texts

KIND = "release_poll"


def result_of(row: PollRow) -> Result:
    """The result of a counted poll: the frozen numbers, the same for every asker."""
    assert row.groups is not None
    assert row.eligible is not None
    assert row.voted is not None
    return Result(terms_of(row), unpack_groups(row.groups), row.eligible, row.voted, row.withheld)


def preview_of(work: UnitOfWork, row: PollRow) -> Result:
    """The result for those who decide about its release. From now on it counts as shown, whatever they decide."""
    row.shown = row.groups
    work.session.flush()
    return result_of(row)


@dataclass(frozen=True)
class Preview:
    """What would be published, and the titles of polls about the asker himself, which others release."""

    results: tuple[Result, ...]
    own: tuple[str, ...] = ()


def release_cases(work: UnitOfWork, cycle: Cycle, subject: Person | None) -> list[Person]:
    """Whose case a release is: those of the polls about this secretary, or of the only one that waits."""
    waiting = [
        row for row in polls.of_cycle(work.session, cycle.id) if row.state in ("closing", "counted")
    ]
    meant = [row for row in waiting if _about(row, subject)]
    if subject is None and len(meant) != 1:
        return []
    return [person for row in meant for person in subjects_of(work, row)]


def ask_release(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person, subject: Person | None
) -> Preview:
    """Asks everybody else who may for the confirmation; an earlier request about the same polls is withdrawn.

    Counts what is closed, and leaves out what is about the asker himself.
    Raises PollStillOpen, PaperPending, PollVoid, NothingToRelease, OwnCase, NeedsSecondPerson.
    """
    cases = [(row, subjects_of(work, row)) for row in _releasable(work, cycle, subject)]
    others = [(row, about) for row, about in cases if not conflicts.concerns(actor, about)]
    if not others:
        _refuse_own(work, department, actor, cases)
    results = tuple(preview_of(work, row) for row, _ in others)
    _withdraw_asked(work, department, actor, [row for row, _ in others])
    for group in confirmations.apart(work, department, actor, others):
        _ask_about(work, department, actor, group)
    own = [terms_of(row).title for row, about in cases if conflicts.concerns(actor, about)]
    return Preview(results, tuple(own))


def _refuse_own(
    work: UnitOfWork,
    department: Department,
    actor: Person,
    cases: Sequence[tuple[PollRow, Sequence[Person]]],
) -> None:
    """Raises OwnCase."""
    about = [person for _, subjects in cases for person in subjects]
    conflicts.check(actor, ORGANISER, people.roster(work, department.id), about)


def _withdraw_asked(
    work: UnitOfWork, department: Department, actor: Person, rows: Sequence[PollRow]
) -> None:
    again = {row.id for row in rows}
    for known in open_cards.of_kind(work, department.id, KIND):
        if again.intersection(known.subject["polls"]):
            confirmations.withdraw(work, known.id, actor)


def _ask_about(
    work: UnitOfWork,
    department: Department,
    actor: Person,
    cases: Sequence[tuple[PollRow, Sequence[Person]]],
) -> None:
    results = [result_of(row) for row, _ in cases]
    question = release_texts.release_question(
        actor.name, trail.head(work.session, department.id).code
    )
    *before, last = texts.pages(question, results)
    card_text = CardText(release_texts.RELEASE_TITLE, last, before)
    about = [person for _, subjects in cases for person in subjects]
    polls_asked = {"polls": [row.id for row, _ in cases]}
    confirmations.ask_others(work, department, actor, KIND, polls_asked, card_text, about=about)


def release(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Publishes in the group, once. Raises NeedsSecondPerson, CardGone."""
    confirmations.decide(work, card, actor, accepted=True)
    results = [
        result for poll_id in card.subject["polls"] if (result := release_one(work, poll_id, actor))
    ]
    if not results:
        raise CardGone
    for number, page in enumerate(texts.released(results)):
        work.message_group(
            department, Message(text=page), key=f"released:{card.id}:{number}", priority=3
        )


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Nothing is published; whoever asked is told. Raises NeedsSecondPerson, CardGone."""
    confirmations.decline(
        work, department, card, actor, release_texts.release_declined_notice(actor.name)
    )


def release_one(work: UnitOfWork, poll_id: int, actor: Person) -> Result | None:
    """Counted -> released; None where somebody was first."""
    row = polls.find(work.session, poll_id)
    if row is None or row.state != "counted":
        return None
    told = result_of(row)
    values = {"released": told.released(), "released_at": work.now, "released_by": actor.id}
    if not polls.move(work.session, poll_id, before="counted", after="released", **values):
        return None
    work.audit(
        row.department_id, actor, "poll.released", f"poll:{poll_id}", digest=row.groups_digest
    )
    return told


def _releasable(work: UnitOfWork, cycle: Cycle, subject: Person | None) -> list[PollRow]:
    rows = [row for row in polls.of_cycle(work.session, cycle.id) if _about(row, subject)]
    for row in rows:
        if row.state == "open":
            raise PollStillOpen(terms_of(row).title)
        if row.state == "closing":
            count_now(work, row)
    counted = [row for row in rows if row.state == "counted"]
    if not counted:
        if rows and rows[-1].state == "void":
            raise PollVoid(terms_of(rows[-1]).title, rows[-1].withheld)
        raise NothingToRelease
    return counted


def count_now(work: UnitOfWork, row: PollRow) -> None:
    """Counts a closed poll before the clock does. Raises PaperPending."""
    assert row.id is not None
    if paper.of_poll(work.session, row.id, "entered"):
        raise PaperPending(terms_of(row).title)
    count_closed(work, row.id)
    work.session.refresh(row)


def _about(row: PollRow, subject: Person | None) -> bool:
    return subject is None or any(one.person == subject.id for one in terms_of(row).form.subjects)
