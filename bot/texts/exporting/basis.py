"""Words of the paper on a branch's year."""

from datetime import date

from bot.domain.words import ACTIVITY, OFFICE, REPORT, UNIT, year_title
from bot.texts.papers import full_date


def branch_title(year: int, branch: str) -> str:
    return f"{branch}{year}年度党建工作评价依据"


def branch_preamble(unit: str, year: int, branch: str, name: str) -> str:
    return f"按照方案，{OFFICE}{ACTIVITY}结果作为评价所在{UNIT}年度党建工作情况的重要依据。现将{unit}{branch}（{OFFICE}{name}）{year_title(year)}有关情况汇总如下。"


ROW_REPORT, ROW_BALLOT, ROW_ITEMS = REPORT, "现场测评", "整改落实"

BASIS_COLUMNS = ("项目", "情况")


def items(number: int, closed: int) -> str:
    if not number:
        return "没有整改事项"
    return f"整改事项 {number} 条，已核验销号 {closed} 条"


OPINION_HEADING = "评价意见"


def as_of(day: date) -> str:
    return f"以上情况截至{full_date(day)}。"
