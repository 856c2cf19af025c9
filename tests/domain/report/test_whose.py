"""Whose a report says that it is."""

import pytest

from bot.domain.report.whose import named_instead

OWN = ("第一支部", "王文例")
OTHERS = ("第二支部", "李思样", "研究生支部", "博士研究生支部")
BODY = ["我们与第二支部联合开展了三次主题党日，请李思样同志讲了党课，收到的意见都已经答复。"] * 20


@pytest.mark.parametrize(
    ("beginning", "named"),
    [
        ("我是第二支部书记，现将情况报告如下。", "第二支部"),
        ("我是第二党支部书记，现将情况报告如下。", "第二支部"),
        ("述职人：李思样", "李思样"),
        ("第 二 支 部", "第二支部"),
        (
            "本人为博士研究生党支部书记，现将情况报告如下，请各位领导和同志们评议。",
            "博士研究生支部",
        ),
        ("我是第一支部书记，与第二支部书记同在一个教研室。", ""),
        ("第一支部 王文例", ""),
        (
            "现将2026年度抓基层党建工作情况报告如下，我与第二支部、研究生支部共用一个活动室，请大家评议。",
            "",
        ),
        ("第二支部、研究生支部", ""),
        ("述职报告", ""),
    ],
)
def test_the_author_is_who_is_named_as_such(beginning: str, named: str) -> None:
    paragraphs = ["2026年度抓基层党建述职报告", beginning, *BODY]
    assert named_instead(paragraphs, OWN, OTHERS) == named


def test_a_signature_names_the_author_too() -> None:
    assert named_instead(["述职报告", *BODY, "第二支部书记", "12月5日"], OWN, OTHERS) == "第二支部"
    assert named_instead(["述职报告", *BODY, "第一支部 李思样"], OWN, OTHERS) == ""
    assert named_instead([], OWN, OTHERS) == ""
