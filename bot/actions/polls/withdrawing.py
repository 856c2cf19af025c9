"""Taking back a poll that should not have been held, before its release.

Its numbers are gone, its secretary is rated anew. A second person confirms, as with a release, and
the group hears it: whoever voted knows what became of his vote.
"""

from bot.actions import confirmations
from bot.actions.polls.cards import subjects_of
from bot.actions.polls.releasing import close_questions, count_now
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Department, Person
from bot.domain.polls.poll import Poll, PollState, VoidReason, poll_code
from bot.domain.polls.refusals import NothingToWithdraw, PollStillOpen
from bot.domain.refusals import CardGone
from bot.messages import Message
from bot.storage.polls import polls
from bot.texts.polls import withdrawal as texts

KIND = "withdraw_poll"


def withdrawal_cases(work: UnitOfWork, cycle: Cycle, poll_id: int) -> list[Person]:
    """Returns whose case a withdrawal is; nobody's where there is no such poll."""
    poll = _poll_of_cycle(work, cycle, poll_id)
    if not poll:
        return []
    return subjects_of(work, poll)


def ask_withdrawal(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person, poll_id: int, reason: str
) -> None:
    """Asks others to confirm that this poll is taken back; a closed one is counted first.

    Raises NothingToWithdraw, PollStillOpen, PaperPending, NeedsSecondPerson.
    """
    poll = _poll_of_cycle(work, cycle, poll_id)
    if poll is None:
        raise NothingToWithdraw(poll_code(poll_id))
    if poll.state is PollState.OPEN:
        raise PollStillOpen(poll.title)
    if poll.state is PollState.CLOSING:
        poll = count_now(work, poll)
    # Once it is released people have read it, and nothing takes that back.
    if poll.state is not PollState.COUNTED:
        raise NothingToWithdraw(poll.code)
    question = texts.question(actor.name, poll.code, poll.title, reason)
    confirmations.ask_others(
        work,
        department,
        actor,
        KIND,
        {"poll": poll_id, "reason": reason},
        CardText(texts.TITLE, question),
        about=subjects_of(work, poll),
    )


def withdraw(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Takes the poll back and tells the group.

    Raises NeedsSecondPerson, and CardGone where it was decided or published meanwhile.
    """
    confirmations.decide(work, card, actor, accepted=True)
    poll_id = int(card.subject["poll"])
    poll = polls.find(work.session, poll_id)
    if poll is None:
        raise CardGone
    is_counted = polls.move(
        work.session,
        poll_id,
        before=PollState.COUNTED,
        after=PollState.VOID,
        groups=None,  # what was previewed of it stays known (docs/decisions/0015)
        withheld=VoidReason.WITHDRAWN,
    )
    if not is_counted:
        raise CardGone
    close_questions(work, department, {poll_id}, actor)
    work.audit(poll.department_id, actor, "poll.withdrawn", f"poll:{poll_id}")
    text = texts.announced(poll.code, poll.title, str(card.subject["reason"]))
    work.message_group(department, Message(text=text), key=f"withdrawn:{poll_id}", priority=3)
    confirmations.tell_posted(work, department, card, actor)


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Changes nothing; whoever asked is told. Raises NeedsSecondPerson, CardGone."""
    confirmations.decline(work, department, card, actor, texts.declined_notice(actor.name))


def _poll_of_cycle(work: UnitOfWork, cycle: Cycle, poll_id: int) -> Poll | None:
    """Returns the evaluation's poll of this number, where it belongs to the cycle."""
    for poll in polls.of_cycle(work.session, cycle.id):
        if poll.id == poll_id:
            return poll
    return None
