"""Nobody's choice follows from what was shown: by hand, and by trying all assignments of choices to people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.polls.disclosure import Box, Cast, Disclosure, Line, Shown, disclose, table_of
from bot.domain.polls.form import Subject
from bot.domain.polls.solver import Table, TooLong, _fixed, cells_of, tells
from bot.domain.polls.tally import Counts, Group
from bot.domain.polls.terms import Terms
from tests.domain.test_polls.sheets import STEPS, terms

LEAST = 3
RATED = Subject(1000, "王文例", "第一支部")  # none of the voters
FORM = terms(minimum=LEAST, subjects=(RATED,), rows=("总体评价", "廉洁"))
BLANK = 0


@dataclass(frozen=True)
class Paper:
    category: str
    steps: tuple[int, ...]


@dataclass(frozen=True)
class Held:
    """One poll: who voted, per row 0 for blank and n for the n-th step, and what came on paper."""

    choices: Mapping[int, tuple[int, ...]]
    paper: tuple[Paper, ...] = ()


def counted(lines: Sequence[Sequence[int]], items: int) -> Counts:
    """Counts per row and step from the choices of several people."""
    return tuple(
        tuple(sum(line[item] == step for line in lines) for step in range(1, len(STEPS) + 1))
        for item in range(items)
    )


def cast_of(held: Held, category: str, people: frozenset[int], items: int) -> Cast:
    return Cast(people, counted([held.choices[one] for one in people], items))


def count(
    sheet: Terms, held: Held, classes: dict[str, frozenset[int]], earlier: Sequence[Shown]
) -> Disclosure:
    """What is shown of a poll after others."""
    items, voters = len(sheet.form.items), frozenset(held.choices)
    cast = {
        name: cast_of(held, name, people & voters, items)
        for name, people in classes.items()
        if people & voters
    }
    groups = []
    for name, people in classes.items():
        paper = [one.steps for one in held.paper if one.category == name]
        lines = [held.choices[one] for one in people & voters] + paper
        if lines:
            groups.append(Group((name,), counted(lines, items), (len(lines),), paper=len(paper)))
    return disclose(sheet, groups, Box(cast, earlier))


def shown_of(
    sheet: Terms, told: Disclosure, held: Held, classes: dict[str, frozenset[int]]
) -> list[Line]:
    """The tables of card voters that anybody who knows the paper ballots can read from what was shown."""
    lines = []
    for group in told.groups:
        people = frozenset[int]().union(*(classes[name] for name in group.categories)) & frozenset(
            held.choices
        )
        paper = counted(
            [one.steps for one in held.paper if one.category in group.categories],
            len(sheet.form.items),
        )
        for item in sheet.form.items:
            if item.position in group.hidden:
                continue
            line = [
                all_ - by
                for all_, by in zip(group.counts[item.position], paper[item.position], strict=True)
            ]
            lines.append(Line(item.subject.person, item.row, table_of(people, [line], len(STEPS))))
    return lines


def play(
    sheet: Terms, polls: Sequence[Held], classes: dict[str, frozenset[int]]
) -> list[list[Line]]:
    shown: list[list[Line]] = []
    for held in polls:
        told = count(sheet, held, classes, shown)
        shown.append(shown_of(sheet, told, held, classes))
    return shown


def table(people: Sequence[int], *counts: int) -> Table:
    return Table(frozenset(people), counts)


# --- by hand -----------------------------------------------------------------------------------------------------


def test_people_who_stand_in_the_same_tables_are_one_cell() -> None:
    cells = cells_of([table(range(6)), table(range(5))], [frozenset({0, 1})])
    assert sorted(map(sorted, cells)) == [[0, 1], [2, 3, 4], [5]]


@pytest.mark.parametrize("fewer", [1, 2])
def test_a_ballot_held_again_with_few_fewer_is_not_shown(fewer: int) -> None:
    """Whether or not the others changed their minds."""
    first = table(range(10), 7, 0, 0, 3, 0)
    assert tells([table(range(10 - fewer), 7, 0, 0, 3 - fewer, 0)], [[first]], [], LEAST)
    assert tells([table(range(10 - fewer), 2, 8 - fewer, 0, 0, 0)], [[first]], [], LEAST)
    assert tells(
        [first], [[table(range(10 - fewer), 7, 0, 0, 3 - fewer, 0)]], [], LEAST
    )  # one more is as bad
    assert not tells(
        [table(range(10), 8, 0, 0, 2, 0)], [[first]], [], LEAST
    )  # the same people again
    assert not tells(
        [table(range(7), 5, 0, 0, 2, 0)], [[first]], [], LEAST
    )  # enough are missing, of two minds
    assert tells(
        [table(range(7), 7, 0, 0, 0, 0)], [[first]], [], LEAST
    )  # all who are missing chose the same


def test_a_whole_less_its_parts_leaves_nobody_alone() -> None:
    """Two polls among some each and one among all: no two of the three tell anything."""
    one, two, whole = (
        table(range(5), 3, 2, 0, 0, 0),
        table(range(5, 11), 3, 3, 0, 0, 0),
        table(range(12), 7, 5, 0, 0, 0),
    )
    assert not tells([whole], [[one]], [], LEAST)
    assert not tells([whole], [[two]], [], LEAST)
    assert tells([whole], [[one], [two]], [], LEAST)


def test_a_row_of_another_name_is_compared_by_its_people() -> None:
    sheet, classes = terms(minimum=LEAST, subjects=(RATED,)), {"A": frozenset(range(10))}
    votes = {one: (1 if one % 2 else 2,) for one in range(10)}
    told = [Line(RATED.person, "综合评价", table(range(9), 4, 5, 0, 0, 0))]
    assert count(sheet, Held(votes), classes, [told]).withheld == "subtraction"
    other = [Line(RATED.person + 1, "总体评价", table(range(9), 4, 5, 0, 0, 0))]
    assert count(sheet, Held(votes), classes, [other]).withheld == ""


def test_paper_taken_from_the_total_leaves_no_single_card_voter() -> None:
    """One ballot by card among five on paper: whoever entered those knows the sixth."""
    sheet, classes = (
        terms(minimum=LEAST, subjects=(RATED,)),
        {"A": frozenset({0}), "B": frozenset(range(1, 9))},
    )
    paper = tuple(Paper("A", (step,)) for step in (1, 1, 2, 2, 3))
    held = Held({0: (4,), **{one: (one % 3 + 1,) for one in range(1, 9)}}, paper)
    told = count(sheet, held, classes, [])
    assert [group.categories for group in told.groups] == [("A", "B")]
    alone = Held({0: (4,)}, paper)
    assert count(sheet, alone, classes, []).withheld == "too_few"


def test_a_row_that_one_person_answered_is_hidden_and_the_others_are_shown() -> None:
    held = Held({one: (one % 2 + 1, 4 if one == 5 else BLANK) for one in range(6)})
    told = count(FORM, held, {"A": frozenset(range(6))}, [])
    (group,) = told.groups
    assert (told.withheld, group.hidden) == ("", (1,))
    assert group.counts == ((3, 3, 0, 0), (0, 0, 0, 0))


def test_classes_are_merged_where_that_hides_somebody() -> None:
    """Held again, two of class A stayed away: A alone gives them away, all together does not as others came."""
    sheet, classes = (
        terms(minimum=LEAST, subjects=(RATED,)),
        {"A": frozenset(range(8)), "C": frozenset(range(8, 24))},
    )
    votes = {one: (one % 2 + 1,) for one in range(20)}
    first = count(sheet, Held(votes), classes, [])
    assert [group.categories for group in first.groups] == [("A",), ("C",)]
    again = Held({one: (one % 2 + 1,) for one in range(2, 24)})
    told = count(sheet, again, classes, [shown_of(sheet, first, Held(votes), classes)])
    assert [group.categories for group in told.groups] == [("A", "C")]


def test_a_search_that_would_take_too_long_shows_nothing() -> None:
    """Ninety people in six tables that overlap every which way: the work is bounded, and the answer the safe one."""
    rows = [[who for who in range(90) if (who * step + who // 7) % 5 < 3] for step in range(1, 7)]
    tables = [
        table(row, *(sum((who * who) % 5 == step for who in row) for step in range(5)))
        for row in rows
    ]
    cells = cells_of(tables, ())
    with pytest.raises(TooLong):
        list(_fixed(cells, tables, 5, LEAST))
    assert tells(tables, [], [], LEAST)


# --- all assignments ---------------------------------------------------------------------------------------------

PEOPLE = 6
CLASSES = st.lists(st.sampled_from("AB"), min_size=PEOPLE, max_size=PEOPLE)
MINDS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), min_size=PEOPLE, max_size=PEOPLE)
VOTERS = st.lists(st.frozensets(st.integers(0, PEOPLE - 1), min_size=3), min_size=1, max_size=3)
PAPERS = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(1, 2), st.integers(0, 1)), max_size=2
)


def follows(shown: Sequence[Line], row: str) -> list[int]:
    """People whose choice in this row is the same in all assignments that fit; no assignment is left out."""
    tables = [line.table for line in shown if line.row == row]
    people = sorted(frozenset[int]().union(*(one.people for one in tables)))
    fitting = []
    for guess in product((1, 2, BLANK), repeat=len(people)):
        chosen = dict(zip(people, guess, strict=True))
        if all(
            table_of(one.people, [_line([chosen[who] for who in one.people])], len(STEPS)) == one
            for one in tables
        ):
            fitting.append(guess)
    assert fitting, "the truth fits"
    return [
        who
        for who, minds in zip(people, zip(*fitting, strict=True), strict=True)
        if len(set(minds)) == 1
    ]


def _line(chosen: Sequence[int]) -> list[int]:
    return [sum(one == step for one in chosen) for step in range(1, len(STEPS) + 1)]


@settings(max_examples=100)
@given(CLASSES, MINDS, VOTERS, PAPERS)
def test_nobodys_choice_follows_from_everything_shown(
    names: list[str],
    minds: list[tuple[int, int]],
    voters: list[frozenset[int]],
    paper: list[tuple[str, int, int]],
) -> None:
    """People keep to their minds in all polls, which is what a subtraction counts on. Where a table of enough people is of
    one mind, everybody sees it: that alone is no secret.
    """
    classes = {name: frozenset(who for who in range(PEOPLE) if names[who] == name) for name in "AB"}
    batch = tuple(Paper(name, (first, second)) for name, first, second in paper)
    polls = [Held({who: minds[who] for who in here}, batch) for here in voters]
    shown = [line for poll in play(FORM, polls, classes) for line in poll]
    for row in FORM.form.rows:
        tables = [line.table for line in shown if line.row == row]
        assert all(len(one.people) >= LEAST for one in tables)
        assert all(sum(one.counts[:-1]) in (0, *range(LEAST, PEOPLE + 1)) for one in tables)
        for who in follows(shown, row) if tables else ():
            assert any(one.unanimous and who in one.people for one in tables), (row, who)


@settings(max_examples=100)
@given(
    CLASSES,
    st.lists(
        st.tuples(st.frozensets(st.integers(0, PEOPLE - 1), min_size=3), MINDS),
        min_size=2,
        max_size=3,
    ),
)
def test_also_where_people_change_their_minds_no_few_of_them_are_left_over(
    names: list[str], held: list[tuple[frozenset[int], list[tuple[int, int]]]]
) -> None:
    classes = {name: frozenset(who for who in range(PEOPLE) if names[who] == name) for name in "AB"}
    polls = [Held({who: minds[who] for who in here}) for here, minds in held]
    sets = {line.table.people for poll in play(FORM, polls, classes) for line in poll}
    for one, other in product(sets, sets):
        assert not (other < one and len(one - other) < LEAST)


@given(CLASSES, MINDS, VOTERS)
def test_the_same_poll_held_again_by_the_same_people_is_shown_like_the_first(
    names: list[str], minds: list[tuple[int, int]], voters: list[frozenset[int]]
) -> None:
    classes = {name: frozenset(who for who in range(PEOPLE) if names[who] == name) for name in "AB"}
    held = Held({who: minds[who] for who in voters[0]})
    for first, second in pairwise(play(FORM, [held, held, held], classes)):
        assert first == second


def test_the_two_people_by_whom_one_table_is_larger_are_protected_though_they_differ() -> None:
    first, all_six = table((0, 1, 2), 3, 0), table(range(6), 5, 1)
    four_of_them = table((0, 1, 3, 4), 3, 1)
    assert tells([four_of_them], [[first], [all_six]], [], LEAST)


def test_marks_that_nobody_gave_cost_nothing() -> None:
    marks = [0] * 101
    marks[80], marks[95] = 3, 4
    assert not tells([table(range(7), *marks)], [], [], LEAST)
