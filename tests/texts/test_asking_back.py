"""The question whether an act is meant: one sentence, in which all stands that was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.words import STANDARD, filled
from bot.texts.asking_back import SENTENCES, counted, is_this_right, sentence

SLOTS = ("branch", "person", "subject", "date", "days", "n", "grade", "text", "anonymous")
said_of_it = st.dictionaries(st.sampled_from(SLOTS), st.text("甲乙丙丁 12月", min_size=1))


@pytest.mark.parametrize(
    ("word", "said", "asked"),
    [
        ("延期", {"branch": "第三支部", "days": "2天"}, "把第三支部的截止日期延后2天"),
        ("催交", {}, "提醒还没交的书记交述职报告"),
        (
            "定等",
            {"person": "王文例", "grade": "较好", "text": "会议复议"},
            "把王文例的等次定为“较好”，理由：会议复议",
        ),
        (
            "受理",
            {"branch": "第二支部", "text": "写得实在"},
            "审核通过第二支部的述职报告（写得实在）",
        ),
        ("状态图", {}, "状态图"),
        (
            "反馈",
            {"text": "公示的数字不对", "anonymous": "匿名"},
            "匿名提交您的意见：公示的数字不对",
        ),
    ],
)
def test_an_act_is_asked_back_as_a_colleague_repeats_it(
    word: str, said: dict[str, str], asked: str
) -> None:
    assert filled(is_this_right(word, said), STANDARD) == f"您是要办这件事吗：{asked}"


@given(word=st.sampled_from([*SENTENCES, "整改", "导出"]), said=said_of_it)
def test_nothing_that_was_said_is_left_out(word: str, said: dict[str, str]) -> None:
    written = sentence(word, said)
    assert all(value in written for value in said.values())
    assert "{" not in written


def test_counts_have_their_measure_words() -> None:
    assert counted("延期", "days", "2") == "2天"
    assert counted("进展", "n", "3") == "第3条"
    assert counted("反馈", "anonymous", "True") == "匿名"
    assert counted("退回", "text", "写得空") == "写得空"


def test_of_a_draw_the_number_tells_how_many() -> None:
    assert is_this_right("抽查", {"n": counted("抽查", "n", "2")}).endswith("随机抽查2个")
