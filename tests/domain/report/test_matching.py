from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.report.likeness import pairs_of, share_held, topics_of
from bot.domain.report.matching import Places, match, match_alike

PROBLEMS = (
    "理论学习不够系统，读原著时断时续",
    "谈心谈话不够经常，全年只谈了九人",
    "支部活动形式单一，党员热情不高",
)


@pytest.mark.parametrize(
    ("partners", "places"),
    [
        (("系统学习理论", "坚持谈心谈话", "丰富支部活动"), (0, 1, 2)),
        (("丰富支部活动形式", "系统学习理论，通读原著", "坚持谈心谈话"), (1, 2, 0)),
        (("坚持谈心谈话",), (None, 0, None)),
        (("针对第二、三个问题，每月谈心", "针对第一个问题，读书"), (1, 0, 0)),
        ((), (None, None, None)),
    ],
)
def test_each_partner_answers_one_problem(partners: Sequence[str], places: Places) -> None:
    assert match(PROBLEMS, partners, shared=False) == places


def test_a_shared_partner_answers_what_it_has_words_for() -> None:
    partners = ["坚持谈心谈话，同时系统学习理论，读原著"]
    assert match(PROBLEMS, partners, shared=True) == (0, 0, None)


def test_only_what_is_alike_is_matched_without_order() -> None:
    assert match_alike(PROBLEMS, ["坚持谈心谈话，经常谈心", "修缮门窗"]) == (None, 0, None)


def test_long_lists_are_paired_by_order_alone() -> None:
    many = [f"第{number}项不足" for number in range(70)]
    assert match(many, many[:69], shared=True) == (*range(69), None)
    assert match_alike(many, many) == (None,) * 70


PASSAGES = st.lists(st.text(alphabet="学习谈心活动党费不够经常，。", max_size=12), max_size=6)


@given(PASSAGES, PASSAGES)
def test_nobody_of_the_shorter_list_is_left_over(problems: list[str], partners: list[str]) -> None:
    places = match(problems, partners, shared=False)
    taken = [place for place in places if place is not None]
    assert len(places) == len(problems)
    assert len(set(taken)) == len(taken) == min(len(problems), len(partners))


@pytest.mark.parametrize(
    ("text", "pairs", "topics"),
    [
        ("读原著", {"读原", "原著"}, {"#study"}),
        ("谈心，谈话", {"谈心", "谈话"}, {"#talk"}),
        ("不够", set(), set()),
        ("", set(), set()),
    ],
)
def test_what_a_passage_speaks_of(text: str, pairs: set[str], topics: set[str]) -> None:
    assert pairs_of(text) == pairs
    assert topics_of(text) == topics


@pytest.mark.parametrize(
    ("needle", "hay", "share"), [("ab", "b", 0.5), ("", "a", 0), ("a", "a", 1)]
)
def test_the_share_that_is_held(needle: str, hay: str, share: float) -> None:
    assert share_held(set(needle), set(hay)) == share
