"""`reminders`: what was said unasked, and what was not."""

import click

from bot.actions import reminder_log
from bot.cli.offline import choose_department, looking
from bot.cli.options import of_department
from bot.cli.output import echo_json
from bot.texts import reminder_log as log_texts


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@of_department
def reminders(department_id: str | None, *, as_json: bool) -> None:
    """提醒台账：每个事项、每个人、每个时间窗口一行，写明已发出、没有发的原因、补发或没有送达。"""
    with looking() as reached:
        rows = reached.read(
            lambda work: reminder_log.of_department(work, choose_department(work, department_id))
        )
    zone = reached.settings.zone
    if as_json:
        echo_json([reminder_log.as_json(row, zone) for row in rows])
    else:
        lines = (reminder_log.line(row, zone) for row in rows)
        click.echo("\n".join([log_texts.header(), *lines]))
