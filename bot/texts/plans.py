"""What is said about the year's plan and its calendar."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.plan import STAGE_OF, Part, Plan
from bot.domain.planfile.values import spoken_share
from bot.domain.plans import (
    AnotherYear,
    DaysOutOfOrder,
    PlanUnchanged,
    PlanUnreadable,
    PublicityEndsEarlier,
)
from bot.domain.refusals import Refusal
from bot.domain.words import HOUSE, MEETING, REPORT, year_title
from bot.texts import conditions, dates
from bot.texts.polls.events import COMMENTS
from bot.texts.polls.sheets import manner

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
    Part.FEEDBACK: "收集意见",
    Part.RESULT_LIST: "名单公示",
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
    lines = [f"· {row}" for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        lines.append(f"……另有 {len(rows) - SHOWN} 处")
    return "\n".join(lines)


def in_words(plan: Plan) -> str:
    """Returns the plan by its parts, a line each, and what it does not have."""
    lines = [f"{plan.title}，{dates.of_plan(plan.deadline, plan.year)}前完成。"]
    shown = {stage.id for stage in plan.stages}
    plain = []
    for stage in plan.stages:
        details = _details(plan, stage.id)
        if details:
            lines.append(f"· {stage.title}：{dates.of_plan(stage.due, plan.year)}{details}")
        else:
            plain.append(f"{stage.title} {dates.plain_of_plan(stage.due, plan.year)}")
    if plain:
        lines.append(f"· 其他环节：{'、'.join(plain)}")
    for part, stage_id in STAGE_OF.items():
        if stage_id not in shown and plan.has(part):
            lines.append(f"· {PARTS[part]}{_details(plan, stage_id)}")
    lines += _without_stages(plan)
    left_out = [PARTS[part] for part in TOLD_IF_LEFT_OUT if not plan.has(part)]
    if left_out:
        lines.append(f"没有安排：{'、'.join(left_out)}。")
    return "\n".join(lines)


def _without_stages(plan: Plan) -> list[str]:
    """Returns what the plan says that no stage stands for."""
    lines = []
    if plan.has(Part.BALLOT):
        lines.append(f"· 测评：{_ballot(plan)}")
    if plan.inputs:
        lines.append(f"· 评定等次的依据：{'、'.join(rule.shown for rule in plan.inputs)}")
    if plan.has(Part.RESULT_LIST):
        lines.append(f"· {PARTS[Part.RESULT_LIST]}：{_result_list(plan)}")
    if plan.conditions:
        lines.append(f"· 录入等次时对照：{conditions.in_plan(plan)}")
    return lines


TOLD_IF_LEFT_OUT = (
    Part.REPORT,
    Part.MEETING,
    Part.BALLOT,
    Part.PUBLICITY,
    Part.GRADE,
    Part.OPINION,
    Part.RECTIFICATION,
)


def _details(plan: Plan, stage_id: str) -> str:
    """Returns what a stage's section says beside its day."""
    details = []
    if stage_id == "report" and plan.report.characters is not None:
        details.append(f"{plan.report.characters} 字以内")
    if stage_id == "report" and plan.report.min_characters is not None:
        details.append(f"不少于 {plan.report.min_characters} 字")
    if stage_id == "report" and plan.report.max_achievements is not None:
        details.append(f"讲成绩不超过 {spoken_share(plan.report.max_achievements)}")
    if stage_id == "report" and plan.report.min_problems_and_causes is not None:
        details.append(f"讲问题和原因不少于 {spoken_share(plan.report.min_problems_and_causes)}")
    if stage_id == "meeting":
        details.append(
            f"每位 {plan.meeting.speech_minutes} 分钟，{COMMENTS[plan.meeting.comments]}"
        )
    if stage_id == "publicity":
        details.append(f"{plan.publicity_days} 个工作日，{plan.publicity_scope}")
    if stage_id == "grade":
        details.append("、".join(plan.grade_steps))
    if stage_id == "grade" and plan.caps.max_best is not None:
        details.append(f"{plan.grade_steps[0]}不超过 {spoken_share(plan.caps.max_best)}")
    if not details:
        return ""
    return f"，{'，'.join(details)}"


def _result_list(plan: Plan) -> str:
    rules = plan.release
    shown = f"姓名和{rules.listed.value}，{rules.list_days} 个工作日"
    if rules.list_grades:
        shown += f"，只列{'、'.join(rules.list_grades)}"
    return shown


def _ballot(plan: Plan) -> str:
    ballot = plan.ballot
    rows = "、".join(row.title for row in ballot.rows)
    steps = "、".join(step.title for step in ballot.scale)
    classes = "、".join(
        f"{category.title} {spoken_share(category.weight)}" for category in ballot.categories
    )
    return f"{manner(secret=ballot.secret)}，{rows}，{steps}；{classes}"


def _out_of_order(refusal: DaysOutOfOrder) -> str:
    rows = []
    for later, earlier in refusal.pairs:
        rows.append(
            f"{later.title}（{dates.day(later.due)}）要等{earlier.title}（{dates.day(earlier.due)}）完成"
        )
    return f"日期前后不合，没有改动：\n{_listed(rows)}\n请一句话一起改，如“{DAY_EXAMPLE}”。"


DAY_EXAMPLE = "报告改到12月15日，审阅改到12月18日"
REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    PlanUnreadable: lambda refusal: (
        f"方案没有启用，请改好这几处再发一次：\n{_listed(refusal.problems)}"
    ),
    AnotherYear: lambda refusal: (
        f"正在进行的是 {refusal.running} 年度，{refusal.said} 年度的方案用不上，没有启用。"
        f"要准备下一年，请发送“方案 {refusal.running + 1}”，改好后发给我。"
    ),
    DaysOutOfOrder: _out_of_order,
    PublicityEndsEarlier: lambda refusal: (
        f"公示正在进行，已告知大家到{dates.day(refusal.last)}为止，只能延长，不能提前结束。"
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
    return f"{year_title(year)}已开始。准备好后请发送“通知”，发到{HOUSE}群。"


def would_change(rows: Sequence[str]) -> str:
    return f"新方案有这些改动：\n{_listed(rows)}\n启用后会告知{HOUSE}群，之后的提醒按新日期进行。"


DAYS_TITLE = "修改日期"


def would_move(rows: Sequence[str]) -> str:
    return f"要改的日期：\n{_listed(rows)}\n确认后告知{HOUSE}群，之后的提醒按新日期进行。"


DAYS_MOVED = f"日期已改好，会告知{HOUSE}群。"
IN_FORCE = f"新方案已启用，改动会告知{HOUSE}群。"
DECLINED = "好的，方案没有改动。"


def announced(rows: Sequence[str]) -> str:
    return f"工作方案有调整：\n{_listed(rows)}"


def day_set(rows: Sequence[str]) -> str:
    return f"已更新工作日安排：\n{_listed(rows)}"


def calendar_missing(year: int) -> str:
    return (
        f"{year} 年的放假安排还没有收录，届时除法定节日外，按周一至周五算工作日。"
        f"国务院公布后，请更新程序，或告诉我，例如：放假 1月4日；上班 1月9日。"
    )


TAKES_TOO_LONG = (
    "这份方案文件没能在规定时间内读完。请发“方案”取一份原来的文件，在它上面修改后再发一次"
)
