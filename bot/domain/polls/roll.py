"""The roll (step 1): who may vote, in which category, and who is recused."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil

from bot.domain.patterns import pattern
from bot.domain.people import Person
from bot.domain.plan import BallotRules, Scope
from bot.domain.polls.form import Subject
from bot.domain.polls.rating import rates_of
from bot.domain.polls.refusals import BelowQuorum, CategoryTooSmall
from bot.domain.values import dataclass

_BETWEEN = pattern(r"^(?:[\s,，、;；+]|票类|类|和|与|跟|及|把|将)+")
LEAST = 3  # no plan may ask for fewer: of two ballots each voter knows the other


@dataclass(frozen=True)
class Entry:
    """One person on the roll.

    Absent people stand on it too: who comes late is marked, nobody is added or removed.

    `account` is what he votes with in this poll, whatever becomes of the roster meanwhile; None for
    who has none yet. `rates` says whom of the form he rates, as of a `Rater`.
    """

    person: int
    category: str
    account: str | None = None
    present: bool = True
    recused: bool = False
    rates: str = ""

    @property
    def eligible(self) -> bool:
        return self.present and not self.recused


@dataclass(frozen=True)
class Category:
    """A voter category as frozen at the opening; a merged one is named after its parts: `B+C`."""

    id: str
    title: str
    weight: Fraction
    eligible: int
    quorum: Fraction | None = None


Merges = Mapping[str, str]  # category -> name of the merged category that it belongs to


def make_roll(
    people: Sequence[Person],
    subjects: Sequence[Subject],
    merges: Merges,
    present: frozenset[int] | None,
    rules: BallotRules = BallotRules(),  # noqa: B008 - frozen
) -> tuple[Entry, ...]:
    """Everybody with a voter category who rates one of these subjects; guests have none.

    Without an attendance list (None) all count as present.
    """
    by_id = {person.id: person for person in people}
    rated = [
        by_id.get(subject.person) or Person(subject.person, "", subject.name, "")
        for subject in subjects
    ]
    entries: list[Entry] = []
    for person in people:
        rates = rates_of(person, rated, rules)
        if not person.category or (rates and "1" not in rates):
            continue
        only_himself = {subject.person for subject in subjects} == {person.id}
        entries.append(
            Entry(
                person=person.id,
                category=merges.get(person.category, person.category),
                account=person.account or None,
                present=present is None or person.id in present,
                # On a form with several he rates the others.
                recused=only_himself and not rates,
                rates=rates,
            )
        )
    return tuple(entries)


def make_categories(
    rules: BallotRules, merges: Merges, roll: Sequence[Entry]
) -> tuple[Category, ...]:
    """The categories that have anybody to vote, in the order of the plan.

    A category that the plan names and nobody on the roll belongs to votes on paper alone. One that
    the plan does not name votes too and is counted, but without weight.
    """
    eligible = Counter(entry.category for entry in roll if entry.eligible)
    on_roll = {entry.category for entry in roll}
    weights: dict[str, Fraction] = {}
    titles: dict[str, list[str]] = {}
    quorums: dict[str, Fraction] = {}
    for category in rules.categories:
        name = merges.get(category.id, category.id)
        weights[name] = weights.get(name, Fraction(0)) + category.weight
        titles.setdefault(name, []).append(category.title)
        if category.quorum is not None:
            quorums[name] = max(quorums.get(name, Fraction(0)), category.quorum)
    categories: list[Category] = []
    for name in [*weights, *sorted(eligible.keys() - weights.keys())]:
        title = "、".join(titles.get(name, []))
        weight = weights.get(name, Fraction(0))
        if eligible[name] or name not in on_roll:
            categories.append(Category(name, title, weight, eligible[name], quorums.get(name)))
    return tuple(categories)


def small_categories(rules: BallotRules, voters: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The plan's categories that have voters, but too few to be shown by themselves.

    `voters` has the category of every person.
    """
    least = max(rules.minimum, LEAST)
    sizes = Counter(voters)
    return tuple(
        (category.id, sizes[category.id])
        for category in rules.categories
        if 0 < sizes[category.id] < least
    )


def tight_categories(
    rules: BallotRules, voters: Iterable[str], rated: Iterable[str]
) -> tuple[tuple[str, int], ...]:
    """The plan's categories that are just large enough until one of their own is rated.

    `rated` has the categories of those who are evaluated: nobody rates himself, unless the plan
    says so.
    """
    least = max(rules.minimum, LEAST)
    sizes = Counter(voters)
    with_subjects = set(rated)
    return tuple(
        (category.id, least)
        for category in rules.categories
        if sizes[category.id] == least
        and category.id in with_subjects
        and Scope.SELF not in category.rates
    )


def check_sizes(categories: Sequence[Category], minimum: int) -> None:
    """Raises CategoryTooSmall: in a secret poll a handful of people would be recognised."""
    least = max(minimum, LEAST)
    for category in categories:
        if 0 < category.eligible < least:  # nobody at all: they vote on paper
            partners = tuple(
                other.id for other in categories if other is not category and other.eligible
            )
            raise CategoryTooSmall(category.id, category.eligible, least, partners)


def check_quorum(entries: Sequence[Entry], quorum: Fraction | None) -> None:
    """Raises BelowQuorum: at least this share of those who could vote must be there, and in any
    case somebody.
    """
    present = sum(entry.eligible for entry in entries)
    # Nobody rates himself, so whoever could not vote at all takes nothing from the share.
    possible = sum(not entry.recused for entry in entries)
    needed = 1
    if quorum:
        needed = max(ceil(quorum * possible), 1)
    if present < needed:  # people are told the least with which a secret poll makes sense
        raise BelowQuorum(present, max(needed, LEAST))


def read_categories(said: str, known: Iterable[str]) -> tuple[list[str], str]:
    """The known categories that are named, in any words between; and the first name that is none,
    or nothing.
    """
    longest_first = sorted(known, key=len, reverse=True)
    names: list[str] = []
    rest = _BETWEEN.sub("", said.upper())
    while rest:
        name = next((name for name in longest_first if rest.startswith(name)), "")
        if not name:
            return names, re.split(r"[\s,，、;；+]", rest)[0]
        names.append(name)
        rest = _BETWEEN.sub("", rest[len(name) :])
    return names, ""


def merge(merges: Merges, names: Sequence[str]) -> dict[str, str]:
    """Joins categories (and what they were joined with before) under one name."""
    parts = {part for name in names for part in merges.get(name, name).split("+")}
    joined = "+".join(sorted(parts))
    return {**merges, **dict.fromkeys(parts, joined)}
