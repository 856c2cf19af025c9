"""Speaking time: the organiser's card."""

from datetime import datetime

from bot.domain.words import SPEECH

CHAIR_TITLE = "发言计时"
START, MORE, END, NEXT = (
    "开始计时",
    "加时1分",
    "讲完了",
    "请下一位",
)  # a phone shows four characters


def left(now: datetime, end: datetime) -> str:
    """As of `now`, for a platform on which the card does not change by itself."""
    seconds = int((end - now).total_seconds())
    if seconds <= 0:
        return f"时间到（{end:%H:%M}）。"
    rest = "还剩不到1分钟"
    if seconds >= 60:
        rest = f"还剩约{-(-seconds // 60)}分钟"
    return f"{rest}（{now:%H:%M}查看），到{end:%H:%M}。"


def begun(name: str) -> str:
    return (
        f"已开始计时，大屏上可以看到。{name}讲完了可以发送“会议 {name} 发言结束”，"
        "开始测评时计时也会停止。用按钮计时请发送“发言”。"
    )


STOPPED = "计时已停止。"


def speaking(name: str) -> str:
    return f"{name}正在{SPEECH}"


def chair(time_left: str, following: str, minutes: int) -> str:
    """Returns the organiser's card: what runs, and who comes next."""
    lines = []
    if time_left:
        lines.append(time_left)
    if following:
        lines.append(f"下一位：{following}，{minutes}分钟。")
    return "\n".join(lines) or ALL_SPOKEN


ALL_SPOKEN = f"现场{SPEECH}的同志都已发言。"
