"""Words of a branch's list of what it puts right."""

from collections.abc import Sequence
from datetime import date

from bot.domain.words import ACTIVITY, OFFICE, year_title
from bot.texts.papers import full_date

COLUMNS = (
    "序号",
    "问题",
    "产生原因",
    "整改措施",
    "责任人",
    "完成时限",
    "整改情况",
    "核验",
    "回访",
)
SAID = 3  # times that an owner said something, the newest of them
SIGNED = (f"{OFFICE}（签字）：", "核验人（签字）：", "日期：　　　年　　月　　日")


def name(branch: str) -> str:
    return f"{branch}整改清单.docx"


def title(branch: str, year: int) -> str:
    return f"{branch}{year_title(year)}{ACTIVITY}整改清单"


def as_of(day: date) -> str:
    return f"截至{full_date(day)}"


def number(items: int, closed: int) -> str:
    return f"共{items}条，已销号{closed}条"


def problem(text: str, source: str) -> str:
    return f"{text}\n（{source}）"


def done(state: str, said: Sequence[tuple[date, str]]) -> str:
    """Returns what its owner said, day by day; the state of the ledger where he said nothing."""
    if not said:
        return state
    return "\n".join(f"{day.month}月{day.day}日：{words}" for day, words in said[-SAID:])


def verified(day: date, name: str) -> str:
    if not name:
        return f"{full_date(day)}核验"
    return f"{name}\n{full_date(day)}"


def revisited(day: date, name: str, seen: str) -> str:
    if name:
        seen = f"{name}：{seen}"
    return f"{full_date(day)}，{seen}"


def sent(branch: str) -> str:
    return f"{branch}的整改清单，请核对后签字。"
