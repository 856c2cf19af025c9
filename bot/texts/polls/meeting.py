"""The meeting: the order of speaking, who reports in writing, speaking time."""

from collections.abc import Sequence

from bot.domain.words import MEETING, OFFICE, SPEECH
from bot.texts.listing import LINES, listed


def seed(value: str) -> str:
    return f"发言顺序将抽签决定，种子为「{value}」。方法：对每位{OFFICE}计算 SHA-256(种子|姓名)，按结果从小到大排列，任何人都可以复核。"


def order_drawn(value: str, names: Sequence[str]) -> str:
    return "\n".join([f"发言顺序（种子「{value}」）：", *listed(_numbered(names))])


def _numbered(names: Sequence[str]) -> list[str]:
    return [f"{number}. {name}" for number, name in enumerate(names, 1)]


def _with_reason(name: str, reason: str) -> str:
    return f"{name}（{reason}）" if reason else name


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
        f"{MEETING}发言顺序（{how}，{COMMENTS[comments]}）：",
        *listed(_numbered(speakers), LINES - 4),
    ]
    if written:
        names = [_with_reason(name, reason) for name, reason in written]
        lines.append(f"书面{SPEECH}：{'、'.join(names)}")
    if guests:
        lines.append(f"嘉宾：{'、'.join(guests)}")
    lines.append(f"改为书面{SPEECH}：「会议 姓名 书面 原因」。发言计时：「发言」。")
    if not drawn:
        lines[-1] += "抽签：先发送「会议 种子 任意文字」公布种子，再发送「会议 抽签」。"
    return "\n".join(lines)


def seed_in_force(value: str) -> str:
    return f"种子「{value}」已在群里公布，发送「会议 抽签」按它排出顺序。"


def seed_stays(value: str, other: str) -> str:
    return f"种子「{value}」已经在群里公布，不能再换成「{other}」。发送「会议 抽签」按它排出顺序。"


def now_written(name: str) -> str:
    return f"已记下：{name}书面{SPEECH}。"


def now_on_site(name: str) -> str:
    return f"已记下：{name}现场{SPEECH}。"
