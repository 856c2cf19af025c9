"""What may be shown of a count (steps 2 and 11):
small categories are merged, what gives somebody away is withheld.

Given is all that was ever shown about the same people and subject (`Shown`), who voted, and what
paper ballots say. The numbers that leave the count are fixed here once: later answers and releases
repeat them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import islice

from bot.domain.polls.form import BLANK, Item, Purpose
from bot.domain.polls.solver import Table, tells
from bot.domain.polls.tally import Counts, Group, count, in_order
from bot.domain.polls.terms import Terms
from bot.domain.values import dataclass

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
    if terms.purpose is Purpose.SATISFACTION:
        return 0
    return item.subject.person


def disclose(terms: Terms, groups: Sequence[Group], box: Box | None = None) -> Disclosure:
    """Returns the groups that may be published.

    Where votes are named that is all of them, as one ballot is then enough. The order matters: what
    is too small is merged first, then what a small part would be recognised in, and only what is
    left is held against what was shown before.
    """
    merged = merge_small(terms, in_order(terms, [group for group in groups if group.ballots]))
    if any(group.ballots < terms.least for group in merged):
        return Disclosure((), "too_few")
    # A larger group may hide a small category that is recognisable inside its own.
    merged = _merge_while(terms, merged, lambda group: recognisable(terms, group))
    if any(recognisable(terms, group) for group in merged):
        return Disclosure((), "recognisable")
    if box is None or not terms.secret or not merged:
        return Disclosure(merged)
    # Rows that may not be shown even of all together are hidden.
    everybody, *others = merged
    for group in others:
        everybody = everybody.joined(group)
    hidden = [item for item in terms.form.items if gives_away(terms, item, [everybody], box)]
    if len(hidden) == len(terms.form.items):
        if box.earlier:
            return Disclosure((), "subtraction")
        return Disclosure((), "too_few")
    # For the others groups are joined until nothing follows.
    shown = [item for item in terms.form.items if item not in hidden]
    joined = list(merged)
    while len(joined) > 1 and any(gives_away(terms, item, joined, box) for item in shown):
        sizes = [group.ballots for group in joined]
        _join_neighbour(joined, sizes.index(min(sizes)))
    positions = tuple(item.position for item in hidden)
    return Disclosure(tuple(group.hiding(positions) for group in in_order(terms, joined)))


def gives_away(terms: Terms, item: Item, groups: Sequence[Group], box: Box) -> bool:
    """Whether the counts of these groups in one row, shown together, would tell what somebody
    chose.
    """
    new = []
    for group in groups:
        # Whoever knows the paper ballots subtracts them: what is left are those by card.
        cast = [box.cast[name] for name in group.categories if name in box.cast]
        people = frozenset[int]().union(*(ballots.asked_of(item) for ballots in cast))
        lines = [ballots.counts[item.position] for ballots in cast]
        new.append(table_of(people, lines, len(group.counts[item.position])))
    if any(0 < sum(table.counts[:-1]) < terms.least for table in new):
        return True  # few enough answered this row to be asked who they were
    asked = subject_of(terms, item)
    earlier = []
    for shown in box.earlier:
        poll = []
        for line in shown:
            if line.subject == asked and line.row == item.row:
                poll.append(line.table)
            elif line.subject == asked:
                # Of another row only the people: by a new name for a row nobody is given away.
                poll.append(Table(line.table.people))
        earlier.append(poll)
    classes = [cast.asked_of(item) for cast in box.cast.values()]
    return tells(
        [table for table in new if table.people],
        [poll for poll in earlier if poll],
        classes,
        terms.least,
    )


def table_of(people: frozenset[int], lines: Sequence[Sequence[int]], steps: int) -> Table:
    """Returns the table of these people, whose answers stand in the lines.

    Those of them who stand in no line left it blank.
    """
    counts = tuple(sum(line[step] for line in lines) for step in range(steps))
    return Table(people, (*counts, len(people) - sum(counts)))


def own_lines(terms: Terms, named: Mapping[str, Sequence[int]]) -> Iterator[Line]:
    """Yields what a poll that was held by name showed: each voter's own choices, as tables of one
    person.
    """
    for person, choices in named.items():
        alone = count(terms.form, [("", choices)])[0]
        for item in terms.form.items:
            if choices[item.position] == BLANK:
                continue
            lines = [alone.counts[item.position]]
            table = table_of(frozenset({int(person)}), lines, item.columns)
            yield Line(subject_of(terms, item), item.row, table)


def merge_small(terms: Terms, groups: Sequence[Group]) -> tuple[Group, ...]:
    """Merges by the frozen rule: a group with too few ballots joins the one after it,
    the last one the one before it.
    """
    return _merge_while(terms, groups, lambda group: group.ballots < terms.least)


def _merge_while(
    terms: Terms, groups: Sequence[Group], is_unfit: Callable[[Group], bool]
) -> tuple[Group, ...]:
    """Joins the first unfit group with its neighbour, until all fit or a single one is left."""
    merged = list(groups)
    while len(merged) > 1:
        unfit = [place for place, group in enumerate(merged) if is_unfit(group)]
        if not unfit:
            break
        _join_neighbour(merged, unfit[0])
    return in_order(terms, merged)


def _join_neighbour(groups: list[Group], place: int) -> None:
    """Joins a group with the one after it, the last one with the one before it."""
    first = min(place, len(groups) - 2)
    groups[first : first + 2] = [groups[first].joined(groups[first + 1])]


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
