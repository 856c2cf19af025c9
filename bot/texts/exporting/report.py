"""Words of the report on the year's work that goes to the upper unit: sentences of facts, and places left open."""

from collections.abc import Sequence
from datetime import date

from bot.domain.plan import Plan
from bot.domain.words import MEETING, OFFICE, REPORT, SPEECH, SUBJECT, UNIT
from bot.texts.exporting.grades import by_grade
from bot.texts.papers import OPEN, full_date

UPPER = OPEN  # where the plan names nobody


def title(plan: Plan) -> str:
    return f"{plan.unit}关于{plan.title}工作情况的报告"


def preamble(plan: Plan) -> str:
    asked = ""
    if plan.upper_unit:
        asked = f"{plan.upper_unit}有关要求和"
    return (
        f"按照{asked}工作方案，{plan.signature}组织开展了{plan.title}工作。现将有关情况报告如下："
    )


BASICS, DONE, RESULT, PROBLEMS, NEXT = (
    "基本情况",
    "工作开展情况",
    "考核结果",
    "存在的主要问题",
    "下一步工作",
)
PREPARED, REPORTED, HELD, PUBLISHED, DECIDED = (
    "部署启动",
    f"撰写{REPORT}",
    f"召开{MEETING}",
    f"公示{REPORT}",
    "评定等次和反馈",
)


def basics(unit: str, branches: int, subjects: int) -> str:
    return f"{unit}共有{branches}个{UNIT}，参加考核的{SUBJECT}{subjects}人。"


def noticed(day: date) -> str:
    return f"{full_date(day)}印发通知，启动考核工作。"


# What only people know is left open, so that nothing goes up unread (decision 0029).
FIELDWORK = f"（调查研究情况请补充：{OPEN}）"


def reports(handed: int, of: int, accepted: int) -> str:
    if handed < of:
        return f"应交{REPORT}{of}份，已交{handed}份，审核通过{accepted}份。"
    return f"{REPORT}{handed}份已交齐，审核通过{accepted}份。"


def meeting(when: str, place: str, *, on_site: int, written: int) -> str:
    where = ""
    if place:
        where = f"在{place}"
    sentence = f"{when}{where}召开{MEETING}，{on_site}位{SUBJECT}现场{SPEECH}"
    if written:
        sentence += f"，{written}位书面{SPEECH}"
    return f"{sentence}。"


def present(words: str) -> str:
    return f"{words}。"


def ballots(handed_out: int, returned: int, valid: int) -> str:
    return f"参会人员进行了现场测评，发出测评表{handed_out}份，收回{returned}份，有效{valid}份。"


def published(first: date, last: date, scope: str, feedback: int | None) -> str:
    """Says how long and where it was published; `feedback` is None while the window is open."""
    sentence = f"{full_date(first)}至{full_date(last)}，{REPORT}在{scope}范围内公示"
    if feedback is None:
        return f"{sentence}。"
    if not feedback:
        return f"{sentence}，没有收到意见。"
    return f"{sentence}，收到意见{feedback}条。"


def decided(days: Sequence[date], inputs: Sequence[str]) -> str:
    when = "、".join(full_date(day) for day in days)
    return f"{when}，综合{'、'.join(inputs)}等情况，研究确定考核等次。"


def told(number: int, read: int) -> str:
    return f"考核结果已向{number}位{OFFICE}本人反馈，{read}位已阅知。"


def result(total: int, numbers: Sequence[tuple[str, int]]) -> str:
    return f"已确定等次的{SUBJECT}{total}人，其中{by_grade(numbers)}。具体见附件。"


def problems(number: int, sources: Sequence[tuple[str, int]]) -> str:
    parts = "，".join(f"{source}{count}条" for source, count in sources)
    return f"考核中查摆和指出的问题共列入整改清单{number}条（{parts}）。"


COMMON_PROBLEMS = f"（主要共性问题请补充：{OPEN}）"


def ahead(number: int, closed: int, due: Sequence[tuple[date, int]]) -> str:
    sentence = f"对列入清单的{number}条问题逐条推进整改，已核验销号{closed}条"
    if not due:
        return f"{sentence}。"
    parts = "，".join(f"{day.year}年{day.month}月底前{count}条" for day, count in due)
    return f"{sentence}；其余按时限完成：{parts}。"


MEASURES = f"（下一步工作安排请补充：{OPEN}）"
ENDING = "特此报告。"
GRADE_LIST = "考核等次汇总表"
