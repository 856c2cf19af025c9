"""The evaluation by ballot, and where its result goes."""

from bot.domain.plan import Listed
from bot.domain.plan import Part as PlanPart
from bot.domain.planfile import kinds, sheet
from bot.domain.planfile.fields.table import Field, Table
from bot.domain.planfile.kinds import choice, choice_of_two, flag, number

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

# A section of its own: [category.A].
CATEGORY = (
    Field("title", kinds.TITLE),
    Field("weight", kinds.WEIGHT, label="权重"),
    Field("rates", sheet.RATES, label="测评谁"),
    Field("quorum", kinds.OPTIONAL_SHARE, label="最低参加比例"),
)

# A section of its own: [venue.south].
VENUE = (
    Field("title", kinds.TITLE),
    Field("place", kinds.OPTIONAL_NAME, label="地点"),
    Field("branches", kinds.TITLES, label="支部"),
    Field("people", kinds.TITLES, label="人员"),
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
        Field(
            "list",
            choice({each.value: each for each in Listed}),
            "公示一张名单：等次、得分 或 不公示",
            "名单公示",
            attribute="listed",
        ),
        Field("list_days", number(1, 60), "名单公示几个工作日", "名单公示天数", "{}个工作日"),
        Field(
            "list_grades",
            kinds.TITLES,
            "名单上只有得了这些等次的；空着就是所有人",
            "名单上的等次",
        ),
    ),
    part="release",
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
