"""The ledger as a workbook: 问题 来源 原因 措施 责任人 时限 进展 佐证 核验 销号 (S19)."""

from collections.abc import Sequence
from datetime import date

from bot.domain.values import dataclass
from bot.domain.words import UNIT
from bot.exports.workbook import Sheet

COLUMNS = (
    UNIT,
    "编号",
    "问题",
    "来源",
    "由来",
    "原因",
    "措施",
    "责任人",
    "时限",
    "状态",
    "进展",
    "佐证",
    "核验",
    "销号",
)


@dataclass(frozen=True)
class LedgerLine:
    """One item of one branch, as it is printed; `number` is its number in that branch."""

    branch: str
    number: int
    problem: str
    source: str
    origin: str
    cause: str
    measure: str
    in_charge: str
    due: date
    state: str
    progress: str
    proof: str
    verified: str
    closed: date | None


def ledger_sheet(title: str, lines: Sequence[LedgerLine]) -> Sheet:
    """One row an item, in the given order."""
    rows = tuple(
        (
            line.branch,
            line.number,
            line.problem,
            line.source,
            line.origin,
            line.cause,
            line.measure,
            line.in_charge,
            line.due,
            line.state,
            line.progress,
            line.proof,
            line.verified,
            line.closed,
        )
        for line in lines
    )
    # Branch and number stay in sight while the other twelve columns are read.
    return Sheet(title, COLUMNS, rows, fixed=2)
