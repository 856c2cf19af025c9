"""Words of the opinion as a paper."""

from bot.domain.words import ACTIVITY, MEETING, OFFICE, PARTY_WORK


def opinion_title(year: int, name: str) -> str:
    return f"{name}同志{year}年度{PARTY_WORK}{ACTIVITY}综合评价意见"


def opinion_preamble(unit: str, year: int, branch: str, name: str) -> str:
    return f"综合平时掌握、调研了解和{MEETING}上领导点评、现场测评等情况，对{unit}{branch}{OFFICE}{name}同志{year}年度{PARTY_WORK}工作提出如下评价意见："


SOURCES_HEADING = "依据"

SOURCE_COLUMNS = ("句", "来源")


def whose_part(name: str) -> str:
    """The line in a file of several opinions that says whose the next one is."""
    return f"【{name}】"


def opinions_title(year: int) -> str:
    return f"{year}年度综合评价意见汇编"


def opinions_name(year: int) -> str:
    return f"评价意见{year}.docx"


def working_copy(name: str) -> str:
    return f"{name}评价意见.docx"


def opinion_name(person: str) -> str:
    return f"{person}综合评价意见.docx"
