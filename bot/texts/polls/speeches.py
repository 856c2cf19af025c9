"""Speaking time: the card in the group, the organiser's card, what the clock says."""

from datetime import datetime

from bot.domain.words import SPEECH

CHAIR_TITLE = "发言计时"
ENDED = "已讲完。"
HOW_LONG = "还剩多久"
START, MORE, END, NEXT = (
    "开始计时",
    "加时1分",
    "讲完了",
    "请下一位",
)  # a phone shows four characters


def title(name: str) -> str:
    return f"请{name}{SPEECH}"


def until(minutes: int, end: datetime) -> str:
    return f"{minutes} 分钟，到 {end:%H:%M}。"


def extended(end: datetime) -> str:
    return f"已加时，到 {end:%H:%M}。"


def last_minute_left(end: datetime) -> str:
    return f"最后一分钟，到 {end:%H:%M}。"


def time_over(end: datetime) -> str:
    return f"时间到（{end:%H:%M}）。"


def left(now: datetime, end: datetime) -> str:
    """As of `now`, for a platform on which the card does not change by itself."""
    seconds = int((end - now).total_seconds())
    if seconds <= 0:
        return time_over(end)
    rest = f"还剩约 {-(-seconds // 60)} 分钟" if seconds >= 60 else "还剩不到 1 分钟"
    return f"{rest}（{now:%H:%M} 查看），到 {end:%H:%M}。"


def last_minute(name: str, end: datetime) -> str:
    return f"{name}的发言到 {end:%H:%M} 结束，请准备收尾。"


def over(name: str, *, comment: bool) -> str:
    following = "接下来请领导点评。" if comment else ""
    return f"{name}的发言时间到。{following}"


def begun(name: str) -> str:
    return f"已开始计时。{name}讲完了可以发送「会议 {name} 发言结束」，开始测评时计时也会停止。用按钮计时请发送「发言」。"


STOPPED = "计时已停止。"


def speaking(name: str) -> str:
    return f"{name}正在{SPEECH}"


def chair(now_told: str, following: str, minutes: int) -> str:
    """The organiser's card: what runs, and who comes next."""
    rest = f"下一位：{following}，{minutes} 分钟。" if following else ""
    return "\n".join(line for line in (now_told, rest) if line) or ALL_SPOKEN


ALL_SPOKEN = f"现场{SPEECH}的同志都已发言。"
