"""Release (step 11): a preview, a second person confirms, then the leadership gets the result, or
the group hears it.
"""

from collections.abc import Collection

from bot.actions import confirmations, cycles, open_cards, people
from bot.actions.polls import handing_over
from bot.actions.polls.cards import subjects_of
from bot.actions.polls.closing import count_closed
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Department, Person
from bot.domain.permissions import ORGANISER
from bot.domain.polls.poll import Audience, Poll, PollState
from bot.domain.polls.refusals import (
    NotForTheGroup,
    NothingToRelease,
    PaperPending,
    PollStillOpen,
    PollVoid,
)
from bot.domain.polls.results import Result
from bot.domain.refusals import CardGone
from bot.domain.values import dataclass
from bot.messages import Message
from bot.storage import audit as trail
from bot.storage.polls import paper, polls
from bot.texts import polls as release_texts
from bot.texts.polls import results as texts

KIND = "release_poll"


def preview_of(work: UnitOfWork, poll: Poll) -> Result:
    """Returns the result for those who decide about its release.

    From now on it counts as shown, whatever they decide.
    """
    # What somebody saw may be subtracted from what the next poll shows (docs/decisions/0015).
    polls.note_shown(work.session, poll.id)
    return poll.result


@dataclass(frozen=True)
class Preview:
    """What would be published; `own` are the polls about the asker, which others release."""

    results: tuple[Result, ...]
    own: tuple[str, ...] = ()


def release_cases(work: UnitOfWork, cycle: Cycle, subject: Person | None) -> list[Person]:
    """Returns whom the polls to be released are about.

    Without a subject that is clear only where a single poll waits.
    """
    waiting = [
        poll
        for poll in _polls_about(work, cycle, subject)
        if poll.state in (PollState.CLOSING, PollState.COUNTED)
        or poll.released_to is Audience.LEADERSHIP
    ]
    if subject is None and len(waiting) != 1:
        return []
    return [person for poll in waiting for person in subjects_of(work, poll)]


def ask_release(
    work: UnitOfWork,
    cycle: Cycle,
    department: Department,
    actor: Person,
    subject: Person | None,
    audience: Audience = Audience.GROUP,
) -> Preview:
    """Asks for the confirmation by a second person.

    Counts what is closed, and leaves out what is about the asker himself. An earlier card about
    the same polls is withdrawn. Raises PollStillOpen, PaperPending, PollVoid, NothingToRelease,
    NotForTheGroup, OwnCase, NeedsSecondPerson.
    """
    if audience is Audience.GROUP and not cycle.plan.release.group:
        raise NotForTheGroup
    everything = [
        (poll, subjects_of(work, poll)) for poll in _releasable(work, cycle, subject, audience)
    ]
    cases = [case for case in everything if not conflicts.concerns(actor, case[1])]
    if not cases:  # raises OwnCase: the others are named who may
        everybody = [person for _, about in everything for person in about]
        conflicts.check(actor, ORGANISER, people.roster(work, department.id), everybody)
    polls_asked = {poll.id for poll, _ in cases}
    close_questions(work, department, polls_asked, actor)
    # The card keeps a copy of the trail's end outside the database: `audit --code` compares them.
    code = trail.head(work.session, department.id).code
    title = release_texts.RELEASE_TITLE
    question = release_texts.release_question(actor.name, code)
    if audience is Audience.LEADERSHIP:
        title = release_texts.HAND_OVER_TITLE
        question = release_texts.hand_over_question(actor.name, code)
    for group in confirmations.group_cases(work, department, actor, cases):
        *before, last = texts.pages(question, [poll.result for poll, _ in group])
        confirmations.ask_others(
            work,
            department,
            actor,
            KIND,
            {"polls": [poll.id for poll, _ in group], "to": audience},
            CardText(title, last, before),
            about=[person for _, subjects in group for person in subjects],
        )
    return Preview(
        results=tuple(preview_of(work, poll) for poll, _ in cases),
        own=tuple(poll.title for poll, _ in everything if poll.id not in polls_asked),
    )


def close_questions(
    work: UnitOfWork, department: Department, poll_ids: Collection[int], actor: Person
) -> None:
    """Closes the cards that ask about the release of one of these polls: what they show holds no
    more, and what is asked anew would wait behind them.
    """
    for open_card in open_cards.of_kind(work, department.id, KIND):
        if not set(poll_ids).isdisjoint(open_card.subject["polls"]):
            confirmations.withdraw(work, open_card.id, actor)


