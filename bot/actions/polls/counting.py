"""The count (step 9): from the cells to the numbers that may be shown.

What it returns is fixed once and for all.
"""

from collections.abc import Mapping, Sequence

from bot.actions.polls import disclosing
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.ballot import Ballot
from bot.domain.polls.disclosure import disclose
from bot.domain.polls.form import Purpose
from bot.domain.polls.poll import Count, Poll, VoidReason
from bot.domain.polls.results import pack_groups, quorum_reached
from bot.domain.polls.small_classes import keep_apart
from bot.domain.polls.tally import Group, count, gathered
from bot.domain.polls.terms import Terms
from bot.storage.keys import KeysMissing
from bot.storage.polls import cells, paper, roll
from bot.storage.polls.roll import RollEntry


def count_ballots(work: UnitOfWork, poll: Poll) -> Count:
    """Counts a poll.

    Nothing is stored. Void where the keys are gone, cells and marks do not agree, or too few
    voted.
    """
    entries = roll.entries(work.session, poll.id)
    eligible = sum(entry.eligible for entry in entries)
    voted = sum(entry.eligible and entry.voted for entry in entries)
    terms = poll.terms
    try:
        ballots = _unseal(work, poll, entries)
    except KeysMissing:
        return Count(eligible, voted, void=VoidReason.KEYS_LOST)
    except ValueError:  # also for a cell that was changed past the program
        return Count(eligible, voted, void=VoidReason.MISMATCH)
    if not has_quorum(terms, entries):
        return Count(eligible, voted, void=VoidReason.QUORUM)
    by_paper = [
        Group((batch.category,), batch.counts, (batch.used,), paper=batch.used)
        for batch in paper.confirmed(work.session, poll.id)
        if batch.used
    ]
    if terms.purpose is Purpose.EVALUATION and not voted and not by_paper:
        # Opened by mistake, as a rule: nothing to publish, and nobody is rated by it.
        return Count(eligible, voted, void=VoidReason.NOBODY)
    cast = [(entry.category, ballots[entry.person].choices) for entry in entries if entry.voted]
    by_card = count(terms.form, cast)
    box = disclosing.box(work, poll, entries, by_card)
    groups = gathered([*by_card, *by_paper])
    # A small class counts with its weight while its counts are shown to nobody
    # (docs/decisions/0024).
    if terms.small_apart and terms.secret:
        apart = keep_apart(terms, groups, box)
        packed, withheld = pack_groups(apart.groups, apart.scores), apart.withheld
    else:
        disclosure = disclose(terms, groups, box)
        packed, withheld = pack_groups(disclosure.groups), disclosure.withheld
    # By name (记名), who oversees reads the choices later; of a secret poll none outlives the count.
    named = None
    if not terms.secret:
        named = {
            str(entry.person): list(ballots[entry.person].choices)
            for entry in entries
            if entry.voted
        }
    return Count(eligible, voted, packed, withheld, named)


def has_quorum(terms: Terms, entries: Sequence[RollEntry]) -> bool:
    """Tells whether enough have voted: of all, and of each category for which the plan says how
    many.
    """
    eligible = [entry for entry in entries if entry.eligible]
    voted = sum(entry.voted for entry in eligible)
    if not quorum_reached(terms.quorum, eligible=len(eligible), voted=voted):
        return False
    for category in terms.categories:
        members = [entry for entry in eligible if entry.category == category.id]
        voted = sum(entry.voted for entry in members)
        if not quorum_reached(category.quorum, eligible=len(members), voted=voted):
            return False
    return True


def _unseal(work: UnitOfWork, poll: Poll, entries: Sequence[RollEntry]) -> Mapping[int, Ballot]:
    """Returns the ballots by person.

    Raises KeysMissing, and ValueError where cells and marks do not agree.
    """
    keys = work.keys.load(poll.key_id)
    form = poll.terms.form
    sealed = dict(cells.all_of(work.session, poll.id))
    # Each voter's cell is made before the first vote; none is added or removed (ballot step 4).
    if len(sealed) != len(entries):
        raise ValueError("the cells are not as many as the roll")
    ballots = {}
    for entry in entries:
        name = keys.cell_of(poll.id, entry.person)
        ballot = cells.unpack(keys.unseal(name, sealed.get(name, b"")), form)
        # Where the two differ, one was changed past the program, and nothing tells which.
        if ballot.marks(form) != entry.marks or (entry.voted and not entry.eligible):
            raise ValueError("a ballot differs from its mark on the roll")
        ballots[entry.person] = ballot
    return ballots
