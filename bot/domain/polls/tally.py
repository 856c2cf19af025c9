"""Counting and scoring (steps 9 and 11): groups of categories, averages, the weighted score (S28,
S31, S33).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from bot.domain.polls.form import BLANK, FULL_MARKS, Form, Item
from bot.domain.polls.terms import Terms
from bot.domain.values import dataclass

DROPPED = 2  # the highest and the lowest mark

Counts = tuple[tuple[int, ...], ...]  # per item, per step
Means = dict[int, list[Fraction | None]]  # by an item's position, of each group


@dataclass(frozen=True)
class Group:
    """What is counted together: one category, or several where one alone had too few ballots.

    `ballots` includes `paper`. `parts` are the ballots per category, which the roll tells anyway.
    Of `hidden` items (by position) nothing is shown: their counts are nought.
    """

    categories: tuple[str, ...]
    counts: Counts
    parts: tuple[int, ...]
    paper: int = 0
    hidden: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        return "+".join(self.categories)

    @property
    def ballots(self) -> int:
        return sum(self.parts)

    def hiding(self, positions: tuple[int, ...]) -> "Group":
        """Returns the group with nothing to be shown at these positions."""
        return replace(self.without(positions), hidden=positions)

    def without(self, positions: Sequence[int]) -> "Group":
        """Returns the group with nought as all counts at these positions."""
        counts = list(self.counts)
        for position in positions:
            counts[position] = (0,) * len(counts[position])
        return replace(self, counts=tuple(counts))

    def joined(self, other: "Group") -> "Group":
        """Both together; categories of the same name become one."""
        parts = dict(zip(self.categories, self.parts, strict=True))
        for category, ballots in zip(other.categories, other.parts, strict=True):
            parts[category] = parts.get(category, 0) + ballots
        return Group(
            tuple(parts),
            add(self.counts, other.counts),
            tuple(parts.values()),
            self.paper + other.paper,
        )


def add(one: Counts, other: Counts) -> Counts:
    return tuple(
        tuple(a + b for a, b in zip(*rows, strict=True)) for rows in zip(one, other, strict=True)
    )


def gathered(groups: Iterable[Group]) -> list[Group]:
    """Groups of one name made one, as of card and paper ballots of one category."""
    by_name: dict[str, Group] = {}
    for group in groups:
        if group.name in by_name:
            by_name[group.name] = by_name[group.name].joined(group)
        else:
            by_name[group.name] = group
    return list(by_name.values())


def count(form: Form, ballots: Iterable[tuple[str, Sequence[int]]]) -> tuple[Group, ...]:
    """One group per category from (category, choices) of all ballots that are not blank."""
    numbers: Counter[str] = Counter()
    tables: dict[str, list[list[int]]] = {}
    for category, choices in ballots:
        numbers[category] += 1
        if category not in tables:
            tables[category] = [[0] * item.columns for item in form.items]
        for line, choice in zip(tables[category], choices, strict=True):
            if choice != BLANK:
                line[choice - 1] += 1
    groups = []
    for category, table in sorted(tables.items()):
        counts = tuple(tuple(line) for line in table)
        groups.append(Group((category,), counts, (numbers[category],)))
    return tuple(groups)


def in_order(terms: Terms, groups: Iterable[Group]) -> tuple[Group, ...]:
    """The groups in the order of the plan's categories, and the categories within them."""
    places = {category.id: number for number, category in enumerate(terms.categories)}

    def place(category: str) -> int:
        return places.get(category, len(places))  # one that the plan does not name comes last

    sorted_inside = []
    for group in groups:
        ballots = dict(zip(group.categories, group.parts, strict=True))
        categories = tuple(sorted(group.categories, key=place))
        parts = tuple(ballots[category] for category in categories)
        sorted_inside.append(replace(group, categories=categories, parts=parts))
    return tuple(sorted(sorted_inside, key=lambda group: place(group.categories[0])))


@dataclass(frozen=True)
class Score:
    """One secretary's numbers, rounded half up to the plan's decimals.

    None where nobody chose anything.
    """

    person: int
    rows: tuple[Fraction | None, ...]
    total: Fraction | None


