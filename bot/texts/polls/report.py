"""《现场测评统计表》: what stands in the table that goes to the leadership."""

from collections.abc import Sequence

from bot.domain.polls.results import Result
from bot.domain.polls.tally import Group
from bot.texts.polls.results import HIDDEN, NO_GRADE, WITHHELD, decimal, left_out

SUBJECT = "姓名"
ROW = "项目"
SCORE = "加权得分"
NOTHING = "—"
SIGNED = ("计票人（签字）：", "监票人（签字）：", "日期：　　　年　　月　　日")
SUMS = "汇总"


def title(year: int) -> str:
    return f"{year}年度述职现场测评统计表"


def turnout(handed_out: int, returned: int, spoilt: int) -> str:
    text = f"发出{handed_out}份，收回{returned}份，有效{returned - spoilt}份"
    if spoilt:
        text += f"，废票{spoilt}份"
    return f"{text}。"


def rules(code: str, digest: str) -> str:
    """Says by what anybody can check that the rules were those of the opening."""
    return f"测评编号{code}，规则校验码：\n{digest}"


def class_name(name: str) -> str:
    """Says how a class of voters is called: A票."""
    if name.isascii():
        return f"{name}票"
    return name


def class_title(year: int, name: str) -> str:
    return f"{title(year)}（{class_name(name)}）"


def category(group: Group) -> str:
    return f"{class_name(group.name)}（有效{group.ballots}份）"


def withheld(result: Result) -> str:
    return WITHHELD[result.withheld]


def score(result: Result, person: int) -> str:
    for line in result.scores:
        if line.person == person and line.total is not None:
            return decimal(line.total, result.terms.decimals)
    return NOTHING


def notes(results: Sequence[Result]) -> tuple[str, ...]:
    """Returns what whoever reads the figures must know."""
    lines = [NO_GRADE, *left_out(results)]
    if any(group.hidden for result in results for group in result.groups):
        lines.append(HIDDEN)
    return tuple(lines)


def file_name(category: str) -> str:
    """Returns the name of the file of one class, or of all together."""
    if category:
        return f"现场测评统计表（{class_name(category)}）.docx"
    return "现场测评统计表.docx"
