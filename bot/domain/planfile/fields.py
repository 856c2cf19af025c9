"""The fields of the plan as one table: what reads, writes,
compares and documents a plan goes through it.

A new field is a line here beside its place in `bot.domain.plan`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from bot.domain.plan import Part as PlanPart
from bot.domain.plan import Plan
from bot.domain.planfile import kinds, sheet
from bot.domain.planfile.kinds import Kind, choice, choice_of_two, flag, number, optional
from bot.domain.planfile.sections import Section

Part = TypeVar("Part", bound=Any)  # a plan, one of its parts, or a stage, focus area or category


@dataclass(frozen=True)
class Field:
    """One line `key = value  # comment` of the file; the value is an attribute of a part of the plan.

    `label` and `said` are how a difference is told; without a label another line tells it.
    """

    key: str
    kind: Kind
    comment: str = ""
    label: str = ""
    said: str = "{}"
    attribute: str = ""  # where it is not called as the key

    def of(self, part: object) -> Any:
        return getattr(part, self.attribute or self.key)

    def put(self, part: Part, value: object) -> Part:
        """The part with another value here."""
        return replace(part, **{self.attribute or self.key: value})


@dataclass(frozen=True)
class Table:
    """One section `[name]` of the file with comment lines above it;
    the head of the file has no name.

    Its fields are attributes of the plan's part `part`, or of the plan itself. `brings` is the part
    of the procedure that a plan with this section has.
    """

    name: str
    intro: str
    fields: tuple[Field, ...]
    part: str = ""
    brings: PlanPart | None = None

    def of(self, plan: Plan) -> object:
        if not self.part:
            return plan
        return getattr(plan, self.part)

    def put(self, plan: Plan, part: Any) -> Plan:
        """The plan with another part in this place."""
        if not self.part:
            whole: Plan = part
            return whole
        return replace(plan, **{self.part: part})


def read_fields(fields: Iterable[Field], section: Section, part: Part) -> Part:
    """The part as the section describes it; what the section does not say stays as it is."""
    for field in fields:
        part = field.put(part, field.kind.read(section, field.key, field.of(part)))
    return part


HEAD = Table(
    "",
    """\
# 工作方案。以 # 开头的行是说明，可以删改。没有写的部分就是不安排，例如删去 [publicity] 就不公示。
# 标点请用英文半角，文字要加英文双引号。改好后运行 shuzhi plan check 文件名 检查。""",
    (
        Field("year", number(2000, 2099), "年度", "年度", "{}年"),
        Field("title", kinds.TITLE, "名称，用在通知和公示里", "名称"),
        Field("unit", kinds.TITLE, "本单位（S1）", "本单位"),
        Field("upper_unit", kinds.TITLE, "上级党组织（S1）", "上级党组织"),
        Field("organisation", kinds.OPTIONAL_TEXT, "文件落款的党组织；空着就用本单位", "落款"),
        Field("deadline", kinds.DAY, "考核工作完成期限，倒计时以这一天为准（S4）", "完成期限"),
        Field(
            "help_contact", kinds.OPTIONAL_TEXT, "遇到困难找谁，写在每条提醒后面（S37）", "联系人"
        ),
    ),
)

WORDS = Table(
    "words",
    """\
# ── 称呼 ───────────────────────────────────────────────────
# 机器人的话和文件都用这里的叫法。""",
    (
        Field("subject", kinds.TITLE, "对象：评的是谁", "对象称呼"),
        Field("unit", kinds.TITLE, "单位：对象在哪里", "单位称呼"),
        Field("activity", kinds.TITLE, "活动：这项工作叫什么", "活动名称"),
        Field("report", kinds.TITLE, "交的材料叫什么", "材料名称"),
        Field("meeting", kinds.TITLE, "开的会叫什么", "会议名称"),
        Field("speech", kinds.TITLE, "在会上做什么", "会上发言"),
        Field("house", kinds.TITLE, "大家所在的单位，如 系群、全系 的“系”", "本单位简称"),
    ),
    part="words",
)

