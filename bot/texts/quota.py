"""The platform's monthly allowance."""

from collections.abc import Mapping

KINDS = {"api": "接口调用", "webhook": "机器人消息"}


def spent(numbers: Mapping[str, int]) -> str:
    return "本月平台用量：" + "，".join(f"{KINDS.get(kind, kind)} {used} 次" for kind, used in sorted(numbers.items()))


def running_low(kind: str, used: int, limit: int) -> str:
    name = KINDS.get(kind, kind)
    return f"本月{name}已用 {used} 次，额度 {limit} 次。投票和回执优先，提醒会让路；如不够用请联系管理员。"
