"""`status`: how far everything is."""

import click

from bot.actions import status as states
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.offline import choose_department, departments, looking, running_cycle
from bot.cli.options import of_department
from bot.cli.output import echo_json
from bot.domain.people import Department
from bot.texts.status import cli_lines


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@of_department
def status(department_id: str | None, *, as_json: bool) -> None:
    """周期的状态：各阶段、报告、测评（进行中只有投票人数）、消息。"""

    def look(work: UnitOfWork) -> list[dict[str, object]]:
        # Nobody has to say which procedure, where there is but one office.
        offices = departments(work)
        is_one_office = len({department.name for department in offices}) == 1
        if department_id is None and is_one_office:
            return [_status(work, department) for department in offices]
        return [_status(work, choose_department(work, department_id))]

    with looking() as reached:
        statuses = reached.read(look)
    if not as_json:
        click.echo("\n\n".join(map(cli_lines, statuses)))
    elif len(statuses) == 1:
        # One department is told by itself, as ever: programs read it so.
        echo_json(statuses[0])
    else:
        echo_json(statuses)


def _status(work: UnitOfWork, department: Department) -> dict[str, object]:
    status_of_year = states.status(work, running_cycle(work, department))
    whose = {
        "department": department.id,
        "name": department.name,
        "procedure": department.procedure,
    }
    return whose | states.as_json(status_of_year, work.zone)
