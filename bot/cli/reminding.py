"""`reminders`: what was said unasked, and what was not."""

import click

from bot.actions import reminder_log
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.offline import choose_department, looking
from bot.cli.options import of_department
from bot.cli.output import echo_json
from bot.domain.words import Words
from bot.texts import reminder_log as log_texts


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@of_department
def reminders(department_id: str | None, *, as_json: bool) -> None:
    """提醒台账：每个事项、每个人、每个时间窗口一行，写明已发出、没有发的原因、补发或没有送达。"""

    def look(work: UnitOfWork) -> tuple[list[reminder_log.Logged], Words]:
        department = choose_department(work, department_id)
        return reminder_log.of_department(work, department), work.words_of(department.id)

    with looking() as reached:
        rows, words = reached.read(look)
    zone = reached.settings.zone
    if as_json:
        echo_json([reminder_log.as_json(row, zone) for row in rows])
    else:
        lines = (reminder_log.line(row, zone, words) for row in rows)
        click.echo("\n".join([log_texts.header(), *lines]))
