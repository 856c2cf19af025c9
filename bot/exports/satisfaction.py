"""What branches' people said when they were asked whether they are satisfied: one row a step, in the order of asking."""

from collections.abc import Sequence
from datetime import date

from bot.domain.values import dataclass
from bot.domain.words import UNIT
from bot.exports.workbook import Sheet

COLUMNS = (UNIT, "内容", "编号", "公布日期", "应参加", "参加", "选项", "人数", "占比")


@dataclass(frozen=True)
class SatisfactionLine:
    """`number` and `share` are empty where the numbers are withheld; `step` then says why."""

    branch: str
    about: str
    code: str
    released: date
    eligible: int
    voted: int
    step: str
    number: int | None = None
    share: str = ""


def satisfaction_sheet(title: str, lines: Sequence[SatisfactionLine]) -> Sheet:
    rows = tuple(
        (
            line.branch,
            line.about,
            line.code,
            line.released,
            line.eligible,
            line.voted,
            line.step,
            line.number,
            line.share,
        )
        for line in lines
    )
    return Sheet(title, COLUMNS, rows)
