"""What is said about the year's plan and its calendar."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.plan import Part
from bot.domain.plans import AnotherYear, PlanUnchanged, PlanUnreadable
from bot.domain.refusals import Refusal
from bot.domain.words import HOUSE, MEETING, REPORT

PARTS = {
    Part.NOTICE: "发通知",
    Part.FIELDWORK: "调查研究",
    Part.REPORT: REPORT,
    Part.OUTLINE: "报告内容检查",
    Part.PROPORTION: "篇幅比例",
    Part.FOCUS: "重点内容",
    Part.REVIEW: "报告审阅",
    Part.MEETING: MEETING,
    Part.BALLOT: "测评",
    Part.PUBLICITY: "公示",
    Part.GRADE: "评定等次",
    Part.OPINION: "评价意见",
    Part.EVERYDAY: "平时掌握",
    Part.VISITS: "调研了解",
    Part.COMMENTS: "领导点评",
    Part.OTHER_INPUTS: "别的依据",
    Part.RECTIFICATION: "整改",
    Part.SATISFACTION: "集中整顿和满意度测评",
}
SHOWN = 8  # changes or problems named one by one


def _listed(rows: Sequence[str]) -> str:
    more = [f"……另有 {len(rows) - SHOWN} 处"] if len(rows) > SHOWN else []
    return "\n".join([*(f"· {row}" for row in rows[:SHOWN]), *more])


REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    PlanUnreadable: lambda refusal: (
        f"方案没有启用，请改好这几处再发一次：\n{_listed(refusal.problems)}"
    ),
    AnotherYear: lambda refusal: (
        f"正在进行的是 {refusal.running} 年度，{refusal.said} 年度的方案用不上，没有启用。"
        f"要准备下一年，请发送「方案 {refusal.running + 1}」，改好后发给我。"
    ),
    PlanUnchanged: lambda _: "和现在的方案一样，没有改动。",
}


def file_name(year: int) -> str:
    return f"方案{year}.toml"


HERE_IT_IS = "这是现在的方案。用记事本改好后直接发给我，我会先说明改了什么，您确认后才启用。"


def next_year(year: int) -> str:
    return f"这是按现在的方案顺延的 {year} 年度方案。请核对日期，改好后直接发给我；您确认后，{year} 年度开始。"


CONFIRM_TITLE = "启用新方案"


def would_begin(year: int) -> str:
    return (
        f"这是 {year} 年度的方案，启用后 {year} 年度开始，报告、测评和等次都转到 {year} 年度；"
        f"{year - 1} 年度这几项没有办完的，请先办完。{year - 1} 年度的整改照常跟踪，到归档为止。"
    )


def begun(year: int) -> str:
    return f"{year} 年度已开始。准备好后请发送「通知」，发到{HOUSE}群。"


def would_change(rows: Sequence[str]) -> str:
    return f"新方案有这些改动：\n{_listed(rows)}\n启用后会告知{HOUSE}群，之后的提醒按新日期进行。"


IN_FORCE = f"新方案已启用，改动会告知{HOUSE}群。"
DECLINED = "好的，方案没有改动。"


def announced(rows: Sequence[str]) -> str:
    return f"工作方案有调整：\n{_listed(rows)}"


def day_set(rows: Sequence[str]) -> str:
    return f"已更新工作日安排：\n{_listed(rows)}"


def calendar_missing(year: int) -> str:
    return (
        f"{year} 年的放假安排还没有收录，届时除法定节日外，按周一至周五算工作日。"
        f"国务院公布后，请更新程序，或用「放假 日期」「上班 日期」告诉我。"
    )


TAKES_TOO_LONG = (
    "这份方案文件没能在规定时间内读完。请发「方案」取一份原来的文件，在它上面修改后再发一次"
)
