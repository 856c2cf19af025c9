"""Words of the papers that begin the year: what the plan says, and the notice."""

from collections.abc import Iterator

from bot.domain.plan import Part, Plan, Stage
from bot.domain.planfile.values import spoken_share
from bot.domain.words import MEETING, OFFICE, REPORT, SPEECH, SUBJECT, UNIT
from bot.texts import dates
from bot.texts.notices import shares
from bot.texts.papers import full_date
from bot.texts.polls.events import COMMENTS
from bot.texts.polls.sheets import manner

PLAN_NAME = "工作方案要点.docx"
NOTICE_NAME = "工作通知.docx"
STAGE_COLUMNS = ("序号", "环节", "完成时间")


def plan_title(plan: Plan) -> str:
    return f"{plan.title}工作方案要点"


def plan_preamble(plan: Plan, version: int) -> str:
    return (
        f"本要点按{plan.unit}{plan.title}工作方案（第{version}版）整理，"
        f"全部工作于{full_date(plan.deadline)}前完成。"
    )


STAGES, FOCUS, REPORTING, MEETING_PART, GRADING = (
    "时间安排",
    "重点内容",
    f"{REPORT}要求",
    MEETING,
    "考核等次",
)


def reporting(plan: Plan) -> Iterator[str]:
    """Yields what is asked of a report."""
    bounds = []
    if plan.report.characters is not None:
        bounds.append(f"控制在{plan.report.characters}字以内")
    if plan.report.min_characters is not None:
        bounds.append(f"不少于{plan.report.min_characters}字")
    if bounds:
        yield f"篇幅{'，'.join(bounds)}。"
    if plan.has(Part.PROPORTION):
        yield f"{'，'.join(shares(plan.report))}。"
    if plan.has(Part.OUTLINE):
        yield "问题、原因、措施一一对应，作出整改承诺。"


def meeting(plan: Plan) -> Iterator[str]:
    yield f"现场{SPEECH}，每人{plan.meeting.speech_minutes}分钟，{COMMENTS[plan.meeting.comments]}。"
    if plan.has(Part.BALLOT):
        steps = "、".join(step.title for step in plan.ballot.scale)
        classes = "、".join(
            f"{category.title}占{spoken_share(category.weight)}"
            for category in plan.ballot.categories
        )
        yield f"参会人员现场{manner(secret=plan.ballot.secret)}测评，分“{steps}”；{classes}。"


def grading(plan: Plan) -> Iterator[str]:
    inputs = "、".join(rule.shown for rule in plan.inputs)
    if inputs:
        yield f"综合{inputs}等情况，集体研究确定。"
    yield f"考核等次分“{'、'.join(plan.grade_steps)}”。"
    if plan.caps.max_best is not None:
        yield f"“{plan.grade_steps[0]}”不超过{spoken_share(plan.caps.max_best)}。"


# --- the notice ---------------------------------------------------------------------------------


def notice_title(plan: Plan) -> str:
    return f"关于开展{plan.title}工作的通知"


def addressee() -> str:
    return f"各{UNIT}"


def notice_preamble(plan: Plan) -> str:
    return (
        f"按照工作方案，现启动{plan.title}工作，{full_date(plan.deadline)}前完成。"
        "现将有关事项通知如下："
    )


def notice_report(plan: Plan) -> str:
    return f"各位{OFFICE}认真撰写{REPORT}：{''.join(reporting(plan))}"


def stage(stage: Stage, year: int) -> str:
    return f"{stage.title}：{dates.plain_of_plan(stage.due, year)}前。"


NOTICE_HEADINGS = ("考核对象", "时间安排", f"{REPORT}", "调查研究")


def subjects(number: int) -> str:
    return f"{SUBJECT}，共{number}人。"


# Nothing is asked for that only leaves a trace (S14).
FIELDWORK = "调研求实效，多到现场看、多见具体事、多听群众说，不要求报送照片、截图或台账。"


ENDING = "特此通知。"


def contact(words: str) -> str:
    return f"未尽事宜请联系{words}。"
