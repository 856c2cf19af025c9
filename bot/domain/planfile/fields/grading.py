"""What a grade rests on and how many of the best there may be; who is evaluated, and who may do what."""

from bot.domain.planfile import kinds, sheet
from bot.domain.planfile.fields.table import Field, Table
from bot.domain.planfile.kinds import flag, number, optional

# A section of its own: [input.comment].
INPUT = (
    Field("title", kinds.TITLE),
    Field("by", kinds.ENTERING),
    Field("weight", kinds.OPTIONAL_SHARE),
    Field("classes", kinds.TITLES),
    Field("required", flag("必须有", "可以没有")),
)
# A section of its own: [condition.rank].
CONDITION = (
    Field("title", kinds.TITLE),
    Field("grades", kinds.TITLES, label="管哪些等次"),
    Field("rank", optional(kinds.SHARE), label="得分名次", said="前{}"),
    Field("least_votes", optional(kinds.SHARE), label="得票率", said="不低于{}"),
    Field("most_votes", optional(kinds.SHARE), label="得票率", said="不高于{}"),
    Field("steps", kinds.TITLES, label="算哪几档"),
    Field("least_score", optional(number(0, 1000)), label="得分", said="不低于{}分"),
    Field("without", kinds.OPTIONAL_NAME, label="没有这项依据"),
    Field("input", kinds.OPTIONAL_NAME, label="看哪项依据"),
    Field("says", kinds.OPTIONAL_NAME, label="依据里写明"),
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

# A section of its own: [subjects.deputy].
SUBJECTS = (
    Field("title", kinds.TITLE, said="{}"),
    Field("bodies", flag("集体", "个人")),
    Field("office", flag("按职务", "按人")),
    Field("characters", optional(number(100, 100_000)), label="字数上限", said="{}字"),
    Field("speech_minutes", optional(number(1, 60)), label="发言", said="{}分钟"),
    Field("rows", sheet.ROWS, label="测评内容"),
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
