"""The sheet for what leaders know of each secretary, out and back."""

from collections.abc import Sequence

from bot.domain.words import OFFICE
from bot.texts.evaluation.inputs import KINDS

SHEET = "记录表"
NOTE = "知道什么写什么，不必每格都写。成绩、不足、建议分开写，一格可以写几句；填好把文件发回。"
EMPTY = "这张记录表里没有填写内容，没有记录。"


def title(year: int, kind: str) -> str:
    return f"{year}年度{KINDS[kind]}情况{SHEET}"


def file_name(kind: str, ending: str = "docx") -> str:
    return f"{KINDS[kind]}情况{SHEET}.{ending}"


def ready(kind: str) -> str:
    return f"{KINDS[kind]}情况{SHEET}在附件里，每位{OFFICE}一行，填好发回来就行。"


def nobody(names: Sequence[str]) -> str:
    return f"没有记录：{'、'.join(names)}不是要考核的{OFFICE}，请核对姓名。"


def no_author(names: Sequence[str]) -> str:
    return f"没有记录：{'、'.join(names)}这几行没有写明是哪位班子成员的意见。"


def own(name: str) -> str:
    return f"没有记录：{name}这一行是您本人的，请由别的同志填写。"
