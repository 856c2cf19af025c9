"""The end of a cycle, said once (rule of conduct 6)."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.rectification.refusals import NothingToArchive
from bot.domain.refusals import Refusal
from bot.domain.values import dataclass
from bot.domain.words import ACTIVITY, year_title
from bot.texts.auditing import keep_code

REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    NothingToArchive: lambda _: "没有可以归档的年度：都已归档，或者写的年份不对。",
}


def title(year: int) -> str:
    return f"{year}年度归档"


@dataclass(frozen=True)
class Left:
    """What a year leaves undone: rectification items, and people by name.

    Nobody asks after these once it is archived, so it is told before.
    """

    items: int
    objections: Sequence[str]
    ungraded: Sequence[str]


def question(asker: str, year: int, left: Left) -> str:
    lines = [
        f"{asker}请您确认：{year_title(year)}{ACTIVITY}归档，以后不再就本年度发消息，记录全部保留。"
    ]
    if left.objections:
        lines.append(f"有不同意见还没有研究：{'、'.join(left.objections)}。")
    if left.ungraded:
        lines.append(f"还没有确定等次：{'、'.join(left.ungraded)}。")
    if left.items:
        lines.append(
            f"还有 {left.items} 条整改事项没有销号，归档后不再按月询问，准备清单里仍能看到。"
        )
    return "\n".join(lines)


WAITS = "已请另一位同志确认，确认后归档。"


def done(year: int) -> str:
    return f"{year}年度已归档。"


DECLINED = "好的，没有归档，已告知发起人。"


def declined_notice(name: str, year: int) -> str:
    return f"{name}认为{year}年度暂时不归档。"


def farewell(title_line: str, code: str) -> str:
    # With the code anybody can later hold the trail against what it was (decision 0019).
    return f"{title_line}工作已经全部结束并归档，今后不再就本年度发消息。谢谢大家！（{keep_code(code)}）"
