"""Titles and columns of the year's workbook."""

from datetime import datetime

from bot.domain.words import ACTIVITY, OFFICE, UNIT, year_title


def replaced_report(version: int, name: str) -> str:
    return f"第{version}版《{name}》"


def workbook_name(unit: str, year: int) -> str:
    return f"{unit}{year_title(year)}{ACTIVITY}汇总.xlsx"


SHEETS = ("总览", "现场测评", "等次记录", "公示", "公示反馈")

OVERVIEW = (
    UNIT,
    OFFICE,
    "报告检查",
    "依据还缺",
    "测评收回／发出",
    "加权得分",
    "等次",
    "会议日期",
    "等次状态",
    "反馈日期",
    "阅知日期",
    "不同意见",
    "整改销号／共",
)

INPUTS = (
    "编号",
    UNIT,
    OFFICE,
    "依据",
    "内容",
    "作者",
    "时间",
    "来源",
    "更正",
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
    "理由",
    "记录人",
    "记录日期",
    "复核人",
    "复核日期",
    "状态",
)

PUBLICITY = (
    UNIT,
    OFFICE,
    "文件",
    "公示开始",
    "公示结束",
    "更正前",
    "更正原因",
)

FEEDBACK = (UNIT, "内容", "署名", "时间")

VERDICTS = {"pass": "通过", "revise": "有需修改处"}


def of_all(number: int, whole: int) -> str:
    return f"{number}／{whole}"


def author(name: str, entered_by: str) -> str:
    if entered_by:
        return f"{name}（{entered_by}代录）"
    return name


def correction(corrects: int | None, corrected_by: int | None) -> str:
    """Returns what this entry replaces, or what replaces it."""
    parts = []
    if corrects is not None:
        parts.append(f"更正第{corrects}条")
    if corrected_by is not None:
        parts.append(f"已由第{corrected_by}条更正")
    return "；".join(parts)


def reason(words: str, *, day_said: bool) -> str:
    """Says why the committee decided so; and where nobody said when it met."""
    if day_said:
        return words
    return f"{words}（会议日期按记录当天）"


UNNAMED = "匿名"


def sheet_notes(unit: str, year: int, as_of: datetime, rules: str) -> tuple[str, ...]:
    return (f"{unit}{year}年度，截至 {as_of:%Y-%m-%d %H:%M}，{rules}",)


WITHHELD_CELL = "按保密规则不公布分布"

LEDGER_TITLE = "整改台账"
LEDGER_COLUMNS = (
    UNIT,
    "编号",
    "问题",
    "来源",
    "原因",
    "措施",
    "责任人",
    "时限",
    "状态",
    "销号",
)
HISTORY_TITLE = "整改过程"
HISTORY_COLUMNS = (UNIT, "编号", "由来", "进展", "佐证", "核验")
