"""The head of the file and the words that the unit uses."""

from bot.domain.planfile import kinds
from bot.domain.planfile.fields.table import Field, Table
from bot.domain.planfile.kinds import number

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
        Field("year", kinds.TITLE, "年度怎么说：年度，或 学年（2026—2027学年）", "年度称呼"),
        Field("house", kinds.TITLE, "大家所在的单位，如 系群、全系 的“系”", "本单位简称"),
    ),
    part="words",
)
