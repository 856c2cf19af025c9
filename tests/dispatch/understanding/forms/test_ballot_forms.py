"""What is said of ballots: for whom a sheet is, what is asked of a branch, which one is void."""

import pytest

from bot.dispatch.understanding.forms.ballots import (
    AskedOfBranch,
    Step,
    listed_names,
    means_everybody,
    read_asked_of_branch,
    read_withdrawal,
)
from bot.domain.satisfaction import Matter


@pytest.mark.parametrize("said", ["", "全部", "给大家", "发给全体同志", "书记", " 所有人 "])
def test_a_sheet_is_for_all(said: str) -> None:
    assert means_everybody(said)


@pytest.mark.parametrize("said", ["张三", "张三、李四", "第三支部", "给张三"])
def test_a_sheet_is_for_those_who_are_named(said: str) -> None:
    assert not means_everybody(said)


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("张三、李四", ["张三", "李四"]),
        ("张三和李四与王五", ["张三", "李四", "王五"]),
        ("张三 李和平 两位书记", ["张三", "李和平", "两位书记"]),
        ("张三、李四两位", ["张三", "李四两位"]),
        ("张三 李四 两位 吧", ["张三", "李四"]),
    ],
)
def test_names_are_listed(said: str, names: list[str]) -> None:
    assert list(listed_names(said, {"李和平"})) == names


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("", AskedOfBranch(Step.ASK)),
        ("整顿", AskedOfBranch(Step.ASK, Matter.WEAK)),
        ("关于整改情况", AskedOfBranch(Step.ASK, Matter.ITEMS)),
        ("结束", AskedOfBranch(Step.END)),
        ("提前截止测评。", AskedOfBranch(Step.END)),
        ("核对并公布", AskedOfBranch(Step.RELEASE)),
        ("公开结果", AskedOfBranch(Step.RELEASE)),
        ("随便", None),
    ],
)
def test_a_branch_is_asked_and_it_ends(said: str, asked: AskedOfBranch | None) -> None:
    assert read_asked_of_branch(said) == asked


@pytest.mark.parametrize(
    ("said", "withdrawal"),
    [
        ("K12 开错了", (12, "开错了")),
        ("编号k3号：人数不对", (3, "人数不对")),
        ("K12", None),
        ("K12号", None),
        ("K12：", None),
        ("开错了", None),
    ],
)
def test_a_poll_is_taken_back_for_a_reason(said: str, withdrawal: tuple[int, str] | None) -> None:
    assert read_withdrawal(said) == withdrawal
