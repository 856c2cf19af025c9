"""The written form: what a keyboard leaves between characters."""

import pytest

from bot.dispatch.understanding.writing import unspaced


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("第三 条 办 完 了", "第三条办完了"),
        ("开会 那天 我 来 不了 请 假", "开会那天我来不了请假"),
        ("no.4 做 完 了 12 个 人", "no.4做完了12个人"),
        # Names, grades and whole words stand apart on purpose.
        ("定等 王建国 好", "定等 王建国 好"),
        ("王建国 好 张敏 较好", "王建国 好 张敏 较好"),
        ("受理 三支部 四支部 五支部", "受理 三支部 四支部 五支部"),
        ("会议通知 12月21日 14:00 三楼会议室", "会议通知 12月21日 14:00 三楼会议室"),
        ("平时 老孙 爱学习", "平时 老孙 爱学习"),
    ],
)
def test_spaces_within_words_are_left_out(typed: str, read: str) -> None:
    assert unspaced(typed) == read
