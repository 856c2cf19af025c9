"""The reminder ledger in words: what somebody was, or was not, reminded of, and why."""

from collections.abc import Sequence

GROUP = "系群"
VACANT = "（暂缺书记）"
KINDS = {
    "notice": "通知",
    "deadline": "倒计时",
    "report": "述职报告",
    "calendar": "放假安排",
    "rectification": "整改进展",
    "effect": "跟踪问效",
    "bulletin": "整改通报",
}
OUTCOMES = {
    "planned": "已安排",
    "pending": "将随当天消息发出",
    "sending": "正在发出",
    "sent": "已发出",
    "failed": "没有送达",
    "skipped": "没有发",
}


def kind(item: str) -> str:
    """Items of rectification carry their number behind a colon."""
    return KINDS.get(item.partition(":")[0], "其他事项")


def outcome(state: str, reasons: Sequence[str]) -> str:
    return OUTCOMES[state] + (f"（{'；'.join(reasons)}）" if reasons else "")


def line(day: str, what: str, became: str) -> str:
    return f"· {day} {what}：{became}"


def mine(lines: Sequence[str]) -> str:
    return "\n".join(["最近为您安排的提醒：", *lines]) if lines else "还没有为您安排过提醒。"
