"""Typed votes: which poll is meant, and which choices were said."""

from collections.abc import Sequence
from datetime import timedelta

from bot.actions import people
from bot.actions.polls.listening import open_for, reads_as_vote, scale_of
from bot.actions.polls.voting import Receipt, Sent, admit, cast
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person
from bot.domain.polls.form import Form, Item, Rater
from bot.domain.polls.poll import OVER, RUNNING, Poll, PollState, VoidReason
from bot.domain.polls.refusals import (
    NoOpenPoll,
    PerhapsVote,
    PollClosed,
    PollLost,
    UnclearVote,
    VotePrivately,
    WhichPoll,
)
from bot.domain.polls.sentences import read_sentence
from bot.domain.polls.spoken import in_plain_form, is_doubtful, plain
from bot.domain.polls.typed import read_typed_vote
from bot.domain.refusals import NotOnRoster, Refusal
from bot.messages import ChatKind, Update
from bot.storage.polls import polls, roll
from bot.storage.polls.votes import VoteBatch

LATELY = timedelta(days=1)  # a vote after that is about no poll that was


def cast_typed(work: UnitOfWork, batch: VoteBatch, update: Update, sent: Sent) -> Receipt:
    """Casts a typed vote.

    Raises NotOnRoster, VotePrivately, NoOpenPoll, PollClosed, PollLost, WhichPoll, UnclearVote,
    and what `admit` and `cast` raise.
    """
    account = update.sender.account
    senders = people.memberships(work, account)
    bound = polls.of_account(work.session, account, RUNNING)
    if not senders and not bound:
        raise NotOnRoster
    if update.chat.kind is ChatKind.GROUP:
        # What is typed in the group everybody reads: it does not count, and he is told to take it
        # back.
        raise VotePrivately
    votable = bound  # the roster has dropped him since the opening: he goes on voting
    if senders:
        votable = [poll for sender in senders for poll in _votable(work, sender)]
        if not votable:
            raise _nothing_to_vote_on(work, senders[0])
    poll = _poll_meant(votable, update.text)
    voter = admit(batch, account, poll.id)
    choices = choices_of(update.text, voter.terms.form, voter.rater)
    return cast(work, batch, voter, choices, sent)


def cast_overheard(work: UnitOfWork, batch: VoteBatch, update: Update, sent: Sent) -> Receipt:
    """Casts a choice in free words.

    Raises PerhapsVote where it is no vote beyond doubt, PollClosed where it came after the close,
    else as `cast_typed` does.
    """
    speaker = people.memberships(work, update.sender.account)
    scale = open_for(work, speaker)
    if scale is None:
        return cast_typed(work, batch, update, sent)  # raises why nothing can be voted on
    vote = in_plain_form(update.text, scale)
    if vote is None and reads_as_vote(work, speaker, update.text):
        vote = update.text
    is_private = update.chat.kind is not ChatKind.GROUP
    # In the group whatever sounds like a choice goes on, and is refused as one.
    if vote is None and is_private:
        if not scale.open or scale.closing:
            raise PollClosed
        raise PerhapsVote
    try:
        return cast_typed(work, batch, update, sent)
    except (UnclearVote, WhichPoll):  # their answers would explain a form that he did not use
        raise PerhapsVote from None


def _votable(work: UnitOfWork, sender: Person) -> list[Poll]:
    """Returns the evaluations that are held now, or the last one, and what his branch is asked.

    Where several are held side by side, those on whose roll he stands.
    """
    # Closing ones as well: what was sent before the close may arrive after it.
    evaluations = polls.of_department(work.session, sender.department, RUNNING)
    own = [poll for poll in evaluations if roll.find(work.session, poll.id, sender.id) is not None]
    evaluations = own or evaluations[-1:]
    open_now = [poll for poll in evaluations if poll.state is PollState.OPEN]
    evaluations = open_now or evaluations[-1:]
    return [*evaluations, *polls.asking(work.session, sender.id, RUNNING)]


def _nothing_to_vote_on(work: UnitOfWork, sender: Person) -> Refusal:
    """Returns why: a vote now is late where this person's department, or his branch, has held a
    poll lately.
    """
    over = [
        *polls.asking(work.session, sender.id, OVER),
        *polls.of_department(work.session, sender.department, OVER),
    ]
    if not over:
        return NoOpenPoll()
    last = over[-1]
    if last.state is PollState.VOID and last.withheld == VoidReason.KEYS_LOST:
        return PollLost(last.title, last.withheld)
    if last.closed_at is not None and last.closed_at < work.now - LATELY:
        return NoOpenPoll()
    return PollClosed()


def _poll_meant(votable: Sequence[Poll], text: str) -> Poll:
    """Returns the poll that is named by its number, else the only one that has the words said.

    Raises PollClosed where no such poll runs, WhichPoll where several may be meant.
    """
    number = read_typed_vote(text, ()).code
    if number is not None:
        for poll in votable:
            if poll.id == number:
                return poll
        raise PollClosed
    if len(votable) == 1:
        return votable[0]
    fitting = [poll for poll in votable if _fits(text, poll.terms.form)]
    if len(fitting) != 1:
        raise WhichPoll(tuple((poll.code, poll.title) for poll in votable))
    return fitting[0]


def _fits(text: str, form: Form) -> bool:
    """Tells whether the words that were said are steps of this form."""
    if form.is_read_as_sentence:
        # Nobody's sheet: who writes decides what is taken, and not whether the words fit.
        return read_sentence(text, form, Rater(0)) is not None
    vote = in_plain_form(text, scale_of(form)) or text
    return read_typed_vote(vote, form.all_steps).choices(form.all_steps) is not None


def choices_of(text: str, form: Form, rater: Rater) -> dict[int, int]:
    """Returns one step per item of the form, or of the card that is named, in their order.

    Nobody writes one for himself. Raises UnclearVote.
    """
    steps = form.all_steps
    if form.is_read_as_sentence:
        sentence = read_sentence(text, form, rater)
        if sentence is None:
            raise UnclearVote(steps, len(form.items_for(rater)))
        return dict(sentence)
    if is_doubtful(plain(text)):
        raise UnclearVote(steps, len(form.items_for(rater)))
    page = read_typed_vote(text, steps).page
    card_items: Sequence[Item] = form.items
    if page is not None:  # counted from 1
        if not 0 < page <= len(form.pages):
            raise UnclearVote(steps, len(form.items))
        card_items = form.pages[page - 1]
    items = [item for item in card_items if form.asks(item, rater)]
    vote_in_words = in_plain_form(text, scale_of(form), rows=len(items)) or text
    vote = read_typed_vote(vote_in_words, steps)
    choices = vote.choices_of(items)
    if choices is None or not form.is_about(vote.name):
        sentence = read_sentence(text, form, rater)
        if (
            # A form of steps alone takes no abstention: a sentence has to name every row.
            sentence is None
            or page is not None
            or not set(sentence).issuperset(item.position for item in items)
        ):
            raise UnclearVote(steps, len(items))
        return dict(sentence)
    return {item.position: choice for item, choice in zip(items, choices, strict=True)}
