"""The meeting: the order of speaking, who reports in writing, speaking time."""

from collections.abc import Sequence
from datetime import datetime


def seed(value: str) -> str:
    return f"发言顺序将抽签决定，种子为「{value}」。方法：对每位书记计算 SHA-256(种子|姓名)，按结果从小到大排列，任何人都可以复核。"


def order_drawn(value: str, names: Sequence[str]) -> str:
    rows = "\n".join(f"{number}. {name}" for number, name in enumerate(names, 1))
    return f"发言顺序（种子「{value}」）：\n{rows}"


COMMENTS = {"each": "一述一评", "together": "集中点评"}


def agenda(
    *,
    speakers: Sequence[str],
    written: Sequence[tuple[str, str]],
    guests: Sequence[str],
    comments: str,
    seed_told: str,
    drawn: bool,
) -> str:
    how = f"抽签，种子「{seed_told}」" if drawn else "名册顺序"
    lines = [
        f"述职评议会发言顺序（{how}，{COMMENTS[comments]}）：",
        *(f"{number}. {name}" for number, name in enumerate(speakers, 1)),
    ]
    if written:
        lines.append("书面述职：" + "、".join(f"{name}（{reason}）" if reason else name for name, reason in written))
    if guests:
        lines.append(f"嘉宾：{'、'.join(guests)}")
    lines.append("改为书面述职：「会议 姓名 书面 原因」。发言计时：「会议 姓名 发言」。")
    if not drawn:
        lines[-1] += "抽签：先发送「会议 种子 任意文字」公布种子，再发送「会议 抽签」。"
    return "\n".join(lines)


def seed_in_force(value: str) -> str:
    return f"种子「{value}」已在群里公布，发送「会议 抽签」按它排出顺序。"


def now_written(name: str) -> str:
    return f"已记下：{name}书面述职。"


def now_on_site(name: str) -> str:
    return f"已记下：{name}现场述职。"


def speech_title(name: str) -> str:
    return f"请{name}述职"


def speech_until(minutes: int, until: datetime) -> str:
    return f"{minutes} 分钟，到 {until:%H:%M}。"


def last_minute(name: str, until: datetime) -> str:
    return f"{name}的发言到 {until:%H:%M} 结束，请准备收尾。"


def speech_over(name: str, *, comment: bool) -> str:
    return f"{name}的发言时间到。" + ("接下来请领导点评。" if comment else "")


def speech_begun(name: str) -> str:
    return f"已开始计时。{name}讲完了可以发送「会议 {name} 发言结束」，开始测评时计时也会停止。"


def speech_ended() -> str:
    return "计时已停止。"
