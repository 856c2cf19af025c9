"""Titles and columns of the year's workbook."""

from datetime import datetime

from bot.domain.words import ACTIVITY, OFFICE, UNIT


def replaced_report(version: int, name: str) -> str:
    return f"第 {version} 版《{name}》"


def workbook_name(unit: str, year: int) -> str:
    return f"{unit}{year}年度{ACTIVITY}汇总.xlsx"


SHEETS = ("总览", "四项依据", "现场测评", "等次记录", "公示", "公示反馈")

OVERVIEW = (
    UNIT,
    OFFICE,
    "报告版本",
    "字数",
    "检查结果",
    "四项依据还缺",
    "测评应参加",
    "测评参加",
    "加权得分",
    "等次",
    "会议日期",
    "等次状态",
    "反馈时间",
    "阅知时间",
    "不同意见",
    "整改条数",
    "已销号",
)

INPUTS = (
    "编号",
    UNIT,
    OFFICE,
    "依据",
    "内容",
    "作者",
    "代录人",
    "时间",
    "来源",
    "更正第几条",
    "已被第几条更正",
)

BALLOTS = (
    "测评编号",
    UNIT,
    OFFICE,
    "项目",
    "票类",
    "权重",
    "参加票数",
    "平均分",
    "项目得分",
)

GRADES = (
    UNIT,
    OFFICE,
    "次",
    "等次",
    "会议日期",
    "日期是否写明",
    "理由",
    "记录人",
    "记录时间",
    "复核人",
    "确认时间",
    "状态",
)

PUBLICITY = (
    UNIT,
    OFFICE,
    "报告版本",
    "文件",
    "字数",
    "SHA-256",
    "公示开始",
    "公示结束",
    "更正前",
    "更正原因",
)

FEEDBACK = (UNIT, "内容", "署名", "时间")

VERDICTS = {"pass": "通过", "revise": "有需修改处"}


def yes_or_no(said: bool) -> str:  # noqa: FBT001 - the one fact that the word depends on
    return "是" if said else "否，按记录当天"


UNNAMED = "匿名"


def sheet_notes(unit: str, year: int, as_of: datetime, rules: str) -> tuple[str, ...]:
    return (f"{unit}{year}年度，截至 {as_of:%Y-%m-%d %H:%M}，{rules}",)


WITHHELD_CELL = "按保密规则不公布分布"

LEDGER_TITLE = "整改台账"
