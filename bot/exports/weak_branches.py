"""The list of branches that are put in order, one by one (S8)."""

from collections.abc import Sequence
from datetime import date

from bot.domain.values import dataclass
from bot.domain.words import UNIT
from bot.exports.workbook import Sheet

COLUMNS = (UNIT, "原因", "措施", "责任人", "时限", "满意度", "状态", "结果")


@dataclass(frozen=True)
class WeakBranchLine:
    branch: str
    reason: str
    measure: str
    in_charge: str
    due: date | None
    satisfaction: str
    state: str
    result: str


def weak_branches_sheet(title: str, lines: Sequence[WeakBranchLine]) -> Sheet:
    """In the order in which they were listed."""
    rows = tuple(
        (
            line.branch,
            line.reason,
            line.measure,
            line.in_charge,
            line.due,
            line.satisfaction,
            line.state,
            line.result,
        )
        for line in lines
    )
    return Sheet(title, COLUMNS, rows)
