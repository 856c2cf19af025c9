import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.report.points import points_of

STUDY, TALKS, EVENTS = "学习不够深入系统。", "谈心谈话不够经常。", "活动形式单一老套。"


@pytest.mark.parametrize(
    ("text", "points"),
    [
        (f"一是{STUDY}二是{TALKS}", [STUDY, TALKS]),
        (
            f"(一){STUDY}一是读书少。二是讲课少。(二){TALKS}",
            [f"{STUDY}一是读书少。二是讲课少。", TALKS],
        ),
        (f"一是{STUDY}\n二是{TALKS}\n以上问题我将认真整改。", [STUDY, TALKS]),
    ],
)
def test_the_outer_numbers_divide(text: str, points: list[str]) -> None:
    listed = points_of(text)
    assert listed.numbered
    assert [point.text for point in listed.points] == points


@pytest.mark.parametrize(
    ("text", "points"),
    [
        (f"{STUDY}\n{TALKS}", [STUDY, TALKS]),
        ("读书少\n我全年只通读了一本原著。", ["我全年只通读了一本原著。"]),
        (f"对照职责，主要有：\n{STUDY}", [STUDY]),
        ("主要有：学习不够系统；谈心不够经常；活动形式单一。",
         ["学习不够系统；", "谈心不够经常；", "活动形式单一。"]),
        ("短", []),
        ("", []),
    ],
)  # fmt: skip
def test_without_numbers_paragraphs_and_semicolons_divide(text: str, points: list[str]) -> None:
    listed = points_of(text)
    assert not listed.numbered
    assert [point.text for point in listed.points] == points


def test_a_short_line_is_the_heading_of_the_paragraph_behind_it() -> None:
    (point,) = points_of("理论学习方面\n我全年只通读了一本原著。").points
    assert point.text == "理论学习方面\n我全年只通读了一本原著。"


def test_numbers_that_begin_again_are_told() -> None:
    once = points_of(f"一是{STUDY}二是{TALKS}")
    twice = points_of(f"一是{STUDY}二是{TALKS}\n一是{EVENTS}二是{STUDY}")
    assert (once.restarted, once.most) == (False, 2)
    assert (twice.restarted, twice.most) == (True, 4)


@given(st.text(alphabet="一二是（）1.学习不够；。：\n", max_size=80), st.integers(0, 1000))
def test_every_point_stands_where_it_says(text: str, start: int) -> None:
    for point in points_of(text, start).points:
        begin = point.start - start
        assert text[begin : begin + len(point.text)] == point.text
