"""What of a result is shown: tables, hidden rows, and the numbers as they are released."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.plan import Row
from bot.domain.polls.form import Subject
from bot.domain.polls.results import Result, pack_groups, unpack_groups, unpack_scores
from bot.domain.polls.tally import Group, Score
from tests.domain.test_polls.sheets import LI, WANG, group, terms


def of_rows(name: str, *rows: tuple[int, ...], hidden: tuple[int, ...] = ()) -> Group:
    return Group((name,), rows, (sum(rows[0]),), hidden=hidden)


TWO = terms(subjects=(WANG, LI))
GROUPS = (
    of_rows("A", (1, 2, 3, 4), (10, 0, 0, 0)),
    of_rows("B", (5, 0, 0, 0), (0, 5, 0, 0), hidden=(1,)),
)
RESULT = Result(TWO, GROUPS, eligible=20, voted=15)
ONE = {"好": 1, "较好": 2, "一般": 3, "差": 4}
FIVE = {"好": 5, "较好": 0, "一般": 0, "差": 0}
TEN = {"好": 10, "较好": 0, "一般": 0, "差": 0}


def test_a_hidden_row_has_no_counts_of_the_class() -> None:
    assert RESULT.table(0) == {"A": ONE, "B": FIVE}
    assert RESULT.table(1) == {"A": TEN}
    assert RESULT.hides_classes(0) == ()
    assert RESULT.hides_classes(1) == ("B",)
    assert not RESULT.hides(1)


def test_a_row_that_every_class_hides_is_hidden() -> None:
    hidden = replace(RESULT, groups=(replace(GROUPS[0], hidden=(1,)), GROUPS[1]))
    assert hidden.hides(1)
    assert not hidden.hides(0)
    assert hidden.table(1) == {}
    assert not replace(RESULT, groups=()).hides(0)


@pytest.mark.parametrize(
    ("subjects", "rows", "shown"),
    [
        ((WANG,), ("总体评价",), ["总体评价"]),
        ((WANG,), ("学习", "作风"), ["学习", "作风"]),
        ((WANG, LI), ("总体评价",), ["王文例", "李思样"]),
        (
            (WANG, LI),
            ("学习", "作风"),
            ["王文例：学习", "王文例：作风", "李思样：学习", "李思样：作风"],
        ),
        (
            (replace(WANG, namesake=True), LI),
            ("总体评价",),
            ["王文例（第一支部）", "李思样"],
        ),
    ],
)
def test_what_the_rows_of_a_released_result_are_called(
    subjects: tuple[Subject, ...], rows: tuple[str, ...], shown: list[str]
) -> None:
    sheet = terms(subjects=subjects, rows=rows)
    lines = ((1, 2, 3, 4),) * len(shown)
    released = Result(sheet, (of_rows("A", *lines),), eligible=10, voted=10).released()
    assert released == {"A": dict.fromkeys(shown, ONE)}


def test_a_form_that_turns_names_its_only_subject() -> None:
    sheet = terms()
    turning = replace(sheet, form=replace(sheet.form, turning=True))
    result = Result(turning, (group("A", 1, 2, 3, 4),), eligible=10, voted=10)
    assert result.released() == {"A": {"王文例": ONE}}


def test_a_class_that_is_shown_nowhere_is_released_without_numbers() -> None:
    hidden = replace(GROUPS[1], hidden=(0, 1))
    released = replace(RESULT, groups=(GROUPS[0], hidden)).released()
    assert released == {"A": {"王文例": ONE, "李思样": TEN}, "B": None}
    assert RESULT.released()["B"] == {"王文例": FIVE}


def test_a_row_is_shown_of_the_classes_that_had_it_on_their_sheet() -> None:
    sheet = terms(rows=("学习", "作风"))
    rows = (Row("学习"), Row("作风", classes=("A",)))
    of_a = replace(sheet, form=replace(sheet.form, row_rules=rows))
    groups = (
        of_rows("A", (1, 2, 3, 4), (1, 2, 3, 4), hidden=(1,)),
        of_rows("B", (5, 0, 0, 0), (0, 0, 0, 0), hidden=(1,)),
    )
    result = Result(of_a, groups, eligible=20, voted=15)
    assert result.hides_classes(1) == ("A",)  # of B there was nothing to hide
    assert result.released() == {"A": {"学习": ONE}, "B": {"学习": FIVE}}
    shown = replace(result, groups=(replace(groups[0], hidden=()), groups[1]))
    assert shown.table(1) == {"A": ONE}


@pytest.mark.parametrize(
    ("groups", "voted", "leaves_out"),
    [
        ((group("A", 1, 2, 3, 4),), 10, False),
        ((group("A", 1, 2, 3, 4),), 11, True),  # somebody left it empty
        ((replace(group("A", 1, 2, 3, 4), paper=2),), 8, False),
        ((replace(group("A", 1, 2, 3, 4), paper=2),), 9, True),
        ((replace(group("A", 1, 2, 3, 4), hidden=(0,)),), 11, False),
        ((), 11, False),
    ],
)
def test_a_row_that_counts_fewer_than_came_back_is_told(
    groups: tuple[Group, ...], voted: int, leaves_out: bool
) -> None:
    assert Result(terms(), groups, eligible=20, voted=voted).leaves_out is leaves_out


def test_marks_are_told_by_their_bands() -> None:
    sheet = terms()
    marks = replace(
        sheet, form=replace(sheet.form, row_rules=(Row("总体评价", marks=True, full=10),))
    )
    given = (1, *(0,) * 8, 2, 3)  # one nought, two nines, three tens
    result = Result(marks, (Group(("A",), (given,), (6,)),), eligible=10, voted=6)
    table = result.table(0)["A"]
    assert list(table.values()) == [5, 0, 0, 0, 1]


def test_scores_of_the_count_go_before_those_of_the_groups() -> None:
    fixed = (Score(1, (Fraction(9, 10),), Fraction(90)), Score(2, (None,), None))
    assert replace(RESULT, fixed_scores=fixed).scores == fixed
    assert {score.person for score in RESULT.scores} == {1, 2}


COUNTS = st.lists(st.integers(0, 30), min_size=4, max_size=4).map(tuple)
PACKED = st.builds(
    lambda counts, paper, hidden: Group(
        ("A",), (counts,), (sum(counts),), paper=paper, hidden=hidden
    ),
    COUNTS,
    st.integers(0, 5),
    st.sampled_from([(), (0,)]),
)
SCORES = st.builds(
    Score,
    st.integers(1, 9),
    st.lists(st.fractions(0, 100) | st.none(), max_size=3).map(tuple),
    st.fractions(0, 100) | st.none(),
)


@given(st.lists(PACKED, max_size=3).map(tuple), st.lists(SCORES, max_size=2).map(tuple))
@settings(max_examples=40)
def test_whatever_was_counted_is_read_back(
    groups: tuple[Group, ...], fixed: tuple[Score, ...]
) -> None:
    packed = pack_groups(groups, fixed)
    assert unpack_groups(packed) == groups
    assert unpack_scores(packed) == fixed
    assert pack_groups(unpack_groups(packed), unpack_scores(packed)) == packed


def test_what_says_nothing_is_not_written() -> None:
    """Digests of earlier versions stay as they were told."""
    assert "hidden" not in pack_groups((group("A", 1, 0, 0, 0),))
    assert "scores" not in pack_groups((group("A", 1, 0, 0, 0),))
    assert "hidden" in pack_groups((GROUPS[1],))
