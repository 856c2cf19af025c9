"""Who says that he is there, and where a stranger's name stands in front of a reason."""

import pytest

from bot.dispatch.understanding.forms.attendance import arrives, read_stranger


@pytest.mark.parametrize("said", ["到", "到了", "我到了。", "@述职助手 报到", "来啦！"])
def test_who_comes_says_so(said: str) -> None:
    assert arrives(said)


@pytest.mark.parametrize("said", ["签到", "王文例到了", "到了吗", "快到了"])
def test_what_is_said_of_others_or_later_is_no_arrival(said: str) -> None:
    assert not arrives(said)


@pytest.mark.parametrize(
    ("said", "stranger", "reason"),
    [
        ("王健国 生病", "王健国", "生病"),
        ("赵不在 出差", "赵不在", "出差"),
        ("x99 生病", "x99", "生病"),
        ("王健国书记，外出。", "王健国书记", "外出"),
        ("欧阳小样", "欧阳小样", ""),
        ("生病", "", ""),
        ("出差", "", ""),
        ("高烧", "", ""),
        ("高烧 39度", "", ""),
        ("孩子生病 在医院", "", ""),
        ("", "", ""),
    ],
)
def test_a_name_stands_in_front_of_a_reason(said: str, stranger: str, reason: str) -> None:
    assert read_stranger(said) == (stranger, reason)
