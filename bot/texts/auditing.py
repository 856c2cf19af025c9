"""What 体检 says of facts that are not as the trail says: which thing, and what is wrong with it;
never what it says.
"""

from datetime import date

from bot.texts.papers import full_date

THINGS = {
    "department": "系的登记",
    "branch": "支部名册",
    "person": "人员名册（姓名、账号、角色、票类）",
    "cycle": "年度与方案",
    "plan_revision": "方案版本",
    "submission": "报告登记",
    "extension": "延期登记",
    "overruling": "免改决定",
    "triple": "确认的问题—原因—措施",
    "promise": "整改承诺",
    "evaluation_input": "评定等次的依据",
    "opinion": "评价意见",
    "grade": "等次",
    "result": "结果告知（阅知与申诉）",
    "request": "待办确认（复核）",
    "reminder": "提醒记录",
    "poll": "测评",
    "poll_roll": "测评名册",
    "poll_paper": "纸质票",
    "meeting": "会议安排",
    "material": "其他材料",
    "attendance": "签到",
    "meeting_leave": "请假",
    "speech": "发言记录",
    "publicity": "公示（含不记名意见）",
    "publicity_correction": "公示更正",
    "feedback": "公示意见",
    "rectification_item": "整改事项",
    "rectification_owner": "整改责任支部",
    "rectification_event": "整改进展",
    "help_request": "求助",
    "bulletin": "整改通报",
    "spot_check": "抽查",
    "spot_check_branch": "抽查结果",
    "weak_branch": "软弱涣散支部整顿",
}


def _altered(day: str) -> str:
    return f"内容与 {day}记入审计链的不一致，之后被改动过"


def _missing(day: str) -> str:
    return f"{day}记入审计链，现在库里没有，之后被删除了"


def _unknown(day: str) -> str:
    if not day:
        return "库里有，审计链里没有，是在程序之外加进去的"
    return f"库里有，审计链里 {day}已经删除，是在程序之外加回去的"


def _overwritten(day: str) -> str:
    return f"{day}由程序改写之前，已经在程序之外被改动过"


FAULTS = {
    "altered": _altered,
    "missing": _missing,
    "unknown": _unknown,
    "overwritten": _overwritten,
}


def breach(table: str, key: str, fault: str, known: date | None) -> str:
    """Says what is wrong with one row; `known` is the day on which the trail spoke of it last."""
    day = ""
    if known is not None:
        day = full_date(known)
    return f"{THINGS.get(table, table)} {key} 号：{FAULTS[fault](day)}"


def unreadable(what: str) -> str:
    return f"{what}的记录不完整，无法核对，请先处理其他各条"


def department_missing(department: str) -> str:
    return f"系 {department} 在审计链里有记录，登记却不在库里，被删除了"


def code_unknown(code: str) -> str:
    return f"审计链里没有存档码 {code} 的那一行：那以后有记录被删除或改写，或者恢复过更早的备份"


def keep_code(code: str) -> str:
    """Says the code of something worth keeping, to somebody who has no hand in the database."""
    return f"存档码 {code}，供日后核对记录是否被改动。"


def file_altered(name: str) -> str:
    return f"报告文件《{name}》丢失或被改动过"


def reminder_doubled(target: str, window: str) -> str:
    return f"提醒重复：{target} {window}"


def chain_broken(line: int) -> str:
    return f"审计链在第 {line} 行断开：这一行或它之前的记录被改动过"


def chain_end_differs(noted: int, actual: int) -> str:
    return f"审计链的末尾不符：应有 {noted} 行，现有 {actual} 行"


def dangling(table: str) -> str:
    """Says in the database's own words what points nowhere: it is for whoever looks after it."""
    return f"表 {table} 里有记录所指的另一条已经不在，有人在程序之外改过数据库"
