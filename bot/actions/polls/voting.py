"""One vote (step 5), in its own transaction. Nothing here writes an audit line, a log line or a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.actions.polls.cards import parsed
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.ballot import Ballot, credible, event, in_time, remembered_as
from bot.domain.polls.refusals import (
    AccountChanged,
    NotOnRoll,
    NotPresent,
    PollClosed,
    PollLost,
    Recused,
)
from bot.domain.polls.terms import Terms
from bot.domain.refusals import CardGone, NotOnRoster
from bot.storage.keys import KeysMissing
from bot.storage.polls.polls import KEYS_LOST
from bot.storage.polls.votes import Booth, Desk, Poll


@dataclass(frozen=True)
class Sent:
    """The message of a vote: when it was sent, whether the platform's own clock says so, and what it is remembered by."""

    at: datetime
    stamped: bool
    event_id: bytes

    @property
    def stamp(self) -> datetime | None:
        return self.at if self.stamped else None


@dataclass(frozen=True)
class Voter:
    """Somebody who may vote in this poll."""

    person: int
    poll_id: int
    poll: Poll
    marks: str

    @property
    def terms(self) -> Terms:
        return parsed(self.poll.terms)


@dataclass(frozen=True)
class Taken:
    """What the voter hears of a vote: his choice about himself was left out, and so many of his cards are still empty."""

    without_self: bool
    left: int


def admit(desk: Desk, account: str, poll_id: int) -> Voter:
    """Raises NotOnRoster, CardGone, PollClosed, PollLost, NotOnRoll, AccountChanged, NotPresent, Recused."""
    booth = desk.enter(account, poll_id)
    if booth is None:
        raise NotOnRoster
    return Voter(booth.person, poll_id, _poll(booth), _marks(booth))


def cast(work: UnitOfWork, desk: Desk, voter: Voter, said: Mapping[int, int], sent: Sent) -> Taken:
    """Puts the vote into the voter's cell.

    `said` is the step per item position, 1 for the first of the scale. A repeat, or a vote older than the cell's newest,
    changes nothing and is answered alike. Raises PollClosed, PollLost, Recused.
    """
    terms, poll_id = voter.terms, voter.poll_id
    answers = _without_self(terms, voter.person, said)
    try:
        keys = work.keys.load(voter.poll.key_id)
    except KeysMissing:
        raise PollLost(terms.title, KEYS_LOST) from None
    before = desk.read(poll_id, voter.person, terms.form, keys)
    after = _after(work, voter.poll, terms, before, answers, sent)
    if after is not before:
        desk.write(poll_id, voter.person, after, keys)
        if after.marked_pages(terms.form) != voter.marks:
            desk.mark(poll_id, voter.person, after.marked_pages(terms.form))
    marks = after.marked_pages(terms.form)
    left = sum(marks[page] == "0" for page in terms.form.pages_for(voter.person))
    return Taken(len(answers) < len(said), left)


def _poll(booth: Booth) -> Poll:
    """The poll, where it is one of the voter's own department and not over."""
    if booth.poll is None or booth.poll.department != booth.department:
        raise CardGone
    if booth.poll.state == "void":
        raise PollLost(parsed(booth.poll.terms).title, booth.poll.withheld)
    if booth.poll.state not in ("open", "closing"):
        raise PollClosed
    return booth.poll


def _marks(booth: Booth) -> str:
    """On which cards the voter has voted, where he may vote."""
    if booth.stranger:
        raise AccountChanged
    if booth.marks is None:
        raise NotOnRoll
    if booth.recused:
        raise Recused
    if not booth.present:
        raise NotPresent
    return booth.marks


def _without_self(terms: Terms, voter: int, answers: Mapping[int, int]) -> dict[int, int]:
    """On a form with several secretaries each leaves himself out. Raises Recused where nothing else is there."""
    items = terms.form.items
    kept = {
        position: step
        for position, step in answers.items()
        if items[position].subject.person != voter
    }
    if not kept:
        raise Recused
    return kept


def _after(
    work: UnitOfWork,
    poll: Poll,
    terms: Terms,
    before: Ballot,
    answers: Mapping[int, int],
    sent: Sent,
) -> Ballot:
    """Raises PollClosed for a late vote; a repeat of one that is in the cell is none."""
    if remembered_as(sent.event_id) in before.seen:
        return before
    at = credible(sent.at, opened_at=poll.opened_at, now=work.now)
    if not in_time(at, closes_at=poll.closes_at, closed_at=poll.closed_at):
        raise PollClosed
    happened = event(sent.event_id, sent.stamp, opened_at=poll.opened_at, now=work.now)
    return before.marked(terms.form, answers, happened)