def scores(terms: Terms, groups: Sequence[Group]) -> tuple[Score, ...]:
    """From the published counts alone, so that a score tells nothing that they do not."""
    return tuple(score_of(terms, groups, subject.person) for subject in terms.form.subjects)


def score_of(terms: Terms, groups: Sequence[Group], person: int) -> Score:
    """One subject's numbers; whoever is not on the form has none."""
    return score_from(terms, groups, person, means_of(terms, groups, person))


def means_of(terms: Terms, groups: Sequence[Group], person: int) -> Means:
    """What each group gave this subject on average, in each item that asks about him."""
    return {
        item.position: [mean(terms, item, group.counts[item.position]) for group in groups]
        for item in terms.form.items_about(person)
    }


def score_from(terms: Terms, groups: Sequence[Group], person: int, means: Means) -> Score:
    """The numbers to which such means of these groups lead."""
    items = [terms.form.items[position] for position in means]
    rows = [_weighted(terms, list(zip(groups, of_item, strict=True))) for of_item in means.values()]
    return Score(
        person,
        tuple(round_half_up(row, terms.decimals) for row in rows),
        round_half_up(_total(terms, items, rows), terms.decimals),
    )


def _total(terms: Terms, items: Sequence[Item], rows: Sequence[Fraction | None]) -> Fraction | None:
    """The mean of the rows by their weights; rows with full marks add up.

    A row without an answer is left out, and the others keep their proportion.
    """
    whole = sum((_full(item) for item in items), Fraction(0))
    known = [
        (terms.weight_of_row(item), row / _full(item), item)
        for item, row in zip(items, rows, strict=True)
        if row is not None
    ]
    if not known:
        return None
    weights = sum((weight for weight, _, _ in known), Fraction(0))
    share = sum((weight * value for weight, value, _ in known), Fraction(0)) / weights
    if any(item.rules is not None and item.rules.full is not None for item in items):
        return share * whole
    return share * FULL_MARKS


def _full(item: Item) -> Fraction:
    """The full mark of a row; a hundred where it has none of its own."""
    if item.rules is None or item.rules.full is None:
        return Fraction(FULL_MARKS)
    return Fraction(item.rules.full)


def _weighted(terms: Terms, averages: Sequence[tuple[Group, Fraction | None]]) -> Fraction | None:
    """The mean by weight; groups without an answer are left out and the others keep their
    proportion.
    """
    known = [(weight_of(terms, group), mean) for group, mean in averages if mean is not None]
    whole = sum(weight for weight, _ in known)
    if not known:
        return None
    if not whole:
        return sum((mean for _, mean in known), Fraction(0)) / len(known)
    return sum((weight * mean for weight, mean in known), Fraction(0)) / whole


def weight_of(terms: Terms, group: Group) -> Fraction:
    return sum(
        (category.weight for category in terms.categories if category.id in group.categories),
        Fraction(0),
    )


def mean(terms: Terms, item: Item, line: Sequence[int]) -> Fraction | None:
    """What those on average gave who chose anything that counts in the score.

    Of marks the highest and the lowest are left out where the plan says so and others remain.
    """
    counted = []
    for column, number in enumerate(line):
        if number:
            value = terms.value_of(item, column)
            if value is not None:
                counted.append((value, number))
    answers = sum(number for _, number in counted)
    if not answers:
        return None
    summed = sum((value * number for value, number in counted), Fraction(0))
    if item.full is not None and terms.drop_extremes and answers > DROPPED:
        lowest, highest = counted[0][0], counted[-1][0]  # marks stand in their order
        return (summed - lowest - highest) / (answers - DROPPED)
    return summed / answers


def round_half_up(value: Fraction | None, decimals: int) -> Fraction | None:
    """Away from zero at the half, as the plan's readers expect; scores are never negative."""
    if value is None:
        return None
    shift = 10**decimals
    return Fraction((value * shift + Fraction(1, 2)).__floor__(), shift)
