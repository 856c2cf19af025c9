"""How much two passages speak about the same thing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.report.likeness import pairs_of, share_held, topics_of

TEXTS = st.text(alphabet="党员谈心学习，。ab读书", max_size=30)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("谈心谈话", {"谈心", "心谈", "谈话"}),
        ("谈心，谈话", {"谈心", "谈话"}),
        ("谈心a谈话", {"谈心", "谈话"}),
        ("问题不够", {"题不"}),  # 问题 and 不够 stand in almost every problem
        ("心", set()),
        ("", set()),
    ],
)
def test_pairs_tell_what_is_spoken_of(text: str, pairs: set[str]) -> None:
    assert pairs_of(text) == pairs


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("读原著、讲党课", {"#study"}),
        ("谈心谈话不够，走访宿舍少", {"#talk", "#visit"}),
        ("民主生活会", {"#meeting"}),
        ("困难党员", {"#care"}),
        ("天气", set()),
    ],
)
def test_topics_are_known_by_any_of_their_words(text: str, topics: set[str]) -> None:
    assert topics_of(text) == topics


@pytest.mark.parametrize(
    ("needle", "hay", "share"),
    [
        ({"谈心", "读书"}, {"谈心"}, 0.5),
        ({"谈心"}, {"谈心", "读书"}, 1.0),
        ({"谈心"}, set(), 0.0),
        (set(), {"谈心"}, 0.0),
    ],
)
def test_the_share_that_is_held(needle: set[str], hay: set[str], share: float) -> None:
    assert share_held(needle, hay) == share


@given(TEXTS, TEXTS)
@settings(max_examples=60)
def test_a_text_is_held_by_itself_and_by_what_holds_it(one: str, other: str) -> None:
    pairs = pairs_of(one)
    assert share_held(pairs, pairs) == bool(pairs)
    assert share_held(pairs, pairs_of(f"{other}。{one}")) == bool(pairs)
    assert 0 <= share_held(pairs, pairs_of(other)) <= 1
