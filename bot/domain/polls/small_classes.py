"""Small classes that count with their weight while their counts are shown to nobody.

A class with too few ballots is hidden in every row, another one in the rows where its counts would
give somebody away. What is shown of the score is rounded so far that the hidden counts do not
follow from it; where no rounding would hide them there is no score.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations_with_replacement
from math import comb

from bot.domain.polls.disclosure import Box, gives_away
from bot.domain.polls.form import Item
from bot.domain.polls.tally import Group, Score, in_order, mean, means_of, score_from, scores
from bot.domain.polls.terms import Terms
from bot.domain.values import dataclass

COARSER = tuple(map(Fraction, (1, 2, 5, 10, 20, 25)))  # points; coarser still would say nothing
ENOUGH = 2  # lines with the same score: with two nobody knows which one it was
MOST_LINES = 1000  # that are all looked at; more would make people wait for a count
NEAR_THE_END = 3  # ballots that are moved away from the best or the worst step
Counts = tuple[int, ...]


@dataclass(frozen=True)
class Apart:
    """`groups` with what is hidden taken out, and the scores of all of them."""

    groups: tuple[Group, ...]
    scores: tuple[Score, ...]
    withheld: str = ""


def keep_apart(terms: Terms, groups: Sequence[Group], box: Box) -> Apart:
    """What may be shown where classes are not merged.

    `withheld` says why where that is nothing: too_few, or subtraction for what was shown before.
    """
    counted = in_order(terms, [group for group in groups if group.ballots])
    # The positions in which each class is hidden, by its name.
    places: dict[str, list[int]] = {group.name: [] for group in counted}
    for item in terms.form.items:
        open_groups = []
        for group in counted:
            if group.ballots < terms.least:
                places[group.name].append(item.position)
            else:
                open_groups.append(group)
        while open_groups and gives_away(terms, item, open_groups, box):
            smallest = min(open_groups, key=lambda group: sum(group.counts[item.position]))
            places[smallest.name].append(item.position)
            open_groups.remove(smallest)
    hidden = {name: tuple(positions) for name, positions in places.items()}
    shown = tuple(group.hiding(hidden[group.name]) for group in counted)
    everything = len(terms.form.items)
    if all(len(group.hidden) == everything for group in shown):
        is_large = any(group.ballots >= terms.least for group in counted)
        if is_large and box.earlier:
            return Apart((), (), "subtraction")
        return Apart((), (), "too_few")
    return Apart(shown, tuple(_safe_scores(terms, counted, hidden, box)))


def _safe_scores(
    terms: Terms,
    groups: Sequence[Group],
    hidden: Mapping[str, tuple[int, ...]],
    box: Box,
) -> Iterator[Score]:
    """Gives each score, rounded where a hidden line counts in it.

    Before, a class is silenced where of its many people few have answered: the mean of these few
    would tell what they chose, so that their lines do not count at all.
    """
    silent = {}
    for group in groups:
        silent[group.name] = tuple(
            position
            for position in hidden[group.name]
            if _voters(group, terms.form.items[position], box) >= terms.least
        )
    groups = [group.without(silent[group.name]) for group in groups]
    for exact in scores(terms, groups):
        positions = {item.position for item in terms.form.items_about(exact.person)}
        secret: list[Place] = []
        for number, group in enumerate(groups):
            for position in sorted(positions.intersection(hidden[group.name])):
                voters = _voters(group, terms.form.items[position], box)
                if voters and position not in silent[group.name]:
                    secret.append(Place(number, position, voters))
        if not secret:
            yield exact
            continue
        step = _safe_step(terms, groups, exact.person, secret)
        yield _rounded(exact, step)


def _voters(group: Group, item: Item, box: Box) -> int:
    """How many of a class may have answered an item: those on whose sheet it is, and its paper."""
    cast = [box.cast[name] for name in group.categories if name in box.cast]
    if not cast:
        return group.ballots
    return sum(len(ballots.asked_of(item)) for ballots in cast) + group.paper


@dataclass(frozen=True)
class Place:
    """A hidden line: of the class of this number, in the item of this position, which `voters` of
    it may have answered.
    """

    group: int
    position: int
    voters: int


def _safe_step(
    terms: Terms, groups: Sequence[Group], person: int, secret: Sequence[Place]
) -> Fraction | None:
    """The finest step at which no hidden line follows from the score, whatever it is; None where
    even the coarsest would tell.

    It is found without looking at the hidden lines, so that the step itself tells nothing.
    """
    blank = list(groups)
    for place in secret:
        line = groups[place.group].counts[place.position]
        best = (place.voters, *(0,) * (len(line) - 1))
        lines = list(blank[place.group].counts)
        lines[place.position] = best
        blank[place.group] = replace(blank[place.group], counts=tuple(lines))
    scores_of_places = [_lines_by_score(terms, blank, person, place) for place in secret]
    for step in COARSER:
        if all(_hides(lines_by_score, step) for lines_by_score in scores_of_places):
            return step
    return None


def _lines_by_score(
    terms: Terms, groups: Sequence[Group], person: int, place: Place
) -> Counter[Score]:
    """How many lines of this place lead to each exact score.

    What the others gave stays, and lines of one mean are one: only their number counts.
    """
    item = terms.form.items[place.position]
    width = len(groups[place.group].counts[place.position])
    lines_by_mean = Counter(mean(terms, item, line) for line in _lines(place.voters, width))
    means = means_of(terms, groups, person)
    lines_by_score: Counter[Score] = Counter()
    for average, lines in lines_by_mean.items():
        means[place.position][place.group] = average
        lines_by_score[score_from(terms, groups, person, means)] += lines
    return lines_by_score


def _hides(lines_by_score: Mapping[Score, int], step: Fraction) -> bool:
    """Whether each score that is shown in such steps is that of several lines."""
    lines_by_rounded: Counter[Score] = Counter()
    for score, lines in lines_by_score.items():
        lines_by_rounded[_rounded(score, step)] += lines
    return min(lines_by_rounded.values()) >= ENOUGH


def _lines(ballots: int, width: int) -> Iterator[Counts]:
    """The lines that so many people may fill: all of them, or of many people those at both ends,
    where there are the fewest others with the same score.
    """
    if comb(ballots + width, width) <= MOST_LINES:
        for chosen in combinations_with_replacement(range(width + 1), ballots):
            line = [0] * (width + 1)  # the last column for those who leave it blank
            for column in chosen:
                line[column] += 1
            yield tuple(line[:width])
        return
    last = width - 1
    for end, beside in ((0, min(1, last)), (last, max(last - 1, 0))):
        for moved in range(NEAR_THE_END):
            line = [0] * width
            line[end] = ballots - moved
            line[beside] += moved
            yield tuple(line)


def _rounded(score: Score, step: Fraction | None) -> Score:
    """In whole steps; without figures where there is no step."""
    if step is None:
        return Score(score.person, tuple(None for _ in score.rows), None)

    def nearest(value: Fraction | None) -> Fraction | None:
        if value is None:
            return None
        return (value / step + Fraction(1, 2)).__floor__() * step

    return Score(score.person, tuple(map(nearest, score.rows)), nearest(score.total))
