"""What is kept and for how long, in words."""

from collections.abc import Sequence
from datetime import date

from bot.domain.retention import Kind

KINDS = {
    Kind.MESSAGES: "对话",
    Kind.DRAFTS: "旧稿",
    Kind.LETTERS: "意见原话",
    Kind.FILES: "不再使用的文件",
}
REMOVED = "（保存期满，已删除）"
NOTHING_DUE = "没有到期的内容。"
# Nothing goes by the clock (decision 0038).
PREVIEW = "这些已到期，还没有删。加 --yes 删除；要留的先用 shuzhi export 导出。"
# They are the record, and have no term (decision 0038).
KEPT = "报告定稿、等次、评价意见、测评结果、公示、整改台账和审计链不删。"
IN_FILES = "数据库正被使用，磁盘的空位里还有删去的内容。请停止服务，运行 sudo -u postgres vacuumdb --full 库名"
IN_BACKUPS = "以前的备份里还有，按份数轮换掉为止。"
OTHERS = "不在名册或在几份名册上的人"


def due(kind: Kind, number: int, first: date | None, last: date | None) -> str:
    period = ""
    if first is not None and last is not None:
        period = f"，{first} 至 {last}"
    return f"{KINDS[kind]} {number} 条{period}"


def due_files(number: int, size: int) -> str:
    return f"{KINDS[Kind.FILES]} {number} 个，共 {size / 1024 / 1024:.1f} MB"


def removed(kind: Kind, number: int) -> str:
    return f"已删除{KINDS[kind]} {number} 条。"


def removed_files(number: int) -> str:
    return f"已删除文件 {number} 个。"


def running(years: Sequence[int]) -> str:
    """Says which years keep things from being due."""
    listed = "、".join(map(str, years))
    return f"{listed} 年度还没有归档，或者还有没了结的事，其内容不到期。"


def on_check(number: int) -> str:
    if not number:
        return "没有到期的内容"
    return f"有 {number} 条保存期满，用 shuzhi privacy due 看，privacy remove 删"
