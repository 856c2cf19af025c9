"""The list of branches that are put in order, one by one (S8)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot.domain.rectification.refusals import NotListed
from bot.domain.refusals import Refusal
from bot.domain.words import UNIT
from bot.texts import dates

REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    NotListed: lambda refusal: (
        f"{refusal.branch}没有列入集中整顿。列入请发：软弱涣散 {UNIT} 原因：……；措施：……"
    ),
}
USAGE = f"软弱涣散 第三{UNIT} 原因：……；措施：……；责任人：……；时限：……"


def entry(
    *,
    branch: str,
    reason: str,
    measure: str,
    in_charge: str,
    due: date | None,
    satisfaction: str,
    result: str | None,
) -> str:
    """Says how a branch stands; `result` is None while it is being put in order."""
    last_day = ""
    if due:
        last_day = dates.day(due)
    facts = {
        "原因": reason,
        "措施": measure,
        "责任人": in_charge,
        "时限": last_day,
        "满意度": satisfaction,
    }
    state = standing(done=result is not None)
    if result:
        state += f"：{result}"
    details = "；".join(f"{label}：{fact}" for label, fact in facts.items() if fact)
    line = f"· {branch}（{state}）"
    if details:
        line += f" {details}"
    return line


def standing(*, done: bool) -> str:
    if done:
        return "已整顿到位"
    return "整顿中"


SHEET = "集中整顿"


def listed(lines: Sequence[str]) -> str:
    if not lines:
        return f"目前没有列入集中整顿的{UNIT}。"
    return "\n".join([f"集中整顿（一{UNIT}一策）：", *lines])


def saved(line: str, missing: Sequence[str]) -> str:
    rest = f"整顿到位后请发：整顿完成 {UNIT}"
    if missing:
        rest = f"还可以补充：{'、'.join(missing)}"
    return f"已记下：\n{line}\n{rest}"


def closed(branch: str) -> str:
    return f"已记下：{branch}整顿到位。"
