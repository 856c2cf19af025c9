"""Words of the opinion as a paper."""

from collections.abc import Sequence

from bot.domain.words import ACTIVITY, OFFICE, PARTY_WORK, year_title


def opinion_title(year: int, name: str) -> str:
    return f"{name}同志{year_title(year)}{PARTY_WORK}{ACTIVITY}综合评价意见"


def opinion_preamble(inputs: Sequence[str], year: int, branch: str, name: str) -> str:
    """Says on what the opinion rests, as the plan calls its inputs, and about whom it is."""
    *others, last = inputs or [""]
    basis = "和".join(filter(None, ["、".join(others), last]))
    rests_on = ""
    if basis:
        rests_on = f"综合{basis}等情况，"
    return f"{rests_on}对{branch}{OFFICE}{name}同志{year_title(year)}{PARTY_WORK}工作形成如下评价意见："


GRADE_LEAD = "考核等次"


def grade_set(grade: str) -> str:
    return f"经研究，确定为“{grade}”。"


# Within the text the sources would have to be struck out by pencil (decision 0035).
SOURCES_TITLE = "意见来源"
SOURCES_NOTE = "供班子成员核对，不随意见发出。改好发回时，这一页不读取，不用改。"


def sources_of(name: str, version: int) -> str:
    """Says whose sentences the next lines are about, and of which version; read again when it comes
    back.
    """
    return f"{name}同志（第{version}稿）"


def source(beginning: str, source: str) -> str:
    return f"“{beginning}”：{source}"


def opinions_name(year: int) -> str:
    return f"评价意见{year}.docx"


def working_copy(name: str) -> str:
    return f"{name}评价意见.docx"


def opinion_name(person: str) -> str:
    return f"{person}综合评价意见.docx"
