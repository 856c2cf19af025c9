"""What must hold of every poll at any time: ballots as many as marks, frozen terms unchanged, nothing left after destruction."""

import hashlib
from collections.abc import Iterator

from bot.actions.polls.cards import code, terms_of
from bot.actions.polls.releasing import result_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.results import digest
from bot.storage.polls import cells, polls, roll
from bot.storage.polls.polls import PollRow
from bot.texts import polls as texts

STATES = ("open", "closing", "counted", "released", "void")


def breaches(work: UnitOfWork, department_id: str) -> Iterator[str]:
    """One sentence per breach. Looks at no ballot: while a poll is open only its numbers are compared."""
    for row in polls.every(work.session, department_id, STATES):
        yield from (texts.breach(code(row.id or 0), what) for what in _of_poll(work, row))


def _of_poll(work: UnitOfWork, row: PollRow) -> Iterator[str]:
    assert row.id is not None
    if (
        hashlib.sha256(row.terms.encode()).hexdigest() != row.digest
        or row.purpose != terms_of(row).purpose
    ):
        yield "terms"
    entries, sealed = roll.everybody(work.session, row.id), cells.number(work.session, row.id)
    if sealed != (0 if row.destroyed else len(entries)):
        yield "cells"
    if any(entry.voted and not entry.eligible for entry in entries):
        yield "marks"
    rated = {subject.person for subject in terms_of(row).form.subjects}
    if any(rated == {entry.person} and not entry.recused for entry in entries):
        yield "self"
    if row.state in ("counted", "released"):
        yield from _of_count(row, sum(entry.eligible and entry.voted for entry in entries))


def _of_count(row: PollRow, marks: int) -> Iterator[str]:
    """Ballots = marks: those of the shown groups, less the paper ones, are as many as the roll has marks."""
    if row.groups is None or digest(row.groups) != row.groups_digest:
        yield "result"
        return
    result = result_of(row)
    ballots = sum(group.ballots for group in result.groups) - result.paper
    if (
        marks != row.voted
        or (not result.withheld and ballots != marks)
        or terms_of(row).eligible > (row.eligible or 0)
    ):
        yield "marks"
