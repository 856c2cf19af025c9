"""Problems, causes and measures of a report as their author puts them right, before they become items
of the ledger (S19, S30).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from bot.domain.patterns import pattern
from bot.domain.rectification.deadlines import due_in
from bot.domain.refusals import Refusal
from bot.domain.values import dataclass


class Change(StrEnum):
    """What a sentence puts right."""

    PROBLEM = "problem"
    CAUSE = "cause"
    MEASURE = "measure"
    DUE = "due"
    LEFT_OUT = "left_out"


_WORDS = {
    "问题": Change.PROBLEM,
    "原因": Change.CAUSE,
    "措施": Change.MEASURE,
    "时限": Change.DUE,
    "期限": Change.DUE,
    "时间": Change.DUE,
}
# The number may stand behind the part too: 「措施第2条改为…」. It was read before, and is passed over.
# Of a day no verb is needed; words without verb or colon may be talk: 「问题写错了」, 「这不是问题」.
_CHANGE = pattern(
    r"(?<!不是)(?<!不算)(?P<part>问题|原因|措施|时限|期限|时间)"
    r"(?:[\s\d第条项一二三四五六七八九十]{1,6}(?=改为|改成|换成|应为|应该是))?"
    r"(?P<verb>(?:改为|改成|改到|换成|应为|应该是|定在|为|是|到)?[\s：:，,]{0,3})(?P<said>[\s\S]+)"
)
_LEFT_OUT = pattern(r"不列|不要|删|去掉|不(?:是|算)问题")


@dataclass(frozen=True)
class Row:
    """A problem with its cause and measure; `due` where its author said a day apart from them.

    `position` is that within the report.
    """

    position: int
    problem: str
    cause: str
    measure: str
    due: date | None = None

    def due_day(self, today: date) -> date | None:
        """The day that it names; None where it names none."""
        return self.due or due_in(self.measure, today)


@dataclass(frozen=True)
class Correction:
    """「第2条措施改为…」 without its number: what it changes, and its new words or day."""

    change: Change
    said: str = ""
    day: date | None = None


@dataclass
class RowUnknown(Refusal):
    """`rows` is how many there are."""

    number: int
    rows: int


class CorrectionUnclear(Refusal):
    """A sentence names neither problem, cause, measure nor a day."""


def read_correction(text: str, today: date) -> Correction:
    """Returns what a sentence puts right. Raises CorrectionUnclear where it does not say.

    Of a new last day it keeps the day alone; every other part keeps its words as they were said.
    """
    match = _CHANGE.search(text)
    if match is None:
        if _LEFT_OUT.search(text):
            return Correction(Change.LEFT_OUT)
        raise CorrectionUnclear
    change = _WORDS[match["part"]]
    if change is not Change.DUE and not match["verb"]:
        raise CorrectionUnclear
    words = match["said"].strip(" 。\n")
    if change is not Change.DUE:
        return Correction(change, words)
    day = due_in(words, today)
    if day is None:
        raise CorrectionUnclear
    return Correction(change, day=day)


def corrected(rows: Sequence[Row], number: int, correction: Correction) -> tuple[Row, ...]:
    """Returns the rows with the one of this number put right, or without it. Raises RowUnknown."""
    if not 1 <= number <= len(rows):
        raise RowUnknown(number, len(rows))
    before, after = rows[: number - 1], rows[number:]
    row = rows[number - 1]
    match correction.change:
        case Change.LEFT_OUT:
            return (*before, *after)
        case Change.PROBLEM:
            row = replace(row, problem=correction.said)
        case Change.CAUSE:
            row = replace(row, cause=correction.said)
        case Change.MEASURE:
            # A day that was said for the measure before does not hold for another one.
            row = replace(row, measure=correction.said, due=None)
        case Change.DUE:
            row = replace(row, due=correction.day)
    return (*before, row, *after)
