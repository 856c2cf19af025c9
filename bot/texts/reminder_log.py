"""The reminder ledger in words: what somebody was, or was not, reminded of, and why."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from bot.domain.words import HOUSE, MEETING, REPORT

KINDS = {
    "notice": "通知",
    "deadline": "倒计时",
    "report": REPORT,
    "meeting": MEETING,
    "calendar": "放假安排",
    "todo": "当天待办",
    "rectification": "整改进展",
    "effect": "回访",
    "bulletin": "整改通报",
    "satisfaction": "满意度测评",
}
OUTCOMES = {
    "planned": "已安排",
    "pending": "将随当天消息发出",
    "sending": "正在发出",
    "sent": "已发出",
    "failed": "没有送达",
    "unreached": "等对方先和机器人说一句话",
    "told": "随他的第一句话告知",
    "skipped": "没有发",
}
COLUMNS = (16, 11, 6, 14)  # widths, a Chinese character counting two
LEGEND = """提醒台账：每个事项、每个人、每个时间窗口一行，写明当时的安排和结果。
窗口的写法：2026-12-10-3 是 12月10日前三天的一次，+4 是过后四天的一次；2027-02 是当月的整改询问，/2 是同月再问一次。"""
DECEMBER = "一、报告和倒计时（2026年12月）"
SPRING = "二、整改询问（2027年春）"


def kind(item: str) -> str:
    """Items of rectification carry their number behind a colon."""
    return KINDS.get(item.partition(":")[0], "其他事项")


def item(name: str) -> str:
    """Returns what an item is, with the number that tells items of one kind apart."""
    return "·".join([kind(name), *name.split(":")[1:]])


def addressee(to: str) -> str:
    """Returns a person's name, the group, or a branch that nobody leads."""
    if to == "group":
        return f"{HOUSE}群"
    if to.startswith("branch:"):
        return "（暂缺）"
    return to


def outcome(state: str, reasons: Sequence[str], sent: str = "") -> str:
    """Says what became of a message; `sent` is when it went out."""
    text = OUTCOMES[state]
    if state == "sent" and sent:
        text += f" {sent}"
    if reasons:
        text += f"（{'；'.join(reasons)}）"
    return text


def line(day: str, what: str, became: str) -> str:
    return f"· {day} {what}：{became}"


def mine(lines: Sequence[str]) -> str:
    if not lines:
        return "还没有为您安排过提醒。"
    return "\n".join(["最近为您安排的提醒：", *lines])


def minute(local: datetime) -> str:
    return f"{local:%Y-%m-%d %H:%M}"


def header() -> str:
    return row("时间", "事项", "对象", "窗口", "结果")


def row(planned: str, what: str, who: str, window: str, became: str) -> str:
    cells = [
        text + " " * (width - _width(text))
        for text, width in zip((planned, what, who, window), COLUMNS, strict=True)
    ]
    return "  ".join([*cells, became])


def _width(text: str) -> int:
    """Returns the columns of a terminal that a text takes: two for a Chinese character."""
    wide = [character for character in text if unicodedata.east_asian_width(character) in "WF"]
    return len(text) + len(wide)


def outage(since: str, what: str) -> str:
    return f"—— {since} {what} ——"


def off(until: str) -> str:
    return f"停机，{until} 恢复"


DIED = "程序在群消息送出之后、记录之前中断，随即重启"


def cut_off(until: str) -> str:
    return f"连不上平台，{until} 接通"


ACCOUNT_LOST = "平台不再认识第三支部书记的账号"
