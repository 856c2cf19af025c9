"""Words of the list of grades that goes up with signatures."""

from collections.abc import Sequence

from bot.domain.plan import Plan
from bot.domain.words import OFFICE, UNIT

NAME = "考核等次汇总表.docx"
COLUMNS = ("序号", "姓名", UNIT, "职务", "考核等次", "备注")
SIGNED = ("负责人（签字）：", "填表人（签字）：", "联系电话：")


def title(plan: Plan) -> str:
    return f"{plan.unit}{plan.title}等次汇总表"


def head(organisation: str, day: str) -> tuple[str, str]:
    return (f"填报单位（盖章）：{organisation}", f"填报日期：{day}")


def office() -> str:
    return OFFICE


def summary(total: int, numbers: Sequence[tuple[str, int]]) -> str:
    """Says how many there are of each grade."""
    return f"合计{total}人，其中{by_grade(numbers)}。"


def by_grade(numbers: Sequence[tuple[str, int]]) -> str:
    """Says how many have each grade that somebody has."""
    return "，".join(f"“{grade}”{number}人" for grade, number in numbers if number)
