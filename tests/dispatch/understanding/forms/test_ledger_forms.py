"""What is said of items of the ledger: numbers, progress, calls, verdicts, visits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.understanding.forms.items import items_from, read_items
from bot.dispatch.understanding.forms.ledger import (
    Completed,
    read_call,
    read_comment,
    read_completed,
    sounds_finished,
    tells_progress,
)
from bot.dispatch.understanding.forms.verification import (
    Verdict,
    Visit,
    read_of_branch,
    read_verdict,
    read_visit,
    read_visits,
)
from tests.dispatch.understanding.casts import NUMBERED

THIRD = NUMBERED.branches[2]


@pytest.mark.parametrize(
    ("said", "items"),
    [
        ("第1条和第3条", (1, 3)),
        ("第一条和第3条", (1, 3)),
        ("1、2，5", (1, 2, 5)),
        ("第十二条及2", (12, 2)),
        ("第2、5条不列", (2, 5)),
        ("第1、1条", (1,)),
        ("第2至5条", (2, 3, 4, 5)),
        ("第一条到第三条和6条", (1, 2, 3, 6)),
        ("1、3~5项", (1, 3, 4, 5)),
        ("第5至2条", (5, 2)),
        ("没有", ()),
    ],
)
def test_items_are_listed_in_figures_and_numerals(said: str, items: tuple[int, ...]) -> None:
    assert read_items(said) == items


@pytest.mark.parametrize(
    ("first", "message", "items"),
    [
        (1, "回访 第三支部 1、2 都有记录", (1, 2)),
        (2, "第2、4和5条还不行：没有记录", (2, 4, 5)),
        (2, "第2条还不行：1、3月没有记录", (2,)),
        (2, "第2到4条还不行：没有记录", (2, 3, 4)),
        (2, "核验 第三支部 2 退回 到12月还没有", (2,)),
        (2, "核验 第三支部 2到12月还不行", (2,)),
        (3, "3月8日回访 第三支部 3、4 都有记录", (3, 4)),
        (1, "第一条还不行", (1,)),
    ],
)
def test_further_items_stand_behind_the_first(
    first: int, message: str, items: tuple[int, ...]
) -> None:
    assert items_from(first, message) == items


@given(st.lists(st.integers(1, 99), min_size=1, max_size=30, unique=True))
def test_a_list_is_read_as_it_was_written(items: list[int]) -> None:
    listed = "、".join(map(str, items))
    assert read_items(f"第{listed}条") == tuple(items)
    assert items_from(items[0], f"第三支部第{listed}条还不行：没有记录") == tuple(items)


@pytest.mark.parametrize(
    ("said", "completed"),
    [
        ("第1条和第3条已完成", Completed((1, 3), "")),
        ("第1、3条都完成了，谈了12人", Completed((1, 3), "谈了12人")),
        ("第一条、第二条均已办结：制度都改好了。", Completed((1, 2), "制度都改好了")),
        ("第1条已完成", None),
        ("都完成了", None),
    ],
)
def test_several_are_done_in_one_sentence(said: str, completed: Completed | None) -> None:
    assert read_completed(said) == completed


@pytest.mark.parametrize(
    ("said", "tells"),
    [
        ("3名实习党员已逐一视频谈话", True),
        ("正在联系，下周开会", True),
        ("已谈话", False),
        ("我的报告已经交了吗", False),
        ("怎么才算已经完成", False),
        ("第2条已经和三人谈话", False),
        ("今天天气非常好啊", False),
    ],
)
def test_a_sentence_tells_progress(said: str, *, tells: bool) -> None:
    assert tells_progress(said) is tells


@pytest.mark.parametrize(
    ("said", "call"),
    [
        ("1 场地还没有落实", (1, "场地还没有落实")),
        ("第2条：场地借不到", (2, "场地借不到")),
        ("第二条需要帮助，缺经费", (2, "缺经费")),
        ("3", (3, "")),
        ("缺经费", (None, "缺经费")),
        ("3个会议室都借不到", (None, "3个会议室都借不到")),
        ("一直借不到场地", (None, "一直借不到场地")),
    ],
)
def test_a_call_for_help_may_name_its_item(said: str, call: tuple[int | None, str]) -> None:
    assert read_call(said) == call


def test_words_of_an_end_and_a_comment_are_seen() -> None:
    assert sounds_finished("3名党员已谈话完毕")
    assert not sounds_finished("正在联系3名党员")
    assert read_comment("点评 第17条") == 17
    assert read_comment("点评不够具体") is None


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("通过", Verdict(passed=True)),
        ("核验通过。", Verdict(passed=True)),
        ("属实", Verdict(passed=True)),
        ("还不行：没有记录", Verdict(passed=False, reason="没有记录")),
        ("退回 还缺谈话记录2条", Verdict(passed=False, reason="还缺谈话记录2条")),
        ("不通过", Verdict(passed=False)),
        (
            "还不行：没有记录，其余都通过",
            Verdict(passed=False, reason="没有记录", rest_passes=True),
        ),
        ("看看", None),
        ("还不行吗", None),
        ("通过了没有", None),
        ("", None),
    ],
)
def test_a_verdict_passes_or_tells_what_is_lacking(said: str, verdict: Verdict | None) -> None:
    assert read_verdict(said) == verdict


def test_a_verdict_may_name_its_branch() -> None:
    said = read_of_branch("第三支部第2、4条还不行：没有记录", NUMBERED.branches)
    assert said is not None
    assert (said.branch, said.item, said.text) == (THIRD, 2, "还不行：没有记录")
    # A name that is written is nobody else's.
    assert read_of_branch("第九支部第2条还不行：没有记录", NUMBERED.branches) is None
    assert read_of_branch("第三支部第2条通过", NUMBERED.branches) is None
    assert read_of_branch("第三支部第2条还不行吗", NUMBERED.branches) is None


@pytest.mark.parametrize("judged", ["保持良好", "成效保持", "还行吧", "没有反弹", "反弹", ""])
def test_a_judgement_alone_tells_of_no_visit(judged: str) -> None:
    assert not read_visit("第三支部", 1, judged, f"问效 第三支部 1 {judged}").tells


@pytest.mark.parametrize(
    ("text", "message", "visit", "held"),
    [
        ("到支部看过，记录3条", "回访 第三支部 1 到支部看过，记录3条", ((1,), "到支部看过，记录3条"), True),
        ("、2 谈话都有记录", "回访 第三支部 1、2 谈话都有记录", ((1, 2), "谈话都有记录"), True),
        ("反弹 台账又断了两个月", "问效 第三支部 1 反弹 台账又断了两个月", ((1,), "反弹 台账又断了两个月"), False),
        ("看了台账，没有发现反弹", "问效 第三支部 1 看了台账，没有发现反弹", ((1,), "看了台账，没有发现反弹"), True),
    ],
)  # fmt: skip
def test_a_visit_tells_what_was_seen(
    text: str, message: str, visit: tuple[tuple[int, ...], str], *, held: bool
) -> None:
    read = read_visit("第三支部", 1, text, message)
    assert (read.items, read.seen) == visit
    assert read.tells
    assert read.held is held


def test_each_line_is_a_visit_to_a_branch() -> None:
    visits = read_visits("回访\n第三支部 1、2 谈话都有记录\n第一支部 1：有反弹，台账断了\n谢谢")
    assert visits == (
        Visit("第三支部", (1, 2), "谈话都有记录"),
        Visit("第一支部", (1,), "有反弹，台账断了"),
    )
