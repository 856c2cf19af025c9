"""What an author's sentence puts right of the pairs of his report (S19, S30)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pairing import (
    Change,
    Correction,
    CorrectionUnclear,
    Row,
    RowUnknown,
    corrected,
    read_correction,
)

TODAY = date(2026, 12, 20)
JUNE = date(2027, 6, 30)
ROWS = (
    Row(1, "学习不够", "重视不够", "6月底前每月学一次", due=JUNE),
    Row(2, "谈心不多", "时间不够", "逐一谈心"),
    Row(4, "调研不深", "走得不远", "每月去一个教研室"),
)


@pytest.mark.parametrize(
    ("said", "change", "words"),
    [
        ("措施改为每月开一次会", Change.MEASURE, "每月开一次会"),
        ("措施应该是：每月开一次会。", Change.MEASURE, "每月开一次会"),
        ("措施第2条改为每月开一次会", Change.MEASURE, "每月开一次会"),
        ("原因是我自己重视不够", Change.CAUSE, "我自己重视不够"),
        ("问题 换成 谈心谈话走过场", Change.PROBLEM, "谈心谈话走过场"),
    ],
)
def test_a_part_gets_the_words_that_were_said(said: str, change: Change, words: str) -> None:
    assert read_correction(said, TODAY) == Correction(change, words)


@pytest.mark.parametrize("said", ["时限改到6月底", "期限定在2027年6月30日", "时间是明年6月前"])
def test_of_a_last_day_the_day_alone_is_kept(said: str) -> None:
    assert read_correction(said, TODAY) == Correction(Change.DUE, day=JUNE)


@pytest.mark.parametrize("said", ["不要这条", "删掉", "这不是问题，去掉", "这条不算问题"])
def test_a_row_may_be_left_out(said: str) -> None:
    assert read_correction(said, TODAY) == Correction(Change.LEFT_OUT)


@pytest.mark.parametrize(
    "said", ["", "好的", "时限改到以后再说", "期限放宽", "问题写错了", "措施不对"]
)
def test_what_names_no_part_or_no_day_is_asked_back(said: str) -> None:
    with pytest.raises(CorrectionUnclear):
        read_correction(said, TODAY)


@pytest.mark.parametrize("number", [0, -1, 4, 99])
def test_a_row_that_is_not_there_is_told_with_how_many_there_are(number: int) -> None:
    with pytest.raises(RowUnknown) as refused:
        corrected(ROWS, number, Correction(Change.LEFT_OUT))
    assert (refused.value.number, refused.value.rows) == (number, 3)


def test_a_new_measure_does_not_keep_the_day_of_the_old_one() -> None:
    first, *_ = corrected(ROWS, 1, Correction(Change.MEASURE, "学一次算一次"))
    assert (first.measure, first.due) == ("学一次算一次", None)
    assert first.due_day(TODAY) is None
    assert ROWS[0].due_day(TODAY) == JUNE


@given(
    number=st.integers(1, len(ROWS)),
    correction=st.one_of(
        st.builds(
            Correction,
            st.sampled_from([Change.PROBLEM, Change.CAUSE, Change.MEASURE]),
            st.text("甲乙丙", min_size=1),
        ),
        st.builds(Correction, st.just(Change.DUE), day=st.dates(TODAY, JUNE)),
        st.just(Correction(Change.LEFT_OUT)),
    ),
)
def test_only_the_row_that_was_named_changes(number: int, correction: Correction) -> None:
    rows = corrected(ROWS, number, correction)
    others = [row for row in ROWS if row is not ROWS[number - 1]]
    assert [row for row in rows if row in others] == others
    left_out = correction.change is Change.LEFT_OUT
    assert len(rows) == len(ROWS) - left_out
    assert [row.position for row in rows if row not in others] in ([], [ROWS[number - 1].position])
