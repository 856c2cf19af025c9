"""Two persons release the numbers; then they stand in the ledger, and the branch's secretary is
told. The group is not.
"""

from bot.actions import confirmations, digests, open_cards, people
from bot.actions.digests import Part
from bot.actions.polls.releasing import count_now, preview_of, release_one
from bot.actions.satisfaction.asking import check_no_own
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Branch, Department, Person
from bot.domain.polls.poll import Poll, PollState
from bot.domain.polls.refusals import PollVoid
from bot.domain.polls.results import Result
from bot.domain.refusals import CardGone
from bot.domain.satisfaction import NobodyAsked, StillAsked
from bot.storage.polls import polls
from bot.texts import satisfaction as texts

KIND = "release_satisfaction"
UNRELEASED = (PollState.OPEN, PollState.CLOSING, PollState.COUNTED, PollState.VOID)


def ask_release(work: UnitOfWork, department: Department, actor: Person, branch: Branch) -> Result:
    """Asks everybody else who may for the confirmation; an earlier card about the same poll gives
    way to the new one.

    The branch's last poll is counted where that is still to be done.
    Raises OwnCase, NobodyAsked, StillAsked, PollVoid, NeedsSecondPerson.
    """
    check_no_own(work, department, actor, branch)
    held = [
        poll
        for poll in polls.of_branches(work.session, department.id, UNRELEASED)
        if poll.branch_id == branch.id
    ]
    if not held:
        raise NobodyAsked(branch.name)
    poll = held[-1]
    if poll.state is PollState.OPEN:
        raise StillAsked(branch.name)
    if poll.state is PollState.CLOSING:
        poll = count_now(work, poll)
    if poll.state is PollState.VOID:
        raise PollVoid(poll.title, poll.withheld)
    result = preview_of(work, poll)
    for open_card in open_cards.of_kind(work, department.id, KIND):
        if open_card.subject["poll"] == poll.id:  # two cards about one poll would confuse
            confirmations.withdraw(work, open_card.id, actor)
    card_text = CardText(texts.RELEASE_TITLE, texts.question(actor.name, result))
    about = conflicts.answering(people.roster(work, department.id), branch)
    confirmations.ask_others(
        work, department, actor, KIND, {"poll": poll.id}, card_text, about=about
    )
    return result


def release(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Releases the numbers, once. Raises NeedsSecondPerson, CardGone."""
    poll = _decide(work, card, actor, accepted=True)
    result = release_one(work, poll.id, actor)
    if result is None:
        raise CardGone
    confirmations.tell_asker(work, department, card, texts.RELEASED)
    roster = people.roster(work, department.id)
    for branch in roster.branches:
        secretary = roster.secretary_of(branch)
        if branch.id == poll.branch_id and secretary is not None:
            part = Part(f"poll:{poll.id}:released", texts.told_secretary(result))
            digests.tell(work, department, secretary, part)


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Releases nothing; whoever asked hears so. Raises NeedsSecondPerson, CardGone."""
    poll = _decide(work, card, actor, accepted=False)
    notice = texts.declined_notice(actor.name, poll.title)
    confirmations.tell_asker(work, department, card, notice)


def _decide(work: UnitOfWork, card: OpenCard, actor: Person, *, accepted: bool) -> Poll:
    """Closes the card, and returns the poll that it is about. Raises NeedsSecondPerson, CardGone."""
    poll = polls.find(work.session, card.subject["poll"])
    if poll is None:
        raise CardGone
    confirmations.decide(work, card, actor, accepted=accepted)
    return poll
