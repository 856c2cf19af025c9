"""`status` and `reminders`: what stands in the database."""

import json

import click

from bot.actions import cycles, reminder_log
from bot.actions import status as states
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.failures import CommandFailed
from bot.cli.offline import choose_department, departments, looking
from bot.domain.people import Department
from bot.texts import reminder_log as log_texts
from bot.texts.status import cli_lines


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option(
    "--department",
    "--procedure",
    "department_id",
    metavar="编号",
    help="哪个系，或哪一项工作；只有一个时可以不写",
)
def status(department_id: str | None, *, as_json: bool) -> None:
    """周期的状态：各阶段、报告、测评（进行中只有投票人数）、消息。"""
    with looking() as reached:
        found = reached.read(lambda work: _statuses(work, department_id))
    if not as_json:
        click.echo("\n\n".join(map(cli_lines, found)))
        return
    told = found if len(found) > 1 else found[0]
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


def _statuses(work: UnitOfWork, department_id: str | None) -> list[dict[str, object]]:
    """The status of the department that is named; else of all procedures of the only office."""
    offices = departments(work)
    is_one_office = len({department.name for department in offices}) == 1
    if department_id is None and is_one_office:
        return [_status(work, department) for department in offices]
    return [_status(work, choose_department(work, department_id))]


def _status(work: UnitOfWork, department: Department) -> dict[str, object]:
    cycle = cycles.current(work, department.id)
    if cycle is None:
        raise CommandFailed(f"{department.name}还没有开始任何年度")
    known = {
        "department": department.id,
        "name": department.name,
        "procedure": department.procedure,
    }
    return known | states.as_json(states.status(work, cycle), work.zone)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option(
    "--department",
    "--procedure",
    "department_id",
    metavar="编号",
    help="哪个系，或哪一项工作；只有一个时可以不写",
)
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
