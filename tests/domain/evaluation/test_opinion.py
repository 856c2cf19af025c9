import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evaluation.opinion import (
    Half,
    Opinion,
    Sentence,
    read_back,
)
from bot.domain.evaluation.refusals import SentenceUnknown
from bot.domain.manuscript import Manuscript, Paragraph, Place


def written(*lines: str) -> Manuscript:
    return Manuscript("docx", tuple(Paragraph(line) for line in lines))


def test_sentences_are_changed_dropped_and_added_by_number() -> None:
    made = Opinion().added(Half.LACKING, "甲。乙。", "x").added(Half.ACHIEVED, "丙", "x")
    assert [one.text for one in made.sentences] == ["丙。", "甲。", "乙。"]
    assert made.changed(2, "丁", "y").sentences[1] == Sentence(Half.LACKING, "丁。", "y")
    assert [one.text for one in made.dropped(1).sentences] == ["甲。", "乙。"]
    assert [one.text for one in made.dropped(3).sentences] == ["丙。", "甲。"]
    assert made.dropped(1).empty_halves == (Half.ACHIEVED,)
    for number in (0, 4, -1):
        with pytest.raises(SentenceUnknown):
            made.changed(number, "丁", "y")
        with pytest.raises(SentenceUnknown):
            made.dropped(number)


def test_the_direction_may_be_left_out() -> None:
    assert (
        Opinion(
            (Sentence(Half.ACHIEVED, "甲。", ""), Sentence(Half.LACKING, "乙。", ""))
        ).empty_halves
        == ()
    )
    assert Opinion().empty_halves == (Half.ACHIEVED, Half.LACKING)


def test_an_edited_file_is_read_by_its_headings_and_forgives_the_usual_changes() -> None:
    before = Opinion(
        (Sentence(Half.ACHIEVED, "讲党课六次。", "甲"), Sentence(Half.LACKING, "调研少。", "甲"))
    )
    manuscript = Manuscript(
        "docx",
        (
            Paragraph("王文例同志综合评价意见"),
            Paragraph("综合平时掌握等情况，提出如下意见："),
            Paragraph("一、主要成绩"),
            Paragraph("1．讲党课六次。"),
            Paragraph("（2）联系群众多；带头学习"),
            Paragraph("二、存在问题："),
            Paragraph("调研偏少。"),
            Paragraph("表中的话。", Place.TABLE),
            Paragraph("三、努力方向"),
            Paragraph(""),
            Paragraph("依据"),
            Paragraph("1 平时掌握", Place.TABLE),
            Paragraph("示例系"),
        ),
    )
    made = read_back(manuscript, before, "手改")
    assert [(one.half, one.text, one.source) for one in made.sentences] == [
        (Half.ACHIEVED, "讲党课六次。", "甲"),
        (Half.ACHIEVED, "联系群众多。", "手改"),
        (Half.ACHIEVED, "带头学习。", "手改"),
        (Half.LACKING, "调研偏少。", "手改"),
    ]


def test_what_is_not_written_is_not_read() -> None:
    made = read_back(
        written("一、肯定成绩", "（待补充）", "二、指出问题", "问题一"), Opinion(), "手改"
    )
    assert [one.text for one in made.sentences] == ["问题一。"]


@given(st.lists(st.text(max_size=20), max_size=12))
def test_any_file_can_be_read(lines: list[str]) -> None:
    read_back(written(*lines), Opinion(), "手改")
