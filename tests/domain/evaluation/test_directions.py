"""What leaders found lacking and of which nothing says how it is to become better (S32)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.evaluation.drafting import is_near, is_same_matter, without_direction
from bot.domain.evaluation.opinion import Half, Sentence


def lacking(text: str, *, said: bool = True) -> Sentence:
    return Sentence(Half.LACKING, text, "李院长", said=said)


def direction(text: str, *, said: bool = False) -> Sentence:
    return Sentence(Half.DIRECTION, text, "报告", said=said)


TALKS = lacking("谈心谈话不够经常。")
RECORDS = lacking("会议记录不全。")


@pytest.mark.parametrize(
    ("sentences", "undirected"),
    [
        ([TALKS], [TALKS.text]),
        ([TALKS, RECORDS], [TALKS.text, RECORDS.text]),
        ([TALKS, RECORDS, direction("每月谈心3人。")], [RECORDS.text]),  # of the same matter
        ([RECORDS, direction("会议记录要全。")], []),  # in nearly the same words
        ([TALKS, direction("多开座谈会。")], [TALKS.text]),
        ([TALKS, RECORDS, direction("多开座谈会。", said=True)], []),  # a leader's own advice
        ([lacking("谈心不够。", said=False)], []),  # the secretary's own words
        ([Sentence(Half.ACHIEVED, "谈心谈话经常。", "李院长")], []),
        ([], []),
    ],
)
def test_what_nothing_says_how_to_mend(sentences: list[Sentence], undirected: list[str]) -> None:
    assert without_direction(sentences) == undirected


@pytest.mark.parametrize(
    ("first", "second", "near"),
    [
        ("谈心谈话偏少", "谈心谈话还是偏少", True),
        ("谈心谈话偏少", "读书学习偏少", False),
        ("谈，心谈话", "谈心谈话", True),
        ("少", "少", True),
        ("少", "多", False),
        ("少", "偏少", False),
    ],
)
def test_sentences_that_say_nearly_the_same(first: str, second: str, near: bool) -> None:
    assert is_near(first, second) is near
    assert is_near(second, first) is near


@given(st.text(alphabet="谈心话偏少，。", max_size=10))
@settings(max_examples=40)
def test_a_sentence_is_near_itself(text: str) -> None:
    assert is_near(text, text)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("谈话不够", "每月谈心", True),
        ("台账不全", "记录要细", True),
        ("谈话不够", "台账不全", False),
        ("天气", "天气", False),
    ],
)
def test_matters_of_a_branchs_work(first: str, second: str, same: bool) -> None:
    assert is_same_matter(first, second) is same
