"""Whether a sentence asks."""

import pytest

from bot.dispatch.understanding.forms.words import asks


@pytest.mark.parametrize(
    "said",
    [
        "交了吗",
        "可以？",
        "完成没有",
        "到了没",
        "行不行",
        "怎么写",
        "是什么意思",
        "谁负责",
        "讲得怎么样",
        "到什么时候",
        "是哪个支部的",
        "为什么没提醒我",
        "来了几个人",
        "要讲几分钟",
        "能不能晚几天",
        "多少钱",
    ],
)
def test_a_question_is_seen(said: str) -> None:
    assert asks(said)


@pytest.mark.parametrize(
    "said",
    [
        "已和3名党员谈心",
        "场地还没有",
        "谁都谈过了",
        "没什么困难",
        "学习了怎样开好组织生活会",
        "还在想怎么落实到每个小组",
        "系楼302",
        "为每个支部配了书柜",
        "",
    ],
)
def test_what_tells_something_is_no_question(said: str) -> None:
    assert not asks(said)
