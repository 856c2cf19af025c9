"""One vote (step 5), in its own transaction. Nothing here writes an audit line, a log line or a time."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.actions.polls.cards import terms_of
from bot.actions.work import Work
from bot.domain.people import Person
from bot.domain.polls.ballot import Ballot, credible, event, in_time
from bot.domain.polls.refusals import NotOnRoll, NotPresent, PollClosed, Recused
from bot.domain.polls.terms import Terms
from bot.domain.refusals import CardGone
from bot.messages import Update
from bot.storage.polls import cells, polls, roll
from bot.storage.polls.polls import PollRow
from bot.storage.polls.roll import Marked


@dataclass(frozen=True)
class Vote:
    """Choices by item position, 1 for the first step of the scale, and the message that brought them."""

    poll: int
    answers: Mapping[int, int]
    update: Update


def cast(work: Work, voter: Person, vote: Vote) -> bool:
    """Puts the vote into the voter's cell; True where his choice about himself was left out.

    A repeat, or a vote older than the cell's newest, changes nothing and is answered alike.
    Raises CardGone, PollClosed, NotOnRoll, NotPresent, Recused.
    """
    row = polls.shared(work.session, vote.poll)
    if row is None or row.department_id != voter.department:
        raise CardGone
    if row.state not in ("open", "closing"):
        raise PollClosed
    terms = terms_of(row)
    entry = _entry(work, row, voter)
    answers = _without_self(terms, voter, vote.answers)
    keys = work.keys.load(row.key_id)
    before = cells.read(work.session, vote.poll, voter.id, terms.form, keys)
    after = _after(work, row, terms, before, answers, vote.update)
    if after is not before:
        cells.write(work.session, vote.poll, voter.id, after, keys)
        marks = after.marked_pages(terms.form)
        if marks != entry.marks:
            roll.mark(work.session, vote.poll, voter.id, marks)
    return len(answers) < len(vote.answers)


def _entry(work: Work, row: PollRow, voter: Person) -> Marked:
    assert row.id is not None
    entry = roll.find(work.session, row.id, voter.id, lock=True)
    if entry is None:
        raise NotOnRoll
    if entry.recused:
        raise Recused
    if not entry.present:
        raise NotPresent
    return entry


def _without_self(terms: Terms, voter: Person, answers: Mapping[int, int]) -> dict[int, int]:
    """On a form with several secretaries each leaves himself out. Raises Recused where nothing else is there."""
    items = terms.form.items
    kept = {position: step for position, step in answers.items() if items[position].subject.person != voter.id}
    if not kept:
        raise Recused
    return kept


def _after(
    work: Work, row: PollRow, terms: Terms, before: Ballot, answers: Mapping[int, int], update: Update
) -> Ballot:
    """Raises PollClosed for a late vote; a repeat of one that is in the cell is none."""
    at = credible(update.sent_at, opened_at=row.opened_at, now=work.now)
    happened = event(update.platform, update.message_id, at)
    if happened.id in before.seen:
        return before
    if not in_time(at, closes_at=row.closes_at, closed_at=row.closed_at):
        raise PollClosed
    return before.marked(terms.form, answers, happened)