def audience_of(card: OpenCard) -> Audience:
    """Returns for whom the result on a card is to be released."""
    # Cards of earlier releases name no audience: a release was for the group.
    return Audience(card.subject.get("to", Audience.GROUP))


def release(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Publishes in the group, or hands over to the leadership, once.

    Raises NeedsSecondPerson, CardGone.
    """
    confirmations.decide(work, card, actor, accepted=True)
    audience = audience_of(card)
    releases = [release_one(work, poll_id, actor, audience) for poll_id in card.subject["polls"]]
    results = [result for result in releases if result is not None]
    # All that stood on the card was released or taken back meanwhile.
    if not results:
        raise CardGone
    if audience is Audience.LEADERSHIP:
        handing_over.hand_over(work, department, card, actor)
        return
    cycle = cycles.current(work, department.id)
    with_scores = cycle is not None and cycle.plan.release.scores
    for number, page in enumerate(texts.released(results, scores=with_scores)):
        key = f"released:{card.id}:{number}"
        work.message_group(department, Message(text=page), key=key, priority=3)
    confirmations.tell_posted(work, department, card, actor)


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Releases nothing; whoever asked is told. Raises NeedsSecondPerson, CardGone."""
    notice = release_texts.release_declined_notice(actor.name)
    if audience_of(card) is Audience.LEADERSHIP:
        notice = release_texts.hand_over_declined_notice(actor.name)
    confirmations.decline(work, department, card, actor, notice)


def release_one(
    work: UnitOfWork, poll_id: int, actor: Person, audience: Audience = Audience.GROUP
) -> Result | None:
    """Releases a counted result, or one that the leadership has to everybody.

    Returns None, and changes nothing, where somebody was first.
    """
    poll = polls.find(work.session, poll_id)
    if poll is None:
        return None
    result = None
    if poll.groups is not None:
        result = poll.result
    if poll.state is PollState.RELEASED and audience is Audience.GROUP:
        if not polls.publish(work.session, poll_id, actor.id, work.now):
            return None
        work.audit(
            poll.department_id,
            actor,
            "poll.published",
            f"poll:{poll_id}",
            digest=poll.groups_digest,
        )
        return result
    if result is None or poll.state is not PollState.COUNTED:
        return None
    # Of two persons who confirm at once one releases it.
    is_first = polls.move(
        work.session,
        poll_id,
        before=PollState.COUNTED,
        after=PollState.RELEASED,
        released=result.released(),
        released_at=work.now,
        released_by=actor.id,
        released_to=audience,
    )
    if not is_first:
        return None
    work.audit(
        poll.department_id,
        actor,
        "poll.released",
        f"poll:{poll_id}",
        digest=poll.groups_digest,
        to=audience,
    )
    return result


def count_now(work: UnitOfWork, poll: Poll) -> Poll:
    """Counts a closed poll before the clock does; returns it as it is then. Raises PaperPending."""
    if paper.is_waiting(work.session, poll.id):
        raise PaperPending(poll.title)
    count_closed(work, poll.id)
    return polls.get(work.session, poll.id)


def _releasable(
    work: UnitOfWork, cycle: Cycle, subject: Person | None, audience: Audience
) -> list[Poll]:
    """Returns the counted polls, of which closed ones are counted first; for the group also those
    that the leadership has.

    Raises PollStillOpen, PaperPending, and NothingToRelease, or PollVoid where the last one came
    to nothing.
    """
    closed_polls = []
    running = ""
    for poll in _polls_about(work, cycle, subject):
        if poll.state is PollState.OPEN:
            if not poll.terms.round:
                raise PollStillOpen(poll.title)
            # One of several ballots does not hold up the others.
            running = poll.title
            continue
        if poll.state is PollState.CLOSING:
            poll = count_now(work, poll)  # noqa: PLW2901 - the same poll, counted
        closed_polls.append(poll)
    waiting = [
        poll
        for poll in closed_polls
        if poll.state is PollState.COUNTED
        or (audience is Audience.GROUP and poll.released_to is Audience.LEADERSHIP)
    ]
    if waiting:
        return waiting
    if running:
        raise PollStillOpen(running)
    if closed_polls and closed_polls[-1].state is PollState.VOID:
        last = closed_polls[-1]
        raise PollVoid(last.title, last.withheld)
    raise NothingToRelease


def _polls_about(work: UnitOfWork, cycle: Cycle, subject: Person | None) -> list[Poll]:
    """Returns the cycle's polls; those about one secretary where one is named."""
    evaluations = polls.of_cycle(work.session, cycle.id)
    if subject is None:
        return evaluations
    return [poll for poll in evaluations if poll.is_about(subject)]
