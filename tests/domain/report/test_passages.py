"""The first words by which a point is known on a card."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.report.passages import Passage


@pytest.mark.parametrize(
    ("text", "first_words"),
    [
        ("理论学习不够系统。我读原著时断时续。", "理论学习不够系统"),
        ("谈心谈话不够经常；走访也少。", "谈心谈话不够经常"),
        ("活动形式单一：全年6次是读文件。", "活动形式单一"),
        ("活动形式单一\n全年6次是读文件", "活动形式单一"),
        ("问题一：理论学习不够系统。", "理论学习不够系统"),
        ("存在的问题：理论学习不够系统。", "理论学习不够系统"),
        ("第二个问题: 谈心少。", "谈心少"),
        ("整改措施：每月谈心一次。", "每月谈心一次"),
        ("针对第一条问题：每月谈心。", "每月谈心"),
        ("原因是要求不严。", "要求不严"),
        ("原因是否找准，我没有细想。", "原因是否找准，我没有细想"),
        ("下一步，每月谈心。", "每月谈心"),
        ("问题：", "问题"),  # a label alone is all there is
        ("党建：抓得不紧。", "党建"),
        ("", ""),
    ],
)
def test_a_point_is_known_by_its_first_clause_without_its_label(
    text: str, first_words: str
) -> None:
    assert Passage(text, 0).first_words == first_words


@pytest.mark.parametrize(
    ("length", "first_words"),
    [(29, "党" * 29), (30, "党" * 30), (31, "党" * 29 + "…"), (90, "党" * 29 + "…")],
)
def test_first_words_fit_a_card(length: int, first_words: str) -> None:
    assert Passage("党" * length, 0).first_words == first_words


@given(st.text(alphabet="问题一二原因措施是：。；\n党建", max_size=80))
@settings(max_examples=80)
def test_first_words_are_one_short_line_of_the_text(text: str) -> None:
    first_words = Passage(text, 0).first_words
    assert len(first_words) <= 30
    assert "\n" not in first_words
    assert first_words.rstrip("…") in text
