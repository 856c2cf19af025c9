"""Feedback on what is public: named here, anonymous through `letters`.

The leadership reads it; a secretary hears how much.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from bot.actions import people
from bot.actions.polls import sheet_words
from bot.actions.publicity.reading import open_now
from bot.actions.publicity.result_list import public_list
from bot.actions.unit_of_work import UnitOfWork, actor_name
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.people import Person, Roster, name_of
from bot.domain.publicity.publication import Kind, Publication
from bot.domain.publicity.refusals import FeedbackClosed, NoListPublic, NotPublic
from bot.domain.values import dataclass
from bot.storage import audit, cycles
from bot.storage import feedback as feedback_store
from bot.storage import publicity as store

READ = "feedback.read"  # verb of the audit trail


@dataclass(frozen=True)
class ShownFeedback:
    """`author` is empty and `at` None where it was anonymous; `on_sheet` where it stood on the
    sheet of a ballot.
    """

    text: str
    branch: str
    author: str = ""
    at: datetime | None = None
    on_sheet: bool = False


def give(work: UnitOfWork, cycle: Cycle, actor: Person, text: str) -> None:
    """Stores named feedback. Raises FeedbackClosed."""
    publication = open_for_feedback(work, cycle)
    feedback_store.add(
        work.session,
        publication.id,
        named_branch(people.roster(work, cycle.department), text),
        text,
        person_id=actor.id,
        now=work.now,
    )
    work.audit(cycle.department, actor, "feedback.given", f"publicity:{publication.id}")


def open_for_feedback(work: UnitOfWork, cycle: Cycle) -> Publication:
    """Returns the publication that feedback is taken on. Raises FeedbackClosed."""
    with suppress(NotPublic):
        return open_now(work, cycle)
    with suppress(NoListPublic):
        return public_list(work, cycle)
    over = store.latest(work.session, cycle.id) or store.latest(
        work.session, cycle.id, Kind.RESULTS
    )
    last = None
    if over is not None:
        last = over.last
    raise FeedbackClosed(last, cycle.plan.help_contact)


def named_branch(roster: Roster, text: str) -> int | None:
    """Returns the id of the one branch that the text names, by its name or its secretary's.

    None where it names several, or none.
    """
    branches = []
    for branch in roster.places:
        secretary = roster.subject_of(branch)
        names_secretary = secretary is not None and secretary.name in text
        if branch.name in text or names_secretary:
            branches.append(branch)
    if len(branches) == 1:
        return branches[0].id
    return None


def feedback_of(
    work: UnitOfWork, cycle: Cycle, kinds: Iterable[Kind] = tuple(Kind)
) -> tuple[ShownFeedback, ...]:
    """Returns everything that was said: the named in order of time, the anonymous in no order."""
    publications = [store.latest(work.session, cycle.id, kind) for kind in kinds]
    name_by_branch = _name_by_branch(work, cycle)
    pieces = [
        piece
        for publication in publications
        if publication is not None
        for piece in (
            *feedback_store.named(work.session, publication.id),
            *feedback_store.unnamed(work.session, publication.id),
        )
    ]
    return tuple(
        ShownFeedback(
            text=piece.text,
            branch=name_by_branch.get(piece.branch, ""),
            author=name_of(people.by_id(work, piece.person)),
            at=piece.at,
        )
        for piece in pieces
    )


def _name_by_branch(work: UnitOfWork, cycle: Cycle) -> dict[int | None, str]:
    # What was said of no branch in particular has None for one.
    return {place.id: place.name for place in people.roster(work, cycle.department).places}


def readable_by(work: UnitOfWork, cycle: Cycle, reader: Person | None) -> tuple[ShownFeedback, ...]:
    """Returns what was said, also on the sheets of ballots that are over, without what is about
    the reader himself.

    All of it where nobody in particular reads.
    """
    name_by_branch = _name_by_branch(work, cycle)
    # What was written on sheets bears no name and stands in no order.
    words_on_sheets = [
        ShownFeedback(text=piece.text, branch=name_by_branch.get(piece.branch, ""), on_sheet=True)
        for piece in sheet_words.written(work, cycle)
    ]
    feedback = (*feedback_of(work, cycle), *words_on_sheets)
    if reader is None:
        return feedback
    roster = people.roster(work, cycle.department)
    own_places = set()
    for place in roster.places:
        subject = roster.subject_of(place)
        if subject is not None and conflicts.concerns(reader, [subject]):
            own_places.add(place.name)
    if not own_places:
        return feedback
    # A secretary does not read either what names him without his branch.
    return tuple(
        piece
        for piece in feedback
        if piece.branch not in own_places and reader.name not in piece.text
    )


def note_read(work: UnitOfWork, cycle: Cycle, reader: Person, number: int) -> None:
    """Keeps in the trail who has read how much of what was said."""
    # By this line it is known later whether there is anything new to read.
    work.audit(cycle.department, reader, READ, f"cycle:{cycle.year}", pieces=number)


def has_read(work: UnitOfWork, cycle: Cycle, reader: Person, number: int) -> bool:
    """Tells whether this person has read as much as was said."""
    since = cycles.begun_at(work.session, cycle.department)
    if since is None:
        return False
    lines = audit.of_actor(work.session, cycle.department, actor_name(reader), [READ], since)
    return any(line.facts["pieces"] >= number for line in lines)
