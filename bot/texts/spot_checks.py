"""What the drawer alone is told about a spot check (S38)."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.rectification.refusals import NobodyToDraw, NotDrawn
from bot.domain.refusals import Refusal
from bot.domain.words import UNIT
from bot.texts.listing import LINES, listed

REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    NotDrawn: lambda refusal: (
        f"您没有抽到{refusal.branch}，或结果已经记过。发“抽查情况”可以查看您的抽查。"
    ),
    NobodyToDraw: lambda _: f"名册里没有可以抽查的{UNIT}。",
}


def line(branch: str, number: int | None, problem: str) -> str:
    if not number:
        return f"{branch}：可看组织生活和整改落实情况"
    return f"{branch}：整改台账第 {number} 条，{problem}"


def drawn(lines: Sequence[str], seed: str) -> str:
    # A draw is told to the person who drew (rule of conduct 10).
    tail = f"只告诉您一个人，被抽到的{UNIT}不会收到消息。看过后请告诉我，例如：{RESULT_USAGE}。可以附照片或文件。"
    return "\n".join(
        [
            "随机抽到：",
            *listed(lines, LINES - 3, mark="· "),
            f"抽取号 {seed}，已留存，可以复核。",
            tail,
        ]
    )


def noted(branch: str, file: str) -> str:
    proof = ""
    if file:
        proof = f"《{file}》一并留存。"
    return f"已记下{branch}的抽查结果。{proof}"


def result_line(day: str, branch: str, result: str, file: str) -> str:
    line = f"· {day} {branch}：{result or '还没有记结果'}"
    if file:
        line += f"（附《{file}》）"
    return line


def mine(lines: Sequence[str]) -> str:
    if not lines:
        return f"您还没有抽查过，发“抽查 2”可以随机抽两个{UNIT}。"
    return "\n".join(["您的抽查：", *lines])


RESULT_USAGE = f"抽查结果 第三{UNIT} 记录齐全"


# The record as a paper.

COLUMNS = ("抽取日期", "抽取人", "抽取范围", f"抽中{UNIT}", "查看事项", "查看情况", "记录日期")
HOW_DRAWN = f"被查{UNIT}和查看事项由程序随机抽取，抽取前后不通知{UNIT}；凭范围和抽取号可以复核。"
NOT_YET = "尚未记录"


def record_title(unit: str) -> str:
    return f"{unit}整改落实情况抽查记录"


def record_name(unit: str) -> str:
    return f"{unit}整改落实情况抽查记录.docx"


def drawn_from(pool: int, code: str) -> str:
    return f"{pool}个{UNIT}，抽取号{code}"


def matter(number: int | None, problem: str) -> str:
    if number is None:
        return "组织生活和整改落实情况"
    return f"第{number}条：{problem}"
