"""The platform's monthly allowance."""

from collections.abc import Mapping
from typing import Protocol

KINDS = {"api": "接口调用", "webhook": "机器人消息"}
LOW = 0.8  # share of an allowance from which the organiser is told


class Spent(Protocol):
    """`allowance` is 0 where it is not known."""

    @property
    def used(self) -> int: ...

    @property
    def allowance(self) -> int: ...


def spent(numbers: Mapping[str, Spent]) -> str:
    """Returns one line; a second one where little is left."""
    parts = []
    for kind, number in sorted(numbers.items()):
        amount = str(number.used)
        if number.allowance:
            amount += f"／{number.allowance}"
        parts.append(f"{KINDS.get(kind, kind)} {amount} 次")
    line = "本月平台用量：" + "，".join(parts)
    if any(
        number.allowance and number.used >= LOW * number.allowance for number in numbers.values()
    ):
        return f"{line}\n用量所剩不多：投票和回执优先，提醒会让路；如不够用请联系管理员。"
    return line


def running_low(kind: str, used: int, limit: int) -> str:
    name = KINDS.get(kind, kind)
    return f"本月{name}已用 {used} 次，额度 {limit} 次。投票和回执优先，提醒会让路；如不够用请联系管理员。"
