"""`roster template`: the workbook, empty."""

from pathlib import Path

import click

from bot.cli.offline import looking, plan_in_force
from bot.cli.options import check_new
from bot.cli.planfiles import plan_of
from bot.clocks import present
from bot.exports.roster import roster_template
from bot.settings import load_settings
from bot.storage.database import holds_data


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.xlsx")
@click.option(
    "--department",
    "--procedure",
    "department_id",
    metavar="编号",
    help="按哪个系的方案列出票类；只有一个系时可以不写",
)
def template(file: Path, department_id: str | None) -> None:
    """写出一份空白名册，附填写说明；票类按正在用的方案列出。"""
    # A roster that somebody has filled in often bears the name that the guide gives it.
    check_new(file)
    settings = load_settings()
    if department_id is None and not holds_data(settings.database):
        # Before there are any data it is the plan of the environment.
        plan = plan_of(settings, present(settings).year)
    else:
        with looking() as reached:
            in_force = reached.read(lambda work: plan_in_force(work, department_id))
            plan = in_force or plan_of(settings, reached.now.year)
    categories = {category.id: category.title for category in plan.ballot.categories}
    file.write_bytes(roster_template(categories=categories, groups=plan.subjects))
    click.echo(f"已写出 {file}。填好后运行：shuzhi roster import {file}")
