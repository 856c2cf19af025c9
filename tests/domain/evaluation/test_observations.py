"""Where the sentences that leaders write go: the table of docs/opinions.md, and what holds for any text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evaluation.observations import remarks_of
from bot.domain.evaluation.opinion import Half, clean

TABLE = Path(__file__).parents[3] / "docs" / "opinions.md"
COLUMNS = (Half.ACHIEVED, Half.LACKING, Half.DIRECTION, Half.UNSORTED)
NOTHING = "–"


def rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cells = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return [row for row in cells if row[0] != "原话"]


def test_the_table_is_long_enough_to_be_trusted() -> None:
    assert len(rows()) >= 60


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_every_sentence_of_the_table_goes_where_it_says(row: list[str]) -> None:
    said, *expected = row
    remarks = remarks_of(said)
    sentences = {
        half: "；".join(remark.text.rstrip("。") for remark in remarks if remark.half is half)
        for half in COLUMNS
    }
    assert [sentences[half] or NOTHING for half in COLUMNS] == expected


def test_headings_may_stand_on_lines_of_their_own() -> None:
    remarks = remarks_of("成绩\n带头讲党课\n联系群众多\n不足\n调研少")
    assert [(remark.half, remark.text) for remark in remarks] == [
        (Half.ACHIEVED, "带头讲党课。"),
        (Half.ACHIEVED, "联系群众多。"),
        (Half.LACKING, "调研少。"),
    ]


@given(st.text(max_size=60))
def test_what_bears_no_mark_is_asked_about(text: str) -> None:
    marked = ("优点", "亮点", "成绩", "不足", "问题", "建议", "希望", "今后", "下一步", "：", ":")
    if any(word in text for word in marked):
        return
    assert {remark.half for remark in remarks_of(text)} <= {Half.UNSORTED}


@given(
    st.lists(
        st.sampled_from(["优点：", "不足：", "希望", "肯干", "，", "；", "。", "但", "调研少"]),
        max_size=12,
    )
)
def test_nothing_that_was_said_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    kept = "".join(remark.text for remark in remarks_of(text))
    assert kept.count("肯干") == text.count("肯干")
    assert kept.count("调研少") == text.count("调研少")
    assert all(clean(remark.text) == remark.text for remark in remarks_of(text))
