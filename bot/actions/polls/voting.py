"""One vote (step 5), in its own transaction.

Nothing here writes an audit line, a log line or a time.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.ballot import Ballot, credible, event, in_time, remembered_as
from bot.domain.polls.form import Item, Rater
from bot.domain.polls.poll import RUNNING, PollState, VoidReason, frozen_terms
from bot.domain.polls.refusals import (
    AccountChanged,
    NotOnRoll,
    NotPresent,
    PollClosed,
    PollLost,
    Recused,
)
from bot.domain.polls.sheet import Sheet, next_leaf
from bot.domain.polls.terms import Terms
from bot.domain.refusals import CardGone, NotOnRoster
from bot.domain.values import dataclass
from bot.storage.keys import KeysMissing
from bot.storage.polls.votes import PollRecord, VoteBatch


@dataclass(frozen=True)
class Sent:
    """The message of a vote: when it was sent, and what it is remembered by.

    `stamped` means that the platform's own clock says when.
    """

    at: datetime
    stamped: bool
    event_id: bytes

    @property
    def stamp(self) -> datetime | None:
        # Only the platform's own times are compared with each other (docs/decisions/0012).
        if not self.stamped:
            return None
        return self.at


@dataclass(frozen=True)
class Voter:
    """Somebody who may vote in this poll. `marks` says on which cards he has voted."""

    rater: Rater
    poll_id: int
    poll: PollRecord
    marks: str

    @property
    def person(self) -> int:
        return self.rater.person

    @property
    def terms(self) -> Terms:
        return frozen_terms(self.poll.terms)


@dataclass(frozen=True)
class Receipt:
    """What the voter hears of a vote.

    `without_self` means that his choice about himself was left out; `left` of his cards are still
    empty. In the rows `beyond` the best step was not taken, for it may be given only `limit` times.
    `sheet` is his sheet as it is now, None where the form is no turning card.
    """

    without_self: bool
    left: int
    beyond: tuple[Item, ...] = ()
    limit: int = 0
    sheet: Sheet | None = None


def admit(batch: VoteBatch, account: str, poll_id: int) -> Voter:
    """Looks up the voter behind an account.

    Raises NotOnRoster, CardGone (no poll, or another department's), PollLost, PollClosed,
    AccountChanged, NotOnRoll, Recused and NotPresent, the first that holds.
    """
    voter = batch.voter(account, poll_id)
    if voter is None:
        raise NotOnRoster
    poll = voter.poll
    # A card of another department tells nothing, not even that there is such a poll.
    if poll is None or poll.department != voter.department:
        raise CardGone
    if poll.state is PollState.VOID:
        raise PollLost(frozen_terms(poll.terms).title, poll.withheld)
    if poll.state not in RUNNING:
        raise PollClosed
    if voter.other_account:
        raise AccountChanged
    if voter.marks is None:
        raise NotOnRoll
    if voter.recused:
        raise Recused
    if not voter.present:
        raise NotPresent
    rater = Rater(voter.person, voter.category, voter.rates)
    return Voter(rater, poll_id, poll, voter.marks)


def cast(
    work: UnitOfWork, batch: VoteBatch, voter: Voter, choices: Mapping[int, int], sent: Sent
) -> Receipt:
    """Puts the vote into the voter's cell.

    `choices` is the step per item position, 1 for the first of the scale, 0 for none. What is not
    on his sheet is left out, and so is the best step where he gives it more often than he may. A
    card that turns goes on. A repeat, or a vote older than the cell's newest, changes nothing and
    is answered alike. Raises PollLost, PollClosed, and Recused where nothing of the vote is his to
    say.
    """
    form = voter.terms.form
    asked = {item.position for item in form.items_for(voter.rater)}
    counted = {position: step for position, step in choices.items() if position in asked}
    if not counted:
        raise Recused
    beyond: tuple[Item, ...] = ()

    def marked(before: Ballot) -> Ballot:
        nonlocal beyond
        beyond = form.beyond_limit(before.choices_after(counted), counted)
        refused = {item.position for item in beyond}
        taken = {position: step for position, step in counted.items() if position not in refused}
        after = _marked(work, voter, before, taken, sent)
        # A repeat, or a tap of which nothing was taken, does not turn the card.
        if after is before or not form.turning or not taken:
            return after
        return replace(after, leaf=next_leaf(Sheet(form, voter.rater, after), taken))

    ballot = _change(work, batch, voter, marked)
    # Nobody rates himself (ballot step 1); he hears that the rest was taken.
    without_self = any(form.items[position].subject.person == voter.person for position in choices)
    receipt = Receipt(
        without_self=without_self and len(counted) < len(choices),
        left=0,
        beyond=beyond,
        limit=form.limit or 0,
    )
    if form.turning:
        return replace(receipt, sheet=Sheet(form, voter.rater, ballot))
    marks = ballot.marks(form)
    return replace(receipt, left=sum(marks[page] == "0" for page in form.pages_for(voter.rater)))


def turn_to(work: UnitOfWork, batch: VoteBatch, voter: Voter, leaf: int, sent: Sent) -> Receipt:
    """Turns the card of a sheet back to a leaf; no choice changes, and a repeat nothing at all.

    It is stored as a vote is, so that nobody can tell the two apart. Raises PollLost, PollClosed.
    """

    def turned(before: Ballot) -> Ballot:
        after = _marked(work, voter, before, {}, sent)
        if after is before:
            return after
        return replace(after, leaf=leaf)

    ballot = _change(work, batch, voter, turned)
    sheet = Sheet(voter.terms.form, voter.rater, ballot)
    return Receipt(without_self=False, left=0, sheet=sheet)


def as_it_is(work: UnitOfWork, batch: VoteBatch, voter: Voter) -> Sheet:
    """Returns the sheet of somebody whose tap said nothing that could be taken. Raises PollLost."""
    ballot = _change(work, batch, voter, lambda before: before)
    return Sheet(voter.terms.form, voter.rater, ballot)


def _change(
    work: UnitOfWork, batch: VoteBatch, voter: Voter, change: Callable[[Ballot], Ballot]
) -> Ballot:
    """Opens the voter's cell and seals it anew where that changes it; the ballot as it is then.

    Raises PollLost.
    """
    terms = voter.terms
    try:
        keys = work.keys.load(voter.poll.key_id)
    except KeysMissing:
        raise PollLost(terms.title, VoidReason.KEYS_LOST) from None
    before = batch.ballot(voter.poll_id, voter.person, terms.form, keys)
    after = change(before)
    if after is not before:  # a repeat costs no write
        # No line of the trail seals a cell: the order of lines would be that of the votes.
        batch.put_ballot(voter.poll_id, voter.person, after, keys)
        marks = after.marks(terms.form)
        if marks != voter.marks:  # a changed choice leaves the roll as it is
            batch.put_marks(voter.poll_id, voter.person, marks)
    return after


def _marked(
    work: UnitOfWork, voter: Voter, before: Ballot, choices: Mapping[int, int], sent: Sent
) -> Ballot:
    """Returns the ballot after the vote; itself for a repeat.

    Raises PollClosed for a late vote that is no repeat.
    """
    # Before the time is looked at: after the close a repeat still hears what its first one heard.
    if remembered_as(sent.event_id) in before.seen:
        return before
    poll = voter.poll
    # This time is compared with the close alone; which of two votes is the newer is told by arrival
    # and by the platform's own times (docs/decisions/0012).
    at = credible(sent.at, opened_at=poll.opened_at, now=work.now)
    if not in_time(at, closes_at=poll.closes_at, closed_at=poll.closed_at):
        raise PollClosed
    happened = event(sent.event_id, sent.stamp, opened_at=poll.opened_at, now=work.now)
    return before.marked(voter.terms.form, choices, happened)
