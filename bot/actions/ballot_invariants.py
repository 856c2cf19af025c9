"""What must hold of every poll: as many ballots as marks, terms unchanged, all destroyed at last."""

import hashlib
from collections.abc import Iterator

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.poll import Poll
from bot.domain.polls.results import digest
from bot.storage.polls import cells, polls, roll
from bot.texts import polls as texts


def breaches(work: UnitOfWork, department_id: str) -> Iterator[str]:
    """Yields one sentence per breach.

    Looks at no ballot: while a poll is open only its numbers are compared.
    """
    for poll in polls.every(work.session, department_id):
        for breach in _breaches_of(work, poll):
            yield texts.breach(poll.code, breach)


def _breaches_of(work: UnitOfWork, poll: Poll) -> Iterator[str]:
    """Yields the names of what does not hold for one poll."""
    terms_digest = hashlib.sha256(poll.canonical_terms.encode()).hexdigest()
    if terms_digest != poll.digest or poll.recorded_purpose != poll.purpose:
        yield "terms"
    entries = roll.entries(work.session, poll.id)
    expected_cells = len(entries)
    if poll.destroyed:
        expected_cells = 0
    if cells.number(work.session, poll.id) != expected_cells:
        yield "cells"
    if any(entry.voted and not entry.eligible for entry in entries):
        yield "marks"
    if any(poll.subject_ids == {entry.person} and not entry.recused for entry in entries):
        yield "self"
    if not poll.is_counted:
        return
    if poll.groups is None or digest(poll.groups) != poll.groups_digest:
        yield "result"
        return
    # Ballots of the shown groups, less the paper ones, must be as many as the roll has marks.
    marks = sum(entry.eligible and entry.voted for entry in entries)
    result = poll.result
    ballots = sum(group.ballots for group in result.groups) - result.paper
    # A withheld result has no groups whose ballots could be added up.
    is_miscounted = not result.withheld and ballots != marks
    # Whoever came late may be added to the roll, but nobody is taken off it (ballot step 1).
    if marks != poll.voted or is_miscounted or poll.terms.eligible > (poll.eligible or 0):
        yield "marks"
