"""Plan files as commands read them: no database is needed for that."""

from pathlib import Path

from bot.cli.failures import CommandFailed
from bot.domain.plan import Plan
from bot.domain.planfile import PlanInvalid, default_plan, parse
from bot.settings import Settings


def read_plan(path: Path) -> Plan:
    """Reads plan.toml in UTF-8 or, as old editors write it, GB18030. Raises CommandFailed with every problem."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    try:
        return parse(text)
    except PlanInvalid as invalid:
        raise CommandFailed(f"{path} 有这些地方要改：\n{invalid}") from None


def plan_of(settings: Settings, year: int) -> Plan:
    """The plan file of the environment, or the built-in plan of the year."""
    return read_plan(settings.plan) if settings.plan else default_plan(year)
