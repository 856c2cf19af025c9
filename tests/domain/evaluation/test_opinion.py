import pytest

from bot.domain.evaluation.opinion import (
    Half,
    Opinion,
    Sentence,
)
from bot.domain.evaluation.refusals import SentenceUnknown
from bot.domain.manuscript import Manuscript, Paragraph


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


def test_what_semicolons_join_stays_one_sentence_and_figures_stay_whole() -> None:
    made = Opinion().added(Half.ACHIEVED, "讲党课；走访。3、4月集中学习2.5小时。", "x")
    assert [one.text for one in made.sentences] == ["讲党课；走访。", "3、4月集中学习2.5小时。"]
    changed = made.changed(2, "4月学习。5月走访", "y")
    assert [one.text for one in changed.sentences][1:] == ["4月学习。", "5月走访。"]


def test_the_direction_may_be_left_out() -> None:
    assert (
        Opinion(
            (Sentence(Half.ACHIEVED, "甲。", ""), Sentence(Half.LACKING, "乙。", ""))
        ).empty_halves
        == ()
    )
    assert Opinion().empty_halves == (Half.ACHIEVED, Half.LACKING)
