"""The steps of the year: stages, the meeting, publicity, reminders, days off, the follow-up."""

from bot.domain.plan import Part as PlanPart
from bot.domain.planfile import kinds
from bot.domain.planfile.fields.table import Field, Table
from bot.domain.planfile.kinds import choice, flag, number

# A section of its own: [stage.report].
STAGE = (
    Field("title", kinds.TITLE),
    Field("due", kinds.DAY),
    Field("waits_for", kinds.TITLES),
    Field("acts", kinds.ROLES),
    Field("reminds", flag()),
)

MEETING = Table(
    "meeting",
    "# ── 会议（S27）─────────────────────────────────────────────",
    (
        Field("speech_minutes", number(1, 60), "每位发言几分钟", "每位发言", "{}分钟"),
        Field(
            "comments",
            choice({"一述一评": "each", "集中点评": "together"}),
            "领导点评：一述一评 或 集中点评",
            "领导点评",
        ),
    ),
    part="meeting",
    brings=PlanPart.MEETING,
)

PUBLICITY = Table(
    "publicity",
    "# ── 公示（S29；天数和范围方案没有规定）──────────────────────────",
    (
        Field(
            "days",
            number(1, 60),
            "公示几个工作日",
            "公示天数",
            "{}个工作日",
            attribute="publicity_days",
        ),
        Field("scope", kinds.TITLE, "公示范围", "公示范围", attribute="publicity_scope"),
        Field(
            "objection_days",
            number(0, 60),
            "公示结束后几个工作日内仍可反映意见",
            "公示后反映意见",
            "{}个工作日内",
        ),
    ),
    brings=PlanPart.PUBLICITY,
)

REMINDERS = Table(
    "reminders",
    "# ── 提醒（S4、S11）─────────────────────────────────────────",
    (
        Field("rungs", kinds.RUNGS, "截止日前第几天提醒；遇休息日提前到最近的工作日", "提前提醒"),
        Field(
            "late_times",
            number(0, 26),
            "过了截止日还没有交，每周再私下提醒几次；以后只列在待办里",
            "过期后提醒",
            "{}次",
        ),
        Field("at", kinds.CLOCK, "几点提醒", "提醒时间"),
        Field("quiet_from", kinds.QUIET_FROM, "安静时段从几点起，", "安静时段"),
        Field("quiet_until", kinds.CLOCK, "到几点止，其间不主动发消息"),
    ),
    part="reminders",
)

CALENDAR = Table(
    "calendar",
    """\
# ── 本单位的休息日和工作日 ─────────────────────────────────
# 法定节假日和调休已经内置，这里只写与之不同的日子，例如 [2026-12-24, 2026-12-25]。""",
    (
        Field("days_off", kinds.DAYS, "另外放假的日子", "另外放假"),
        Field("workdays", kinds.DAYS, "另外上班的日子", "另外上班"),
        Field(
            "school_holidays",
            kinds.SCHOOL_HOLIDAYS,
            '寒暑假，例如 ["1月20日至2月20日"]；除截止日提醒外不主动发消息',
            "寒暑假",
        ),
    ),
)

RECTIFICATION = Table(
    "rectification",
    "# ── 整改（S35、S36、S38）────────────────────────────────────",
    (
        Field(
            "monthly_workday",
            number(1, 20),
            "每月第几个工作日询问进展",
            "询问整改进展",
            "每月第{}个工作日",
        ),
        Field(
            "lead_days",
            number(1, 90),
            "整改事项到期前多少天起询问一次",
            "到期前询问",
            "提前{}天",
        ),
        Field(
            "silent_months",
            number(1, 12),
            "一条整改几个月没有消息才问一次",
            "没有消息时询问",
            "{}个月后",
        ),
        Field(
            "undated_due_months",
            number(1, 24),
            "没写期限的整改事项，承诺后几个月算到期",
            "未写期限的整改",
            "{}个月后到期",
        ),
        Field(
            "effect_check_months", number(1, 24), "销号后几个月回看成效", "销号后回看", "{}个月后"
        ),
        Field(
            "help_workdays",
            number(1, 20),
            "有支部求助时，几个工作日内答复",
            "求助答复",
            "{}个工作日内",
        ),
        Field(
            "bulletin",
            choice(
                {
                    "每季度": "quarterly",
                    "每月": "monthly",
                    "quarterly": "quarterly",
                    "monthly": "monthly",
                }
            ),
            "多久起草一次整改通报：每季度 或 每月",
            "整改通报",
        ),
        Field(
            "bulletin_names_branches",
            flag("写明名称", "不写名称"),
            "通报是否写明支部名称；false 只写“个别支部”“部分支部”",
            "通报里的支部",
        ),
    ),
    part="rectification",
    brings=PlanPart.RECTIFICATION,
    former=("repeat_after_workdays",),
)