REPORT = Table(
    "report",
    "# ── 书面报告（S17—S26）─────────────────────────────────────",
    (
        Field(
            "characters",
            kinds.LENGTH,
            '字数上限（S26），按 Word 的“字数”计；"不限" 表示不作要求',
            "报告字数上限",
        ),
        Field(
            "min_characters",
            kinds.LENGTH,
            '字数下限；方案没有规定，"不限" 表示不作要求',
            "报告字数下限",
        ),
        Field(
            "kind",
            choice_of_two("党建述职", "其他"),
            "党建述职 按 S17—S25 检查；其他（如 德能勤绩廉）只看字数",
            "报告种类",
            attribute="party_building",
        ),
        Field(
            "focus_year",
            number(0, 2099, say=kinds.say_focus_year),
            "重点内容是哪一年的，与年度不同时要先核对；0 为不分年度",
            "重点内容",
        ),
        Field(
            "max_achievements",
            kinds.UPPER_SHARE,
            '讲成绩的篇幅上限（S21）；"不限" 表示不作要求',
            "讲成绩的篇幅上限",
        ),
        Field(
            "min_problems_and_causes",
            kinds.OPTIONAL_SHARE,
            '问题和原因的篇幅下限；方案没有规定，"不限" 表示不作要求',
            "问题和原因的篇幅下限",
        ),
        Field(
            "max_file_megabytes",
            kinds.MEGABYTES,
            "文件大小上限，单位 MB",
            "文件大小上限",
            "{}MB",
            attribute="max_file_bytes",
        ),
    ),
    part="report",
    brings=PlanPart.REPORT,
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

BALLOT = Table(
    "ballot",
    "# ── 现场测评（S28）─────────────────────────────────────────",
    (
        Field(
            "rows",
            sheet.ROWS,
            "测评内容；一行另有权重、满分、等次、打分或只由部分票类填写的，写法见 docs/plan.md。",
            "测评内容",
        ),
        Field(
            "scale",
            sheet.SCALE,
            '等次从高到低（S33）和折算分值，不了解、弃权等写 "不计分"；得分只供参考（S31）。',
            "测评等次",
        ),
        Field(
            "minimum",
            number(3, 1000, "；人数太少会看出个人的选择"),
            "每个票类至少多少张票才单独公布，不得低于 3",
            "单独公布的最少票数",
            "{}张",
        ),
        Field(
            "small",
            choice_of_two("计入得分", "合并"),
            "票数更少的票类：计入得分 票数不公布，按权重计入得分；合并 与相邻票类合并统计",
            "票数少的票类",
            attribute="small_apart",
        ),
        Field(
            "quorum",
            kinds.OPTIONAL_SHARE,
            '有效测评的最低参加比例；方案没有规定，"不限" 表示不作要求',
            "最低参加比例",
        ),
        Field(
            "best_at_most",
            sheet.AT_MOST,
            '一张表上最高一档最多给几个，"不限" 表示不作要求；推荐类测评即最多推荐几个',
            "一张表上最高一档",
        ),
        Field(
            "drop_extremes",
            flag("去掉", "不去掉"),
            "打分时，每个票类去掉一个最高分和一个最低分 true，否则 false",
            "最高分和最低分",
        ),
        Field(
            "words",
            flag("可以不署名写意见", "不写意见"),
            "测评表上可以不署名写意见 true，否则 false",
            "测评表上的意见",
        ),
        Field("secret", flag("无记名", "记名"), "无记名 true，记名 false", "测评方式"),
        Field("decimals", number(0, 4), "得分保留几位小数", "得分小数位数", "{}位"),
        Field(
            "objection_days",
            number(0, 60),
            "计票后保留选票备查的天数，0 表示计票后立即销毁",
            "选票保留天数",
            "{}天",
        ),
        Field(
            "remind_after_minutes",
            number(0, 1440, say=kinds.say_minutes),
            "测评开始几分钟后私下提醒还没有投票的同志一次，0 表示不提醒",
            "提醒还没有投票的同志",
        ),
    ),
    part="ballot",
    brings=PlanPart.BALLOT,
)

RELEASE = Table(
    "release",
    "# ── 测评结果（方案没有规定）────────────────────────────────",
    (
        Field("to", kinds.ROLES, "结果交给谁；由另一位同志核对后发出", "测评结果交给"),
        Field(
            "group",
            flag("可以在群里公布", "不在群里公布"),
            "除此以外，可以在群里公布 true，不公布 false",
            "群里",
        ),
        Field("scores", flag("公布得分", "不公布得分"), "群里公布时带得分 true", "群里的得分"),
    ),
    part="release",
)

CAPS = Table(
    "caps",
    '# ── 等次比例（方案没有规定，以下是常见做法；"不限" 表示不作要求）────────',
    (
        Field("max_best", kinds.OPTIONAL_SHARE, "最高等次不超过多少", "最高等次不超过"),
        Field(
            "min_below_best", kinds.OPTIONAL_SHARE, "最高等次以下不少于多少", "最高等次以下不少于"
        ),
    ),
    part="caps",
)

GRADES = Table(
    "grades",
    "# ── 考核等次（S33）─────────────────────────────────────────",
    (
        Field(
            "steps",
            kinds.STEPS,
            "等次从高到低；空着就和测评的等次相同",
            "考核等次",
            attribute="grades",
        ),
    ),
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
            "repeat_after_workdays",
            number(1, 30),
            "没有回音时，隔几个工作日再问一次",
            "整改再次询问",
            "{}个工作日后",
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
)

SATISFACTION = Table(
    "satisfaction",
    """\
# ── 党员群众满意度（S8）──────────────────────────────────────
# 请一个支部的党员群众不记名评价整顿、整改。最少票数、得分小数、选票保留天数与 [ballot] 相同。""",
    (
        Field("days", number(1, 60), "开放几个工作日", "满意度测评开放", "{}个工作日"),
        Field("scale", sheet.SCALE, "选项从好到差和折算分值。", "满意度选项"),
    ),
    part="satisfaction",
    brings=PlanPart.SATISFACTION,
)

RIGHTS = Table(
    "rights",
    "# ── 谁来办（方案没有规定）────────────────────────────────────",
    (
        Field("opinions", kinds.OFFICES, "谁起草、修改评价意见", "评价意见由", "{}起草"),
        Field("grades", kinds.OFFICES, "谁按会议记录录入等次；都要另一位确认", "等次由", "{}录入"),
        Field("inputs", kinds.OFFICES, "谁看四项依据和等次表", "依据由", "{}查看"),
        Field("feedback", kinds.OFFICES, "谁看公示收到的意见", "公示意见由", "{}查看"),
        Field("export", kinds.OFFICES, "谁导出全年材料", "全年材料由", "{}导出"),
        Field(
            "confirmation_hours",
            number(1, 240),
            "请人确认，几小时没有答复再请别的同志；遇夜里和休息日顺延",
            "等候确认",
            "{}小时",
        ),
    ),
    part="rights",
)

# In the order in which a difference is told; the order of the file is `rendering`'s.
RULES = (
    WORDS,
    REPORT,
    MEETING,
    BALLOT,
    GRADES,
    RELEASE,
    CAPS,
    PUBLICITY,
    REMINDERS,
    CALENDAR,
    RECTIFICATION,
    SATISFACTION,
    RIGHTS,
)

# Each of these is a section of its own: [stage.report], [focus.S6], [subjects.deputy],
# [material.slides], [category.A], [input.comment].
STAGE = (
    Field("title", kinds.TITLE),
    Field("due", kinds.DAY),
    Field("waits_for", kinds.TITLES),
    Field("acts", kinds.ROLES),
    Field("reminds", flag()),
)
FOCUS_AREA = (
    Field("title", kinds.TITLE),
    Field("keywords", kinds.KEYWORDS),
)
SUBJECTS = (
    Field("title", kinds.TITLE, said="{}"),
    Field("bodies", flag("集体", "个人")),
    Field("office", flag("按职务", "按人")),
    Field("characters", optional(number(100, 100_000)), label="字数上限", said="{}字"),
    Field("speech_minutes", optional(number(1, 60)), label="发言", said="{}分钟"),
    Field("rows", sheet.ROWS, label="测评内容"),
)
MATERIAL = (
    Field("title", kinds.TITLE),
    Field("kinds", kinds.ENDINGS, label="格式"),
    Field("characters", optional(number(1, 100_000)), label="字数上限", said="{}字"),
    Field("min_characters", optional(number(1, 100_000)), label="字数下限", said="{}字"),
    Field("required", flag("必交", "可以不交"), label="要求"),
    Field("subjects", kinds.TITLES, label="由谁交"),
)
INPUT = (
    Field("title", kinds.TITLE),
    Field("by", kinds.ENTERING),
    Field("weight", kinds.OPTIONAL_SHARE),
    Field("classes", kinds.TITLES),
)
CATEGORY = (
    Field("title", kinds.TITLE),
    Field("weight", kinds.WEIGHT),
    Field("rates", sheet.RATES),
    Field("quorum", kinds.OPTIONAL_SHARE),
)
