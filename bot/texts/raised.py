"""What the organiser is shown of problems that were raised at the evaluation."""

from collections.abc import Sequence
from datetime import date

from bot.domain.words import SUBJECT
from bot.texts import dates
from bot.texts.listing import in_brackets, quoted

TITLE = "评议中反映的问题"
ENTER, LATER = "列入台账", "先不列"
ORIGIN_FEEDBACK = "党员群众反映"
NOTHING = "评议中反映的问题都已列入台账，或者还没有记录。"
LEFT = "好的，先不列。需要时发“评议问题”再看。"


def origin(title: str, author: str, on: date) -> str:
    return f"{title}（{author}，{dates.day(on)}）"


def line(
    number: int, place: str, owner: str, text: str, source: str, until: tuple[date, date]
) -> str:
    """Returns one problem; `until`: the day on which it is due, and today."""
    whose = f"{place}{in_brackets(owner)}"
    return f"{number}. {whose}：{quoted(text)}\n　来源：{source}；{dates.until(*until)}"


def card(lines: Sequence[str]) -> str:
    return "\n".join(
        [
            f"点“{ENTER}”，这{len(lines)}条就列入整改台账，由各{SUBJECT}负责：",
            *lines,
            "不列的、要改的，回一句话：第2条不列；第3条时限5月底；第1条问题改为……。",
        ]
    )


def entered(count: int) -> str:
    return f"已列入整改台账{count}条，已告知各{SUBJECT}。"


def to_enter(count: int) -> str:
    return f"把评议中反映的{count}个问题列入整改台账"


SEE = "列入台账"
