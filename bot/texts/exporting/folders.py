"""Folders and names of what goes out, and what is said when it is handed over."""

from bot.domain.words import ACTIVITY, REPORT, SPEECH, UNIT

FOLDERS = {
    "opinions": "评价意见",
    "sheets": "考核等次表",
    "branches": f"{UNIT}年度党建依据",
    "reports": REPORT,
    "publicity": "公示",
    "charts": "图表",
}


def archive_name(unit: str, year: int) -> str:
    return f"{unit}{year}年度{ACTIVITY}归档.zip"


def exported(files: int, *, without_own: bool = False) -> str:
    own = "您本人的依据、意见和等次也不在其中，由其他班子成员导出。" if without_own else ""
    return f"材料已整理好，共{files}份，可以归档。还没有公布的测评不在其中。{own}"


def chart_title(year: int) -> str:
    return f"{year}年度{SPEECH}评议现场测评结果"


def chart_part(number: int) -> str:
    return f"现场测评结果{number}.png"
