"""Release (step 11): preview to the organiser, a second authorised person confirms, then the group hears it."""

from dataclasses import dataclass

from bot.actions import people, requests
from bot.actions.polls.cards import terms_of
from bot.actions.polls.closing import count_closed
from bot.actions.requests import OpenRequest
from bot.actions.work import Work
from bot.domain.cycle import Cycle
from bot.domain.people import Department, Person
from bot.domain.permissions import OVERSIGHT
from bot.domain.polls.refusals import NothingToRelease, PaperPending, PollStillOpen, PollVoid
from bot.domain.polls.results import Result, unpack_groups
from bot.domain.refusals import CardGone, NeedsSecondPerson
from bot.messages import Card, CardStyle, Message, Option, Question
from bot.storage.polls import paper, polls
from bot.storage.polls.polls import PollRow
from bot.texts import polls as release_texts
from bot.texts.polls import results as texts

KIND = "release_poll"
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Preview:
    """`confirmers` have been sent the card."""

    results: tuple[Result, ...]
    confirmers: tuple[Person, ...]


def result_of(row: PollRow) -> Result:
    """The result of a counted poll: the frozen numbers, the same for every asker."""
    assert row.groups is not None
    assert row.eligible is not None
    assert row.voted is not None
    return Result(terms_of(row), unpack_groups(row.groups), row.eligible, row.voted, row.withheld)


def ask_release(work: Work, cycle: Cycle, department: Department, actor: Person, subject: Person | None) -> Preview:
    """Asks everybody else who may for the confirmation; an earlier request is withdrawn.

    Counts what is closed. Raises PollStillOpen, PaperPending, PollVoid, NothingToRelease, NeedsSecondPerson.
    """
    rows = _releasable(work, cycle, subject)
    results = tuple(result_of(row) for row in rows)
    others = confirmers(work, department, actor)
    if not others:
        raise NeedsSecondPerson
    requests.withdraw(work, department.id, KIND, actor)
    *before, last = texts.pages(release_texts.release_question(actor.name), results)
    for person in others:
        request_id = requests.ask(work, actor, KIND, {"polls": [row.id for row in rows]})
        for number, page in enumerate(before):
            work.tell(department, person, Message(text=page), key=f"release:{request_id}:{number}")
        work.tell(department, person, Message(card=_card(request_id, last)), key=f"release:{request_id}")
    return Preview(results, others)


def release(work: Work, department: Department, request: OpenRequest, actor: Person) -> None:
    """Publishes in the group, once. Raises NeedsSecondPerson, CardGone."""
    check_second(request, actor)
    requests.decide(work, request, actor, accepted=True)
    requests.withdraw(work, department.id, KIND, actor)
    results = [result for poll_id in request.subject["polls"] if (result := release_one(work, poll_id, actor))]
    if not results:
        raise CardGone
    for number, page in enumerate(texts.released(results)):
        work.post(department, Message(text=page), key=f"released:{request.id}:{number}", priority=3)


def decline(work: Work, department: Department, request: OpenRequest, actor: Person) -> None:
    """Nothing is published; whoever asked is told. Raises NeedsSecondPerson, CardGone."""
    check_second(request, actor)
    requests.decide(work, request, actor, accepted=False)
    requests.withdraw(work, department.id, KIND, actor)
    asker = people.by_id(work, request.asked_by)
    if asker is not None:
        notice = Message(text=release_texts.release_declined_notice(actor.name))
        work.tell(department, asker, notice, key=f"release:{request.id}:declined")


def check_second(request: OpenRequest, actor: Person) -> None:
    """Raises NeedsSecondPerson where the asker himself pressed the button."""
    if actor.id == request.asked_by:
        raise NeedsSecondPerson


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
            raise PollVoid(terms_of(rows[-1]).title)
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


def confirmers(work: Work, department: Department, actor: Person) -> tuple[Person, ...]:
    """Everybody else who may confirm what this person asks for."""
    everybody = people.roster(work, department.id).people
    return tuple(one for one in everybody if OVERSIGHT.allows(one) and one.id != actor.id and one.account)


def _card(request_id: str, text: str) -> Card:
    buttons = (Option(YES, release_texts.release_button()), Option(NO, release_texts.cancel_button()))
    return Card(request_id, release_texts.release_title(), text, (Question("choice", "", buttons),), CardStyle.BUTTONS)
