from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plan import BallotRules, Row
from bot.domain.polls.form import Form, Subject, make_form
from bot.domain.polls.paper import read_batch
from bot.domain.polls.refusals import PaperUnclear
from bot.domain.polls.roll import Category
from bot.domain.polls.tally_sheet import counted
from tests.domain.test_polls.sheets import WANG, terms


@pytest.mark.parametrize(
    "said",
    [
        "A 发10 收9 废1 好5 较好3 一般0 差0",
        "A类 发出10，收回9，废票1：好5、较好3",
        "a发10收9废1较好３好５",
        "A 发:10 收:9 废:1 好:5 较好:3",
    ],
)
def test_a_batch_is_read_whatever_its_form(said: str) -> None:
    batch = read_batch(said, terms())
    assert (batch.category, batch.handed_out, batch.returned, batch.spoilt) == ("A", 10, 9, 1)
    assert (batch.counts, batch.used, batch.void) == (((5, 3, 0, 0),), 8, False)


def test_several_items_are_told_apart() -> None:
    batch = read_batch("B 发5 收5 废0；好5；较好4 差1", terms(rows=("总体评价", "履职")))
    assert batch.counts == ((5, 0, 0, 0), (0, 4, 0, 1))


def test_more_returned_than_handed_out_is_void() -> None:
    assert read_batch("A 发9 收10 废0 好10", terms()).void
    assert not read_batch("A 发10 收10 废0 好10", terms()).void


def test_a_step_whose_word_begins_with_another_ones_is_read_whole() -> None:
    sheet = replace(terms(), form=Form((WANG,), ("总体评价",), ("合格", "合格以上", "不合格")))
    assert read_batch("A 发9 收9 废0 合格以上3 合格4 不合格2", sheet).counts == ((4, 3, 2),)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "A 发10 收9 好5",  # no spoilt ballots named
        "Z 发10 收9 废1 好5",  # no such category
        "A 发10 收9 废1 好9",  # more than came back good
        "A 发10 收9 废1 好5 好3",
        "A 发10 收9 废1 优5",
        "A 发10 收9 废1 好5 优1",
        "A 发10 收9 废1 好5；差1",  # two items on a form with one
        "A 发10 收1 废2 好0",
    ],
)
def test_what_is_not_clear_is_refused(said: str) -> None:
    with pytest.raises(PaperUnclear):
        read_batch(said, terms())


@pytest.mark.parametrize("said", ["好5；好6", "好6；好5", "好5；", "好5"])
def test_every_item_must_be_clear(said: str) -> None:
    with pytest.raises(PaperUnclear):
        read_batch(f"B 发5 收5 废0；{said}", terms(rows=("总体评价", "履职")))


LONG_NAMES = terms(weights=[("A1", Fraction(1, 2)), ("服务对象", Fraction(1, 2))])


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("A1 发10 收9 废1 好5", "A1"),
        ("a1类 发10收9废1好5", "A1"),
        ("服务对象 发10 收9 废1 好5", "服务对象"),
        ("服务对象类发10收9废1好5", "服务对象"),
    ],
)
def test_a_category_may_have_a_name_of_any_length(said: str, category: str) -> None:
    assert read_batch(said, LONG_NAMES).category == category


def test_the_example_names_a_category_of_the_poll() -> None:
    with pytest.raises(PaperUnclear) as refused:
        read_batch("A 发10 收9 废1 好5", LONG_NAMES)
    assert refused.value.category == "A1"


def test_marks_are_entered_by_how_often_each_was_given() -> None:
    form = make_form((WANG,), BallotRules(rows=(Row("德", marks=True),)))
    batch = read_batch("A 发10 收9 废1 95分3票、88分2 60×1", replace(terms(), form=form))
    (line,) = batch.counts
    assert (line[95], line[88], line[60], sum(line)) == (3, 2, 1, 6)
    with pytest.raises(PaperUnclear):
        read_batch("A 发10 收9 废1 101分3", replace(terms(), form=form))


def test_a_class_fills_in_its_own_rows_on_paper_too() -> None:
    rows = (Row("总体", classes=("A",)), Row("满意度", classes=("B",)))
    sheet = replace(terms(), form=make_form((WANG,), BallotRules(rows=rows)))
    assert read_batch("B 发5 收5 废0 好5", sheet).counts == ((0, 0, 0, 0), (5, 0, 0, 0))


SHEET = Form(
    tuple(
        Subject(number, name, "第一支部")
        for number, name in enumerate(("王文例", "王文", "李思样"), 1)
    ),
    ("总体评价",),
    ("好", "较好", "一般", "差"),
)
LINE = st.tuples(*(st.integers(0, 4) for _ in SHEET.steps))


@given(
    st.tuples(*(LINE for _ in SHEET.subjects)),
    st.permutations(range(len(SHEET.subjects))),
    st.sampled_from([" ", "：", "，"]),
    st.sampled_from(["；", "\n", "。", "，"]),
)
def test_every_subject_keeps_its_numbers_in_any_order(
    counts: tuple[tuple[int, ...], ...], order: list[int], gap: str, separator: str
) -> None:
    """Also where one name begins like another."""
    said = separator.join(
        f"{SHEET.subjects[place].name}{gap}"
        + gap.join(f"{step}{n}" for step, n in zip(SHEET.steps, counts[place], strict=True))
        for place in order
    )
    sheet = replace(terms(), form=SHEET)
    batch = read_batch(f"B类 收回20份 有效16份：{said}", sheet)
    assert batch.counts == counts
    assert (batch.handed_out, batch.returned, batch.used) == (20, 20, 16)


def test_marks_are_told_with_how_many_gave_them() -> None:
    rows = (Row("总体评价", marks=True, full=100),)
    sheet = replace(terms(), form=Form((WANG,), ("总体评价",), ("好",), row_rules=rows))
    (line,) = read_batch("A 收4 有效4 95分3 90分", sheet).counts
    assert {mark: number for mark, number in enumerate(line) if number} == {95: 3, 90: 1}
    with pytest.raises(PaperUnclear):
        read_batch("A 收4 有效4 101分3", sheet)


def test_a_class_goes_by_its_whole_name() -> None:
    category = Category("教职工代表", "教职工代表", Fraction(1), 12)
    sheet = replace(terms(), categories=(category,))
    assert read_batch("教职工代表 收回5 有效5 好5", sheet).category == "教职工代表"


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_refused(said: str) -> None:
    with suppress(PaperUnclear):
        batch = read_batch(said, replace(terms(), form=SHEET))
        assert all(sum(line) <= batch.used for line in batch.counts)


@pytest.mark.parametrize(
    ("words", "number"),
    [("正正下", 13), ("12", 12), ("正 正 一 11", 11), ("", None), ("／", None), ("止", 4)],
)
def test_strokes_and_figures_are_counted(words: str, number: int | None) -> None:
    assert counted(words) == number
