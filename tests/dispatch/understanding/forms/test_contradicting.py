"""Forms of a message that stand for a command, and where the words tell otherwise."""

import pytest

from bot.dispatch.understanding import Heard, Understanding
from bot.dispatch.understanding.forms.contradicting import contradicts


def heard(word: str) -> Heard:
    return Heard(word, {}, sure=True, because="")


@pytest.mark.parametrize(
    ("said", "meant", "against"),
    [
        ("第一条 弄好咯", "完成", True),
        ("第一条 活动室桌椅上周都换新了 这条算是完了", "进展", True),
        ("第一条 活动室桌椅换了一半", "进展", False),
        ("第一条 还在等批复", "完成", True),
        ("第1条：活动室弄好了，还差桌椅", "进展", False),
        ("第一条 弄好咯", "待办", True),
        ("第一条 还在弄", "待办", False),
    ],
)
def test_the_form_of_progress_does_not_hide_that_something_is_done(
    said: str, meant: str, *, against: bool
) -> None:
    understanding = Understanding((heard(meant),))
    assert contradicts(said, understanding, [heard("进展")]) is against
