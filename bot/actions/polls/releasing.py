"""Release (step 11): preview to the organiser, a second authorised person confirms, then the group hears it."""

from bot.actions import confirmations, requests
from bot.actions.confirmations import Asking
from bot.actions.polls.cards import terms_of
from bot.actions.polls.closing import count_closed
from bot.actions.requests import OpenRequest
from bot.actions.work import Work
from bot.domain.cycle import Cycle
from bot.domain.people import Department, Person
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


def preview_of(work: Work, row: PollRow) -> Result:
    """The result for those who decide about its release. From now on it counts as shown, whatever they decide."""
    row.shown = row.groups
    work.session.flush()
    return result_of(row)


def ask_release(
    work: Work, cycle: Cycle, department: Department, actor: Person, subject: Person | None
) -> tuple[Result, ...]:
    """What would be published. Asks everybody else who may for the confirmation; an earlier request is withdrawn.

    Counts what is closed. Raises PollStillOpen, PaperPending, PollVoid, NothingToRelease, NeedsSecondPerson.
    """
    rows = _releasable(work, cycle, subject)
    results = tuple(preview_of(work, row) for row in rows)
    requests.withdraw(work, department.id, KIND, actor)
    question = release_texts.release_question(actor.name, trail.head(work.session, department.id).code)
    *before, last = texts.pages(question, results)
    asking = Asking(release_texts.release_title(), last, before)
    confirmations.ask_others(work, department, actor, KIND, {"polls": [row.id for row in rows]}, asking)
    return results


def release(work: Work, department: Department, request: OpenRequest, actor: Person) -> None:
    """Publishes in the group, once. Raises NeedsSecondPerson, CardGone."""
    confirmations.decide(work, request, actor, accepted=True)
    results = [result for poll_id in request.subject["polls"] if (result := release_one(work, poll_id, actor))]
    if not results:
        raise CardGone
    for number, page in enumerate(texts.released(results)):
        work.post(department, Message(text=page), key=f"released:{request.id}:{number}", priority=3)


def decline(work: Work, department: Department, request: OpenRequest, actor: Person) -> None:
    """Nothing is published; whoever asked is told. Raises NeedsSecondPerson, CardGone."""
    confirmations.decide(work, request, actor, accepted=False)
    confirmations.tell_asker(work, department, request, release_texts.release_declined_notice(actor.name))


def release_one(work: Work, poll_id: int, actor: Person) -> Result | None:
    """Counted -> released; None where somebody was first."""
    row = polls.find(work.session, poll_id)
    if row is None or row.state != "counted":
        return None
    told = result_of(row)
    values = {"released": told.released(), "released_at": work.now, "released_by": actor.id}
    if not polls.move(work.session, poll_id, before="counted", after="released", **values):
        return None
    work.note(row.department_id, actor, "poll.released", f"poll:{poll_id}", digest=row.groups_digest)
    return told


def _releasable(work: Work, cycle: Cycle, subject: Person | None) -> list[PollRow]:
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


def count_now(work: Work, row: PollRow) -> None:
    """Counts a closed poll before the clock does. Raises PaperPending."""
    assert row.id is not None
    if paper.of_poll(work.session, row.id, "entered"):
        raise PaperPending(terms_of(row).title)
    count_closed(work, row.id)
    work.session.refresh(row)


def _about(row: PollRow, subject: Person | None) -> bool:
    return subject is None or any(one.person == subject.id for one in terms_of(row).form.subjects)
