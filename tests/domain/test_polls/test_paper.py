from dataclasses import replace
from fractions import Fraction

import pytest

from bot.domain.plan import BallotRules, Row
from bot.domain.polls.form import Form, make_form
from bot.domain.polls.paper import read_batch
from bot.domain.polls.refusals import PaperUnclear
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
