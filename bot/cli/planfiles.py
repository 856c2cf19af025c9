"""Plan files as commands read them: no database is needed for that."""

from datetime import date
from pathlib import Path

from bot.cli.failures import CommandFailed
from bot.domain.plan import Plan
from bot.domain.planfile import PlanInvalid, decode, default_plan, parse
from bot.settings import Settings

OTHER_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")  # begin Word, Excel and PDF files
NO_PLAN = (
    "不是方案文件，像是 Word、Excel 或 PDF。方案是纯文本的 plan.toml：用 shuzhi plan init plan.toml 写出一份，"
    "照着原来的文件改"
)


def read_plan(path: Path) -> Plan:
    """Reads plan.toml. Raises CommandFailed with every problem."""
    content = path.read_bytes()
    # Told by its bytes, for it may be named as a plan is.
    if content.startswith(OTHER_FILES):
        raise CommandFailed(f"{path} {NO_PLAN}")
    try:
        return parse(decode(content))
    except PlanInvalid as invalid:
        raise CommandFailed(f"{path} 有这些地方要改：\n{invalid}") from None


def plan_of(settings: Settings, year: int) -> Plan:
    """Returns the plan of the environment's file, or the built-in plan of the year. Raises
    CommandFailed where the file is missing or unfit.
    """
    if settings.plan is None:
        return default_plan(year)
    if not settings.plan.exists():
        raise CommandFailed(f"找不到 SHUZHI_PLAN 指的方案文件：{settings.plan}")
    return read_plan(settings.plan)


def past(plan: Plan, today: date) -> str:
    """Returns a hint where the plan is one of a year that is over; empty where it is not."""
    if plan.deadline >= today:
        return ""
    return (
        f"提示：这是 {plan.year} 年度的方案，完成日期 {plan.deadline.isoformat()} 已经过去。"
        "要办新的年度，请改文件里的年度和日期"
    )
