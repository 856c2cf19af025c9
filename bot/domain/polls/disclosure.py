"""What may be shown of a count (steps 2 and 11):
small categories are merged, what gives somebody away is withheld.

Given is all that was ever shown about the same people and subject (`Shown`), who voted, and what
paper ballots say. The numbers that leave the count are fixed here once: later answers and releases
repeat them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from bot.domain.polls.form import Item, Purpose
from bot.domain.polls.solver import Table, tells
from bot.domain.polls.tally import Counts, Group, in_order
from bot.domain.polls.terms import Terms

ENOUGH = 2  # vectors that fit: with two nobody knows which one it was


@dataclass(frozen=True)
class Disclosure:
    """`groups` is empty where nothing may be shown; `withheld` is then why:
    too_few, recognisable or subtraction.
    """

    groups: tuple[Group, ...]
    withheld: str = ""


@dataclass(frozen=True)
class Cast:
    """The ballots of one category that came by card: whose they are, and what they say together.

    `asked` are those people per item who were asked it, where not all were who are not meant.
    """

    people: frozenset[int]
    counts: Counts
    asked: tuple[frozenset[int], ...] = ()

    def asked_of(self, item: Item) -> frozenset[int]:
        if self.asked:
            return self.asked[item.position]
        return self.people - {item.subject.person}


@dataclass(frozen=True)
class Line:
    """A table that was shown: about whom or what (`subject_of`), and in which row."""

    subject: int
    row: str
    table: Table


Shown = Sequence[Line]  # all that one earlier poll showed


@dataclass(frozen=True)
class Box:
    """What the numbers are checked against: the card ballots by category,
    and what earlier polls showed.
    """

    cast: Mapping[str, Cast] = field(default_factory=dict)
    earlier: Sequence[Shown] = ()


def subject_of(terms: Terms, item: Item) -> int:
    """Whom a question is about; where satisfaction is asked, the one branch that it is asked of."""
    return 0 if terms.purpose is Purpose.SATISFACTION else item.subject.person


def disclose(terms: Terms, groups: Sequence[Group], box: Box | None = None) -> Disclosure:
    """The groups that may be published: where votes are named all of them,
    as one ballot is then enough.
    """
    merged = merge_small(terms, in_order(terms, [group for group in groups if group.ballots]))
    if any(group.ballots < terms.least for group in merged):
        return Disclosure((), "too_few")
    merged = _merge_recognisable(terms, merged)
    if any(recognisable(terms, group) for group in merged):
        return Disclosure((), "recognisable")
    return _without_inference(terms, merged, box) if box and terms.secret else Disclosure(merged)


def _without_inference(terms: Terms, groups: Sequence[Group], box: Box) -> Disclosure:
    """Rows that may not be shown even of all together are hidden;
    for the others groups are joined until nothing follows.
    """
    everybody = [_all_joined(groups)] if groups else []
    hidden = [item for item in terms.form.items if gives_away(terms, item, everybody, box)]
    if groups and len(hidden) == len(terms.form.items):
        return Disclosure((), "subtraction" if box.earlier else "too_few")
    shown, merged = [item for item in terms.form.items if item not in hidden], list(groups)
    while len(merged) > 1 and any(gives_away(terms, item, merged, box) for item in shown):
        _join_neighbour(merged, min(range(len(merged)), key=lambda place: merged[place].ballots))
    positions = tuple(item.position for item in hidden)
    return Disclosure(tuple(group.hiding(positions) for group in in_order(terms, merged)))


def gives_away(terms: Terms, item: Item, groups: Sequence[Group], box: Box) -> bool:
    """Whether the counts of these groups in one row, shown together, would tell what somebody
    chose.
    """
    new = [_by_card(item, group, box) for group in groups]
    if any(0 < sum(table.counts[:-1]) < terms.least for table in new):
        return True  # few enough answered this row to be asked who they were
    asked = subject_of(terms, item)
    earlier = [
        [_comparable(item, line) for line in shown if line.subject == asked]
        for shown in box.earlier
    ]
    classes = [cast.asked_of(item) for cast in box.cast.values()]
    return tells(
        [table for table in new if table.people],
        [poll for poll in earlier if poll],
        classes,
        terms.least,
    )


def _by_card(item: Item, group: Group, box: Box) -> Table:
    """What is left of the shown numbers for whoever knows the paper ballots."""
    cast = [box.cast[name] for name in group.categories if name in box.cast]
    people = frozenset[int]().union(*(one.asked_of(item) for one in cast))
    return table_of(
        people, [one.counts[item.position] for one in cast], len(group.counts[item.position])
    )


def table_of(people: frozenset[int], lines: Sequence[Sequence[int]], steps: int) -> Table:
    """Of these people, whose answers stand in the lines; the others of them left it blank."""
    counts = tuple(sum(line[step] for line in lines) for step in range(steps))
    return Table(people, (*counts, len(people) - sum(counts)))


def _comparable(item: Item, line: Line) -> Table:
    """Of another row only the people can be compared:
    by a new name for a row nobody is given away.
    """
    return line.table if line.row == item.row else Table(line.table.people)


def _all_joined(groups: Sequence[Group]) -> Group:
    first, *others = groups
    for group in others:
        first = first.joined(group)
    return first


def merge_small(terms: Terms, groups: Sequence[Group]) -> tuple[Group, ...]:
    """The frozen rule: a group with too few ballots joins the one after it,
    the last one the one before it.
    """
    merged = list(groups)
    while len(merged) > 1 and (small := _first(merged, terms)) is not None:
        _join_neighbour(merged, small)
    return in_order(terms, merged)


def _first(groups: Sequence[Group], terms: Terms) -> int | None:
    return next((place for place, group in enumerate(groups) if group.ballots < terms.least), None)


def _join_neighbour(groups: list[Group], place: int) -> None:
    neighbour = place + 1 if place + 1 < len(groups) else place - 1
    first, second = sorted((place, neighbour))
    groups[first : second + 1] = [groups[first].joined(groups[second])]


def _merge_recognisable(terms: Terms, groups: Sequence[Group]) -> tuple[Group, ...]:
    """Where a small category inside a group is recognisable, a larger group may hide it."""
    merged = list(groups)
    while (
        len(merged) > 1
        and (
            place := next((n for n, group in enumerate(merged) if recognisable(terms, group)), None)
        )
        is not None
    ):
        _join_neighbour(merged, place)
    return in_order(terms, merged)


def recognisable(terms: Terms, group: Group) -> bool:
    """Whether the published counts leave just one possibility of what a small category within
    the group chose.
    """
    small = [ballots for ballots in group.parts if 0 < ballots < terms.least]
    return any(
        len(list(islice(fitting(line, group.ballots, ballots), ENOUGH))) < ENOUGH
        for ballots in small
        for line in group.counts
    )


def fitting(line: Sequence[int], ballots: int, part: int) -> Iterator[tuple[int, ...]]:
    """All count vectors that `part` of the `ballots` may have had in a line;
    blank answers stand at the end.
    """
    yield from _spread((*line, ballots - sum(line)), part)


def _spread(room: tuple[int, ...], left: int) -> Iterator[tuple[int, ...]]:
    if not room:
        if left == 0:
            yield ()
        return
    first, rest = room[0], room[1:]
    for taken in range(max(0, left - sum(rest)), min(first, left) + 1):
        for tail in _spread(rest, left - taken):
            yield (taken, *tail)


def unanimous(groups: Sequence[Group]) -> bool:
    """Whether in some line everybody of a group chose the same:
    then everybody knows everybody's choice there.
    """
    return any(
        max(line) == group.ballots for group in groups for line in group.counts if group.ballots
    )
