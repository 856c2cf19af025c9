"""A batch of paper ballots (S27): class, head, lines and rows, and what is said of what is unclear."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bot.domain.plan import BallotRules, Row
from bot.domain.polls.form import make_form
from bot.domain.polls.paper import Batch, read_batch
from bot.domain.polls.refusals import (
    PaperBeyond,
    PaperClassUnclear,
    PaperHeadUnclear,
    PaperLinesMissing,
    PaperLineUnclear,
    PaperUnclear,
)
from bot.domain.polls.terms import Terms
from tests.domain.test_polls.sheets import LI, WANG, terms

ONE = terms()
TWO = terms(subjects=(WANG, LI))
ROWS = terms(subjects=(WANG, LI), rows=("学习", "作风"))
MERGED = terms(weights=[("A", Fraction(1, 2)), ("B+C", Fraction(1, 2))])


def lines(said: str, sheet: Terms) -> tuple[tuple[int, ...], ...]:
    return read_batch(f"A 收9 废0 {said}", sheet).counts


@pytest.mark.parametrize(
    ("head", "handed_out", "returned", "spoilt"),
    [
        ("发10 收9 废1", 10, 9, 1),
        ("收9 废1", 9, 9, 1),  # as many were handed out as came back
        ("收9 有效8", 9, 9, 1),
        ("收9 有效9", 9, 9, 0),
        ("收9 无效9", 9, 9, 9),
        ("发出10份 收回9份 有效8份 废票1张", 10, 9, 1),
        ("发放：10，收回票数：9，废票：0", 10, 9, 0),
    ],
)
def test_the_head_of_a_batch(head: str, handed_out: int, returned: int, spoilt: int) -> None:
    batch = read_batch(f"A {head} 好0", ONE)
    assert (batch.handed_out, batch.returned, batch.spoilt) == (handed_out, returned, spoilt)
    assert batch.used == returned - spoilt


@pytest.mark.parametrize(
    "head",
    [
        "发10 废1",  # how many came back?
        "收9",
        "收9 废10",
        "收9 有效10",
        "收9 有效8 废2",
    ],
)
def test_a_head_that_does_not_add_up(head: str) -> None:
    with pytest.raises(PaperHeadUnclear):
        read_batch(f"A {head} 好0", ONE)


def test_more_back_than_handed_out_is_void() -> None:
    assert Batch("A", 9, 10, 0, ()).void
    assert not Batch("A", 10, 10, 0, ()).void


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("A类", "A"),
        ("a票", "A"),
        ("A 类", "A"),  # by its title
        ("B", "B+C"),
        ("C", "B+C"),
        ("B+C", "B+C"),
        ("B + C类", "B+C"),
        ("B+C 类", "B+C"),
    ],
)
def test_a_class_goes_by_its_name_its_title_or_its_parts(said: str, category: str) -> None:
    assert read_batch(f"{said} 收9 废0 好5", MERGED).category == category


@pytest.mark.parametrize("said", ["", "Z", "A+B", "AB", "甲"])
def test_a_class_that_is_not_clear(said: str) -> None:
    with pytest.raises(PaperClassUnclear) as refused:
        read_batch(f"{said} 收9 废0 好5", MERGED)
    assert refused.value.classes == ("A", "B+C")


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("王文例 好5 差1；李思样 较好4", ((5, 0, 0, 1), (0, 4, 0, 0))),
        ("李思样 较好4；王文例 好5 差1", ((5, 0, 0, 1), (0, 4, 0, 0))),
        ("好5 差1；较好4", ((5, 0, 0, 1), (0, 4, 0, 0))),  # in the order of the sheet
        ("好5票、差1票\n较好：4份", ((5, 0, 0, 1), (0, 4, 0, 0))),
        ("王文例 好0；李思样 好0", ((0, 0, 0, 0), (0, 0, 0, 0))),
    ],
)
def test_lines_stand_by_name_or_in_the_order_of_the_sheet(
    said: str, counts: tuple[tuple[int, ...], ...]
) -> None:
    assert lines(said, TWO) == counts


@pytest.mark.parametrize(
    ("said", "missing", "twice"),
    [
        ("王文例 好5", ("李思样",), ()),
        ("王文例 好5；李思样 好1；王文例 好2", (), ("王文例",)),
        ("李思样 好1；李思样 好2", ("王文例",), ("李思样",)),
    ],
)
def test_nobody_is_forgotten_or_told_twice(
    said: str, missing: tuple[str, ...], twice: tuple[str, ...]
) -> None:
    with pytest.raises(PaperLinesMissing) as refused:
        lines(said, TWO)
    assert (refused.value.missing, refused.value.twice) == (missing, twice)


@pytest.mark.parametrize(
    "said",
    [
        "王文例 学习 好5 作风 较好4；李思样 学习 好1 作风 差1",
        "王文例 作风 较好4 学习 好5；李思样 作风 差1；学习 好1",
        "王文例 好5，较好4；李思样 好1/差1",
    ],
)
def test_rows_stand_by_title_or_in_their_order(said: str) -> None:
    assert lines(said, ROWS) == ((5, 0, 0, 0), (0, 4, 0, 0), (1, 0, 0, 0), (0, 0, 0, 1))


@pytest.mark.parametrize(
    "part",
    [
        "学习 好5",  # one row is not told
        "学习 好5 学习 好4",
        "好5",
        "好5，较好4，差1",
        "学习 好5 作风 较好4 学习 差1",
    ],
)
def test_a_subject_whose_rows_are_not_clear(part: str) -> None:
    with pytest.raises(PaperLineUnclear):
        lines(f"王文例 {part}；李思样 好1，差1", ROWS)


@pytest.mark.parametrize(
    ("said", "counts"),
    [("总体评价 好5", (5, 0, 0, 0)), ("总体评价：好5", (5, 0, 0, 0)), ("好5", (5, 0, 0, 0))],
)
def test_the_only_row_may_be_named(said: str, counts: tuple[int, ...]) -> None:
    assert lines(f"王文例 {said}；李思样 好0", TWO)[0] == counts


def test_a_title_with_words_before_it_is_part_of_what_was_said() -> None:
    with pytest.raises(PaperLineUnclear):
        lines("王文例 另有总体评价 好5；李思样 好0", TWO)


@pytest.mark.parametrize(
    ("said", "unclear"),
    [
        ("好5 优1", "优1"),
        ("好5 好1", "好5 好1"),
        ("好", "好"),
        ("好5 " + "党" * 30, "党" * 20),
    ],
)
def test_what_could_not_be_read_is_quoted(said: str, unclear: str) -> None:
    with pytest.raises(PaperUnclear) as refused:
        lines(said, ONE)
    assert unclear in str(vars(refused.value))


def test_a_line_holds_no_more_than_the_good_ballots() -> None:
    assert lines("好9", ONE) == ((9, 0, 0, 0),)
    with pytest.raises(PaperBeyond) as refused:
        lines("王文例 好9；李思样 好9 差1", TWO)
    assert "李思样" in vars(refused.value).values()
    with pytest.raises(PaperBeyond):
        read_batch("A 收9 废1 好9", ONE)


def test_a_row_of_another_class_stays_empty() -> None:
    rows = (Row("学习"), Row("作风", classes=("B",)))
    sheet = replace(ONE, form=make_form((WANG,), BallotRules(rows=rows)))
    assert lines("好5", sheet) == ((5, 0, 0, 0), (0, 0, 0, 0))


@pytest.mark.parametrize(
    ("said", "marks"),
    [
        ("10分3票 9分2 0×1", {10: 3, 9: 2, 0: 1}),
        ("10分 9分", {10: 1, 9: 1}),
        ("10x3、9*2", {10: 3, 9: 2}),
        ("10分3 10分1", {10: 4}),
    ],
)
def test_marks_with_how_many_gave_them(said: str, marks: dict[int, int]) -> None:
    rows = (Row("总体", marks=True, full=10),)
    sheet = replace(ONE, form=make_form((WANG,), BallotRules(rows=rows)))
    (line,) = lines(said, sheet)
    assert {mark: times for mark, times in enumerate(line) if times} == marks
    with pytest.raises(PaperLineUnclear):
        lines("11分1", sheet)
