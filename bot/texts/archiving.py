"""The end of a cycle, said once (rule of conduct 6)."""

from collections.abc import Callable
from typing import Any

from bot.domain.rectification.refusals import NothingToArchive
from bot.domain.refusals import Refusal
from bot.domain.words import ACTIVITY, year_title
from bot.texts.auditing import keep_code

REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    NothingToArchive: lambda _: "没有可以归档的年度：都已归档，或者写的年份不对。",
}


def title(year: int) -> str:
    return f"{year}年度归档"


def question(asker: str, year: int, unfinished: int) -> str:
    open_items = ""
    # Nobody asks after these once the year is archived, so it is told before.
    if unfinished:
        open_items = (
            f"还有 {unfinished} 条整改事项没有销号，归档后不再按月询问，准备清单里仍能看到。"
        )
    return f"{asker}请您确认：{year_title(year)}{ACTIVITY}归档，以后不再就本年度发消息，记录全部保留。{open_items}"


WAITS = "已请另一位同志确认，确认后归档。"


def done(year: int) -> str:
    return f"{year}年度已归档。"


DECLINED = "好的，没有归档，已告知发起人。"


def declined_notice(name: str, year: int) -> str:
    return f"{name}认为{year}年度暂时不归档。"


def farewell(title_line: str, code: str) -> str:
    # With the code anybody can later hold the trail against what it was (decision 0019).
    return f"{title_line}工作已经全部结束并归档，今后不再就本年度发消息。谢谢大家！（{keep_code(code)}）"
