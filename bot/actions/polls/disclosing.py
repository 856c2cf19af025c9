"""What a count is checked against before it is shown: its voters, and what was shown before."""

from collections.abc import Iterable, Iterator, Sequence

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.disclosure import Box, Cast, Line, own_lines, subject_of, table_of
from bot.domain.polls.form import Item, Purpose
from bot.domain.polls.poll import OVER, Poll
from bot.domain.polls.results import unpack_groups
from bot.domain.polls.tally import Counts, Group, add
from bot.storage.polls import paper, polls, roll
from bot.storage.polls.roll import RollEntry


def box(
    work: UnitOfWork, poll: Poll, entries: Sequence[RollEntry], by_card: Sequence[Group]
) -> Box:
    """Makes the box of a poll that is being counted; `by_card` are its card ballots by category."""
    cast: dict[str, Cast] = {}
    for group in by_card:
        voters = [entry for entry in entries if entry.voted and entry.category == group.name]
        asked = tuple(_asked(poll, item, voters) for item in poll.terms.form.items)
        people = frozenset(entry.person for entry in voters)
        cast[group.name] = Cast(people, group.counts, asked)
    # What it is held against are the polls of the same year and matter.
    if poll.purpose is Purpose.EVALUATION:
        # Only the same year's: choices of another year are other choices (docs/decisions/0015).
        comparable_polls = polls.of_cycle(work.session, poll.cycle_id)
    else:
        comparable_polls = [
            other
            for other in polls.of_branches(work.session, poll.department_id, OVER)
            if other.branch_id == poll.branch_id and other.cycle_id == poll.cycle_id
        ]
    earlier = [list(_shown(work, other)) for other in comparable_polls if other.id != poll.id]
    return Box(cast, [lines for lines in earlier if lines])


def _asked(poll: Poll, item: Item, voters: Iterable[RollEntry]) -> frozenset[int]:
    """Returns those of the voters on whose sheet the item was."""
    form = poll.terms.form
    return frozenset(entry.person for entry in voters if form.asks(item, entry.rater))


def _shown(work: UnitOfWork, poll: Poll) -> Iterator[Line]:
    """Yields the tables of card voters that are known to whoever saw this poll's numbers.

    Of a poll held by name these are everybody's own.
    """
    if poll.named is not None:
        yield from own_lines(poll.terms, poll.named)
        return
    # A poll that was taken back has no groups; `shown` keeps what somebody had seen of it before.
    packed = poll.groups or poll.shown
    if packed is None:
        return
    voters = [entry for entry in roll.entries(work.session, poll.id) if entry.voted]
    for group in unpack_groups(packed):
        members = [entry for entry in voters if entry.category in group.categories]
        on_paper: Counts = tuple((0,) * len(line) for line in group.counts)
        for batch in paper.confirmed(work.session, poll.id):
            if batch.category in group.categories:
                on_paper = add(on_paper, batch.counts)
        for item in poll.terms.form.items:
            # Nobody has seen a hidden row, so nothing can be subtracted from it.
            if item.position in group.hidden:
                continue
            totals = zip(group.counts[item.position], on_paper[item.position], strict=True)
            # The table is of card voters: what came on paper is taken out.
            by_card = [total - paper_ballots for total, paper_ballots in totals]
            table = table_of(_asked(poll, item, members), [by_card], len(by_card))
            yield Line(subject_of(poll.terms, item), item.row, table)
