"""What may be shown of a count (steps 2 and 11): small categories are merged, recognisable ones withheld.

The numbers that leave the count are fixed here once: later answers and releases repeat them, so that two answers
cannot be subtracted from one another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.domain.polls.tally import Group, in_order
from bot.domain.polls.terms import Terms

ENOUGH = 2  # vectors that fit: with two nobody knows which one it was


@dataclass(frozen=True)
class Disclosure:
    """`groups` is empty where nothing may be shown; `withheld` is then why: too_few or recognisable."""

    groups: tuple[Group, ...]
    withheld: str = ""


def disclose(terms: Terms, groups: Sequence[Group]) -> Disclosure:
    """The groups that may be published: where votes are named all of them, as one ballot is then enough."""
    merged = merge_small(terms, in_order(terms, [group for group in groups if group.ballots]))
    if any(group.ballots < terms.least for group in merged):
        return Disclosure((), "too_few")
    merged = _merge_recognisable(terms, merged)
    if any(recognisable(terms, group) for group in merged):
        return Disclosure((), "recognisable")
    return Disclosure(merged)


def merge_small(terms: Terms, groups: Sequence[Group]) -> tuple[Group, ...]:
    """The frozen rule: a group with too few ballots joins the one after it, the last one the one before it."""
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
        and (place := next((n for n, group in enumerate(merged) if recognisable(terms, group)), None)) is not None
    ):
        _join_neighbour(merged, place)
    return in_order(terms, merged)


def recognisable(terms: Terms, group: Group) -> bool:
    """Whether the published counts leave just one possibility of what a small category within the group chose."""
    small = [ballots for ballots in group.parts if 0 < ballots < terms.least]
    return any(
        len(list(islice(fitting(line, group.ballots, ballots), ENOUGH))) < ENOUGH
        for ballots in small
        for line in group.counts
    )


def fitting(line: Sequence[int], ballots: int, part: int) -> Iterator[tuple[int, ...]]:
    """All count vectors that `part` of the `ballots` may have had in a line; blank answers stand at the end."""
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
    """Whether in some line everybody of a group chose the same: then everybody knows everybody's choice there."""
    return any(max(line) == group.ballots for group in groups for line in group.counts if group.ballots)
