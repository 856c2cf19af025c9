"""What is said about problems, causes and measures before they become items of the ledger."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.pairing import CorrectionUnclear, Row, RowUnknown
from bot.domain.refusals import Refusal
from bot.texts import dates
from bot.texts.listing import quoted
from bot.texts.rectification import unnumbered

EXAMPLE = "第2条措施改为……；原因1改成……；第3条时限6月底；第5条不列"

REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    RowUnknown: lambda refusal: (
        f"没有第{refusal.number}条，一共{refusal.rows}条。请看编号再发一遍。"
    ),
    CorrectionUnclear: lambda _: f"没有看明白改哪一处。请这样写：{EXAMPLE}。",
}

TITLE = "问题、原因、措施的对应"
OK, NOT_OK = "对应无误", "还要修改"
MISSING = "（没有读到）"


def row(number: int, row: Row, today: date) -> str:
    """Returns one problem in full, with its cause, its measure and until when."""
    day = row.due_day(today)
    until = "没有写时限"
    if day:
        until = f"时限{dates.day(day, today)}"
    return (
        f"{number}. 问题：{_said(row.problem)}\n"
        f"　原因：{_said(row.cause)}\n"
        f"　措施：{_said(row.measure)}（{until}）"
    )


def rows(lines: Sequence[str], *, ledger: bool) -> str:
    """Says what was read from a report; with `ledger` what is confirmed becomes items."""
    then = "就确认"
    if ledger:
        then = "就列入整改台账，由您负责"
    return "\n".join(
        [
            f"请核对这{len(lines)}条，点“{OK}”{then}。",
            *lines,
            f"要改哪一处，回一句话就行，例如：{EXAMPLE}。",
        ]
    )


def _said(text: str) -> str:
    if not text:
        return MISSING
    return quoted(unnumbered(text))


HOW_TO_CORRECT = f"好的。要改哪一处，回一句话就行，例如：{EXAMPLE}。改好后再点“{OK}”。"


def corrected(number: int) -> str:
    return f"第{number}条已按您说的改好，请再看一遍："


def left_out(number: int) -> str:
    return f"原第{number}条不列，其余请再看一遍："


def kept(numbers: Mapping[date, Sequence[int]], today: date) -> str:
    """Says which items are in the ledger now, by the day on which they are due."""
    count = sum(map(len, numbers.values()))
    # Nobody reports for the sake of reporting (S14).
    return f"已列入整改台账{count}条。{by_date(numbers, today)}。到期前我会提醒您，平时不用报。"


def kept_apart(count: int) -> str:
    """Says how many rows were confirmed where the plan keeps no ledger."""
    return f"已确认{count}条。"


def by_date(numbers: Mapping[date, Sequence[int]], today: date) -> str:
    """Returns the numbers by their day, the nearest first: 「6月底前：1、2、4；11月底前：3」."""
    days = sorted(numbers)
    # A year is said once.
    before = [today, *days]
    return "；".join(
        f"{dates.until(day, last)}：{'、'.join(map(str, numbers[day]))}"
        for last, day in zip(before, days, strict=False)
    )
