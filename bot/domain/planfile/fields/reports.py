"""What is handed in."""

from bot.domain.plan import Part as PlanPart
from bot.domain.planfile import kinds
from bot.domain.planfile.fields.table import Field, Table
from bot.domain.planfile.kinds import choice_of_two, flag, number, optional

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

# A section of its own: [focus.S6].
FOCUS_AREA = (
    Field("title", kinds.TITLE),
    Field("keywords", kinds.KEYWORDS),
)

# A section of its own: [material.slides].
MATERIAL = (
    Field("title", kinds.TITLE),
    Field("kinds", kinds.ENDINGS, label="格式"),
    Field("characters", optional(number(1, 100_000)), label="字数上限", said="{}字"),
    Field("min_characters", optional(number(1, 100_000)), label="字数下限", said="{}字"),
    Field("required", flag("必交", "可以不交"), label="要求"),
    Field("subjects", kinds.TITLES, label="由谁交"),
)
