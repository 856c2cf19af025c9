"""Folders and names of what goes out, and what is said when it is handed over."""

from enum import StrEnum

from bot.domain.words import ACTIVITY, PARTY_WORK, REPORT, SPEECH, year_title


class Folder(StrEnum):
    """Where a paper lies. The first eight go up and are numbered; what is kept here stays in the house."""

    PLAN = "plan"
    MEETING = "meeting"
    REPORTS = "reports"
    BALLOTS = "ballots"
    OPINIONS = "opinions"
    GRADES = "grades"
    PUBLICITY = "publicity"
    RECTIFICATION = "rectification"
    KEPT = "kept"
    MACHINE = "machine"


TITLES = {
    Folder.PLAN: "方案和通知",
    Folder.MEETING: "会议材料",
    Folder.REPORTS: REPORT,
    Folder.BALLOTS: "测评",
    Folder.OPINIONS: "评价意见",
    Folder.GRADES: "等次汇总表",
    Folder.PUBLICITY: "公示",
    Folder.RECTIFICATION: "整改清单",
    Folder.KEPT: "本单位留存",
    Folder.MACHINE: "校验和数据",
}


def numbered(number: int, folder: Folder) -> str:
    return f"{number} {TITLES[folder]}"


def archive_name(unit: str, year: int) -> str:
    return f"{unit}{year_title(year)}{ACTIVITY}材料.zip"


def exported(year: int, files: int, folders: int, *, without_own: bool = False) -> str:
    """Says how much was put together; the machine's own files are not counted."""
    sentences = f"{year}年度材料已整理好，共{files}份，分{folders}类。"
    # Who is evaluated himself gets no paper about everybody together (decision 0029).
    if without_own:
        sentences += "您本人的依据、意见和等次不在其中，由其他班子成员整理。"
    return sentences


def chart_title(year: int) -> str:
    return f"{year_title(year)}{SPEECH}评议现场测评结果"


def chart_part(number: int) -> str:
    return f"现场测评结果{number}.png"


def report_name(unit: str, year: int) -> str:
    return f"{unit}{year_title(year)}{PARTY_WORK}{ACTIVITY}工作情况报告.docx"
