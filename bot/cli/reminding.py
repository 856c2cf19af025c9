"""`reminders`: what was said unasked, and what was not."""

import json

import click

from bot.actions import reminder_log
from bot.cli.offline import choose_department, looking
from bot.cli.options import of_department
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
        click.echo(
            json.dumps(
                [reminder_log.as_json(one, zone) for one in rows], ensure_ascii=False, indent=2
            )
        )
    else:
        click.echo("\n".join([log_texts.header(), *(reminder_log.line(one, zone) for one in rows)]))
