"""What a count is checked against before anything of it is shown: who voted by card, and what earlier polls showed."""

from collections.abc import Iterator, Sequence

from bot.actions.polls.cards import terms_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.disclosure import Box, Cast, Line, subject_of, table_of
from bot.domain.polls.form import BLANK, Purpose
from bot.domain.polls.results import unpack_groups
from bot.domain.polls.tally import Counts, Group, add, count
from bot.domain.polls.terms import Terms
from bot.storage.polls import paper, polls, roll
from bot.storage.polls.polls import PollRow
from bot.storage.polls.roll import Marked


def box(work: UnitOfWork, row: PollRow, entries: Sequence[Marked], by_card: Sequence[Group]) -> Box:
    """For a poll that is being counted; `by_card` are its card ballots by category."""
    voters: dict[str, set[int]] = {}
    for entry in entries:
        if entry.voted:
            voters.setdefault(entry.category, set()).add(entry.person)
    cast = {group.name: Cast(frozenset(voters[group.name]), group.counts) for group in by_card}
    earlier = [list(_shown(work, other)) for other in _others(work, row)]
    return Box(cast, [lines for lines in earlier if lines])


def _others(work: UnitOfWork, row: PollRow) -> list[PollRow]:
    """Polls of the same year about the same matter whose numbers were shown, or may be at any time."""
    if row.purpose == Purpose.EVALUATION:
        held = polls.of_cycle(work.session, row.cycle_id)
    else:
        every = polls.of_branches(work.session, row.department_id, ["counted", "released", "void"])
        held = [
            other
            for other in every
            if other.branch_id == row.branch_id and other.cycle_id == row.cycle_id
        ]
    return [other for other in held if other.id != row.id]


def _shown(work: UnitOfWork, row: PollRow) -> Iterator[Line]:
    """The tables that whoever saw this poll's numbers has of its card voters; of one held by name, everybody's own."""
    terms = terms_of(row)
    if row.named is not None:
        for person, choices in row.named.items():
            yield from _choices_of(terms, int(person), choices)
        return
    packed = row.groups or row.shown
    if packed is None or row.id is None:
        return
    entries = [entry for entry in roll.everybody(work.session, row.id) if entry.voted]
    for group in unpack_groups(packed):
        people = frozenset(entry.person for entry in entries if entry.category in group.categories)
        on_paper = _on_paper(work, row.id, group)
        for item in terms.form.items:
            if item.position in group.hidden:
                continue
            whole = group.counts[item.position]
            line = [
                number - away for number, away in zip(whole, on_paper[item.position], strict=True)
            ]
            table = table_of(people - {item.subject.person}, [line], len(line))
            yield Line(subject_of(terms, item), item.row, table)


def _on_paper(work: UnitOfWork, poll_id: int, group: Group) -> Counts:
    batches = [
        one
        for one in paper.of_poll(work.session, poll_id, "confirmed")
        if one.category in group.categories
    ]
    counts: Counts = tuple((0,) * len(line) for line in group.counts)
    for batch in batches:
        counts = add(counts, tuple(map(tuple, batch.counts)))
    return counts


def _choices_of(terms: Terms, person: int, choices: Sequence[int]) -> Iterator[Line]:
    alone = count(terms.form, [("", choices)])[0]
    for item in terms.form.items:
        if choices[item.position] != BLANK:
            table = table_of(
                frozenset({person}), [alone.counts[item.position]], len(terms.form.steps)
            )
            yield Line(subject_of(terms, item), item.row, table)
