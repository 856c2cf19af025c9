"""What follows about few people from what was shown: by sums, by the only count that fits, or not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.polls.solver import Cell, Puzzle, Table, cells_of, tells

LEAST = 3


def people(first: int, last: int) -> Cell:
    return frozenset(range(first, last + 1))


FIVE, EIGHT = people(1, 5), people(1, 8)
PAIR, TRIPLE = people(1, 2), people(1, 3)


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ([], False),
        ([Table(frozenset())], False),
        ([Table(people(1, 2))], True),  # fewer than may be shown
        ([Table(people(1, 3))], False),
    ],
)
def test_a_table_of_few_people_tells_what_they_chose(new: list[Table], told: bool) -> None:
    assert tells(new, [], [], LEAST) is told


@pytest.mark.parametrize(
    ("earlier", "told"),
    [
        ([people(1, 5)], False),
        ([people(1, 6)], True),  # one larger than the other by two
        ([people(2, 9)], False),  # neither holds the other
        ([people(1, 8)], False),
    ],
)
def test_the_difference_of_two_tables_may_be_few_people(earlier: list[Cell], told: bool) -> None:
    before = [Table(one) for one in earlier]
    assert tells([Table(EIGHT)], [before], [], LEAST) is told


def test_few_people_may_follow_from_several_tables_though_from_no_two() -> None:
    """Of X+Y, Y+Z, Y and X+Z+S the last two of which nobody asked are S."""
    x, y, z, s = people(1, 5), people(6, 10), people(11, 15), people(16, 17)
    before = [Table(x | y), Table(y | z), Table(y)]
    assert tells([Table(x | z | s)], [before], [], LEAST)
    assert tells([Table(x | z | s)], [before[:1], before[1:]], [], LEAST)  # of several polls
    assert not tells([Table(x | z | s)], [before[:2]], [], LEAST)
    assert not tells([Table(x | z | people(16, 18))], [before], [], LEAST)


@pytest.mark.parametrize(
    ("counts", "classes", "told"),
    [
        ((5, 0), [], False),  # that all are of one mind is no secret
        ((5, 0), [TRIPLE], False),
        ((5, 0), [PAIR], True),  # but of a class too small to be shown it is
        ((4, 1), [PAIR], False),
        ((3, 2), [TRIPLE], False),
    ],
)
def test_of_one_mind(counts: tuple[int, ...], classes: list[Cell], told: bool) -> None:
    assert tells([Table(FIVE, counts)], [], classes, LEAST) is told


def test_what_followed_before_does_not_follow_anew() -> None:
    before = [Table(FIVE, (5, 0))]
    assert not tells([Table(EIGHT, (6, 2))], [before], [PAIR], LEAST)
    assert not tells([Table(EIGHT, (6, 2))], [], [PAIR, FIVE], LEAST)
    # That the three who came were of one mind was not known.
    assert tells([Table(EIGHT, (5, 3))], [before], [], LEAST)


def test_who_changed_his_mind_makes_polls_contradict_each_other() -> None:
    """Then nothing follows from both; what follows from one alone is told."""
    before = [Table(FIVE, (5, 0))]
    assert not tells([Table(FIVE, (2, 3))], [before], [], LEAST)
    assert tells([Table(FIVE, (0, 5))], [before], [PAIR], LEAST)


def test_tables_of_another_width_are_not_compared() -> None:
    before = [Table(FIVE, (5, 0, 0))]
    assert not tells([Table(EIGHT, (5, 3))], [before], [], LEAST)


@pytest.mark.parametrize(
    ("tables", "classes", "cells"),
    [
        ([FIVE], [], [FIVE]),
        ([FIVE, EIGHT], [], [FIVE, people(6, 8)]),
        ([FIVE, people(4, 8)], [], [TRIPLE, people(4, 5), people(6, 8)]),
        ([FIVE], [PAIR], [PAIR, people(3, 5)]),
        ([], [PAIR], [PAIR]),
        ([], [], []),
    ],
)
def test_people_who_cannot_be_told_apart(
    tables: list[Cell], classes: list[Cell], cells: list[Cell]
) -> None:
    found = cells_of([Table(one) for one in tables], classes)
    assert sorted(map(sorted, found)) == sorted(map(sorted, cells))


def test_a_count_that_fits_and_another() -> None:
    puzzle = Puzzle([PAIR, people(3, 5)], [Table(FIVE, (4, 1))], 2)
    first = puzzle.solve()
    assert first is not None
    other = puzzle.differing(0, first[0])
    assert other is not None
    assert other[0] != first[0]
    for counts in (first, other):
        assert [sum(row) for row in counts] == [2, 3]
        assert [sum(column) for column in zip(*counts, strict=True)] == [4, 1]
    fixed = Puzzle([PAIR, people(3, 5)], [Table(FIVE, (5, 0))], 2)
    assert fixed.solve() == [[2, 0], [3, 0]]
    assert fixed.differing(0, [2, 0]) is None
    assert Puzzle([PAIR], [Table(PAIR, (3, 0))], 2).solve() is None


CHOICES = st.lists(st.integers(0, 2), min_size=8, max_size=8)
GROUPS = st.lists(st.frozensets(st.integers(0, 7), min_size=3, max_size=8), min_size=1, max_size=3)


@given(CHOICES, GROUPS)
@settings(max_examples=40)
def test_what_people_really_chose_always_fits(choices: list[int], groups: list[Cell]) -> None:
    tables = [
        Table(group, tuple(sum(choices[one] == step for one in group) for step in range(3)))
        for group in groups
    ]
    cells = cells_of(tables, [])
    counts = Puzzle(cells, tables, 3).solve()
    assert counts is not None
    for table in tables:
        inside = [row for row, cell in zip(counts, cells, strict=True) if cell <= table.people]
        assert tuple(map(sum, zip(*inside, strict=True))) == table.counts
    for number, cell in enumerate(cells):
        real = [sum(choices[one] == step for one in cell) for step in range(3)]
        other = Puzzle(cells, tables, 3).differing(number, real)
        if other is None:
            assert counts[number] == real  # only what was chosen fits
        else:
            assert other[number] != real
