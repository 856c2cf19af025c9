"""Questions in words that nobody wrote down."""

import pytest

from bot.dispatch import asked, likeness
from bot.texts.questions import QUESTIONS


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("最终等次由谁来决定", "等次谁定"),
        ("老人家没有智能手机怎么投", "不会用手机怎么办"),
        ("视频参会可以吗", "能线上参加吗"),
        ("谁负责写会议纪要", "会议记录谁写"),
        ("刚接任书记要写报告吗", "刚上任要述职吗"),
        ("可以照着稿子念吗", "要脱稿吗"),
        ("对等次有异议怎么申诉", "对结果不满意怎么办"),
        ("这算不算形式主义", "什么是指尖上的形式主义"),
        ("上级什么时候来检查", "什么时候抽查"),
        ("现场没有网怎么办", "系统坏了怎么办"),
        ("会把我们支部排名吗", "哪个支部最差"),
        ("我能不能评我自己", "能给自己投吗"),
    ],
)
def test_the_nearest_question_is_the_one_that_is_meant(said: str, title: str) -> None:
    (first, score), *_ = likeness.ranked(said)
    assert first.title == title
    assert score >= asked.NEAR


@pytest.mark.parametrize("said", ["", "？", "咕噜喵喵", "报" * 10_000, "把" + "报告" * 30])
def test_nothing_and_too_much_is_near_to_nothing(said: str) -> None:
    assert all(score < asked.NEAR for _, score in likeness.ranked(said))


def test_a_wording_is_nearest_to_its_own_question() -> None:
    for question in QUESTIONS:
        for wording in question.wordings:
            ranked = likeness.ranked(wording)
            _, best = ranked[0]
            own = next(score for one, score in ranked if one is question)
            assert own == pytest.approx(1.0), wording
            assert best == pytest.approx(1.0), wording


@pytest.mark.parametrize("said", ["能不能把结果公布到群里", "帮我催一下谁没交", "退回第三支部"])
def test_a_polite_order_is_no_question(said: str) -> None:
    assert not asked.asks(said)
