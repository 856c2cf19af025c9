"""Words of a branch's list of what it puts right."""

from datetime import date

from bot.domain.words import ACTIVITY, OFFICE
from bot.texts.papers import full_date

COLUMNS = ("序号", "问题", "来源", "产生原因", "整改措施", "责任人", "完成时限", "整改情况")
SIGNED = (f"{OFFICE}（签字）：", "核验人（签字）：", "日期：　　　年　　月　　日")


def name(branch: str) -> str:
    return f"{branch}整改清单.docx"


def title(branch: str, year: int) -> str:
    return f"{branch}{year}年度{ACTIVITY}整改清单"


def as_of(day: date) -> str:
    return f"截至{full_date(day)}"


def number(items: int, closed: int) -> str:
    return f"共{items}条，已销号{closed}条"


def standing(state: str, closed: date | None, words: str) -> str:
    """Where an item stands, since when, and what its owner says of it."""
    text = state
    if closed is not None:
        text += f"（{full_date(closed)}）"
    if words:
        text += f"：{words}"
    return text
