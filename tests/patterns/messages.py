"""Messages that once stopped everything, and as many more as their words allow."""

from collections.abc import Iterator

POLITE_WORDS = "谢谢 辛苦了 拜托了 麻烦您了 请 帮我 好的 公示的 一下 再改 退回去"
COURTESIES = POLITE_WORDS.split()
JOINTS = ("", " ", ",", "。", "和", "、", "再")
SAID_WORDS = (
    "第二支部 三支部 王建国 王书记 老李 他 这个支部 我们支部 退回 受理 延期 定等 较好 好 差 为 判 状态 谁没交 详情 "
    '第三条 完成了 下周五 12月25日 三天后 下 十 一 没 吗 不要 等 说 还有 匿名 反馈 我 @助手 你好 @ ( " \\ 7 · 的'
)
SAID = SAID_WORDS.split()


def known() -> Iterator[str]:
    """Seen to stop the program before its patterns were made linear."""
    yield "王建国定等" + "为" * 60
    yield "进展 第二条 " + "辛苦了" * 40 + "x"
    yield "退回 第二支部 " + "公示的" * 40 + "x"
    yield "退回 第二支部 " + "再改" * 60 + "x"


def grown(length: int) -> Iterator[str]:
    """One word, or a request and one word, as often as `length` characters hold."""
    for word in (*SAID, *COURTESIES):
        for joint in JOINTS:
            yield ((word + joint) * length)[:length]
    for request in (
        "退回",
        "进展 第二条",
        "定等 王建国",
        "点评 第二支部",
        "绑定",
        "平时 王建国",
        "通报 改",
    ):
        for word in (*COURTESIES, " ", "\n", "。", "好", "一", "第"):
            yield f"{request} {word * length}"[: length - 1] + "x"
