"""Words of the notice of publication."""

from datetime import date

from bot.domain.words import ACTIVITY, OFFICE, PARTY_WORK, REPORT, SUBJECT, UNIT, year_title
from bot.texts.papers import full_date


def notice_title(year: int) -> str:
    return f"关于{year_title(year)}{PARTY_WORK}{REPORT}的公示"


REPORT_COLUMNS = ("序号", UNIT, OFFICE)


def notice_preamble(unit: str, year: int, scope: str) -> str:
    return (
        f"根据{year_title(year)}{PARTY_WORK}{ACTIVITY}工作方案，现将{unit}各{SUBJECT}的{REPORT}予以公示，"
        f"公示范围为{scope}，接受党员群众监督。"
    )


def notice_period(first: date, last: date, workdays: int) -> str:
    return f"{full_date(first)}至{full_date(last)}（{workdays}个工作日，不含发布当天）。"


def notice_period_planned(workdays: int) -> str:
    return f"自发布次日起{workdays}个工作日。"


NOTICE_READING = (
    f"查看报告：打开与“述职助手”的对话，发送“公示”看目录，发送“公示”和{UNIT}名称看报告原文。"
)


def notice_feedback(contact: str) -> str:
    more = ""
    if contact:
        more = f"，也可以直接联系{contact}"
    return (
        "反映意见：在同一对话里写明意见，开头写“反馈”；不愿署名的，开头写“匿名反馈”，"
        f"不记录是谁{more}。意见由党组织研究。请实事求是，写明具体事实。"
    )


NOTICE_HEADINGS = ("一、公示内容", "二、公示时间", "三、查看报告和反映意见的办法")


def notice_name(year: int) -> str:
    return f"{year_title(year)}{REPORT}公示.docx"


LIST_HEADINGS = ("一、公示名单", "二、公示时间", "三、反映意见的办法")


def list_title(year: int, result: str) -> str:
    return f"关于{year_title(year)}{ACTIVITY}{result}的公示"


def list_columns(result: str) -> tuple[str, ...]:
    return ("序号", "单位", "姓名", result)


def list_preamble(year: int, result: str) -> str:
    return f"根据{year_title(year)}{ACTIVITY}工作方案，现将{result}予以公示，接受监督。"


def list_name(year: int, result: str) -> str:
    return f"{year_title(year)}{ACTIVITY}{result}公示.docx"
