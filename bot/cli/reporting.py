"""`status`: how far everything is."""

import json

import click

from bot.actions import cycles
from bot.actions import status as states
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.failures import CommandFailed
from bot.cli.offline import choose_department, departments, looking
from bot.cli.options import of_department
from bot.domain.people import Department
from bot.texts.status import cli_lines


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@of_department
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
