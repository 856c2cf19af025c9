"""The canonical form: a command's word and its arguments, which alone is done unasked."""

import pytest

from bot.dispatch.understanding.aliases import names_of
from bot.dispatch.understanding.asking import Asking
from bot.dispatch.understanding.canonical import exact_request
from bot.dispatch.understanding.writing import plain
from tests.dispatch.understanding.casts import INTENTS, NUMBERED, TODAY


def is_exact(said: str) -> bool:
    actor = NUMBERED.people[0]
    asking = Asking(said, plain(said), INTENTS, names_of(NUMBERED), TODAY, actor)
    return exact_request(asking, said, plain(said)) is not None


@pytest.mark.parametrize(
    "said",
    [
        "进展 2 什么意思",
        "进展 2 怎么写",
        "完成 1 怎么写",
        "完成 2 没有",
        "需要帮助 1 怎么办",
        "承诺 怎么写",
        "承诺 是什么",
        "请假 怎么请",
        "交办 第三支部 什么问题",
        "离任 怎么办",
        "退回 第二支部 为什么",
        "核验 第三支部 1 退回 是什么意思",
        "核验 第三支部 1 退回 没有写清楚吗",
    ],
)
def test_whoever_asks_has_ordered_nothing(said: str) -> None:
    assert not is_exact(said)


@pytest.mark.parametrize(
    "said",
    [
        "进展 2 还在想怎么落实到每个小组",
        "完成 1 谁都谈过了",
        "需要帮助 1 不知道怎么开好组织生活会",
        "承诺 每月讲一次党课，讲什么由党员提",
        "请假 没什么大事，出差",
        "更正 2 不是我记的",
        "退回 第二支部 为什么没有数据要写清楚，请补上",
        "退回 第二支部 没有写清原因是什么",
        "核验 第三支部 1 退回 没有写做了什么",
        "核验 第三支部 1 退回：只写了开会，没有说解决了哪些",
    ],
)
def test_what_only_holds_a_word_of_asking_is_its_text(said: str) -> None:
    assert is_exact(said)


def test_a_branch_to_be_put_in_order_is_canonical_with_all_its_fields() -> None:
    """「一支部一策」, the plan's own words, was read as the name of a branch (S8)."""
    fields = "原因：组织生活不正常；措施：一支部一策；责任人：赵明；时限：12月30日"
    assert is_exact(f"软弱涣散 第二支部 {fields}")
