"""A poll that came to nothing: why, and what to do next."""

from bot.domain.polls.poll import VoidReason
from bot.domain.words import UNIT

WHY: dict[str, str] = {
    VoidReason.KEYS_LOST: "选票的密钥不在了（例如恢复了备份，或换了一台服务器），已收到的票再也打不开",
    VoidReason.MISMATCH: "清点时票数与名单对不上",
    VoidReason.QUORUM: "参加人数没有达到方案的要求",
    VoidReason.NOBODY: "没有人参加",
    VoidReason.WITHDRAWN: "由两位同志确认作废",
}


def why(reason: str) -> str:
    return WHY.get(reason, "清点没有完成")


def void(code: str, subjects: str, reason: str) -> str:
    return f"编号 {code}（{subjects}）的测评作废：{why(reason)}。各位的票不计入，将重新测评，届时请再投一次。"


def next_evaluation(reason: str, *, sheet: bool) -> str:
    """`sheet` where all were on one."""
    again = "“开始测评”加姓名"
    if sheet:
        again = "“发测评表”"
    return f"{_first(reason)}重新测评请发送{again}。"


def next_satisfaction(reason: str) -> str:
    return f"{_first(reason)}重新测评请发送“满意度 {UNIT}”。"


def _first(reason: str) -> str:
    if reason == VoidReason.KEYS_LOST:
        return "请先请系统管理员检查密钥目录（shuzhi doctor 会说明）；密钥不在备份里，恢复备份也找不回来。"
    return ""
