"""How long things are kept after a year has ended."""

from bot.domain.planfile import kinds
from bot.domain.planfile.fields.table import Field, Table

RETENTION = Table(
    "retention",
    """\
# ── 保存期限（方案没有规定）──────────────────────────────────
# 年度归档后几个月；"不限" 表示一直留着。到期的由管理员用 shuzhi privacy remove 删除，不自动删。
# 报告定稿、等次、评价意见、测评结果、公示、整改台账是年度档案，不在其中。""",
    (
        Field("messages", kinds.MONTHS, "同机器人的对话、请假原因", "对话保存"),
        Field("drafts", kinds.MONTHS, "旧版报告、材料和评价意见，没有办成的确认", "旧稿保存"),
        Field("letters", kinds.MONTHS, "公示和测评表上的意见原话", "意见原话保存"),
        Field("files", kinds.MONTHS, "退回的、临时生成的文件，从不再使用起算", "临时文件保存"),
    ),
    part="retention",
)
