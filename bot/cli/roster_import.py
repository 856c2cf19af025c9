"""`roster import`: the workbook, read in."""

from pathlib import Path

import click

from bot.actions import cycles, handovers, rosters
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.class_sizes import class_warnings
from bot.cli.failures import CommandFailed
from bot.cli.offline import changing, choose_department, plan_in_force
from bot.cli.options import FILE, of_department
from bot.documents.roster import RosterSheet, read_roster
from bot.texts import people as texts


@click.command("import")
@click.argument("file", type=FILE, metavar="FILE.xlsx")
@click.option("--dry-run", is_flag=True, help="只看会改什么，不保存")
@of_department
def import_(file: Path, department_id: str | None, *, dry_run: bool) -> None:
    """读入名册，列出改动；有错的行逐行指出，有错就不保存。"""
    with changing() as reached:
        department = reached.read(lambda work: choose_department(work, department_id))
        sheet = reached.read(lambda work: _sheet(work, department.id, file))
        # Who has the command line vouches for everybody in it (decision 0017).
        read_in, heading = handovers.import_by_administrator, "名册已导入："
        if dry_run:
            read_in, heading = rosters.preview_roster, "以下改动没有保存（--dry-run）："
        changes = reached.write(lambda work: read_in(work, department.id, sheet.lines))
        plan = reached.read(lambda work: plan_in_force(work, department.id))
    for warning in texts.gathered((problem.row, problem.message) for problem in sheet.problems):
        click.echo(f"提示：{warning}")
    if changes.any:
        click.echo(heading)
    else:
        click.echo(texts.ROSTER_UNCHANGED)
    for title, names in (
        ("新增支部", changes.branches_added),
        ("撤销支部", changes.branches_left),
        ("新增", changes.added),
        ("更新", changes.changed),
        ("离开", changes.left),
    ):
        if names:
            click.echo(f"  {title} {len(names)}：{'、'.join(names)}")
    if plan is not None:
        for line in class_warnings(plan, sheet.lines):
            click.echo(f"提示：{line}")


def _sheet(work: UnitOfWork, department_id: str, file: Path) -> RosterSheet:
    """Reads the roster. Raises CommandFailed with every line of it that cannot be taken."""
    cycle = cycles.current(work, department_id)
    assert cycle is not None, "adding a department begins its cycle"
    sheet = read_roster(
        file.read_bytes(),
        categories=[category.id for category in cycle.plan.ballot.categories],
        groups=cycle.plan.subjects,
    )
    taken = rosters.accounts_elsewhere(work, department_id, sheet.lines)
    problems = texts.gathered((problem.row, problem.message) for problem in sheet.errors)
    problems += [texts.account_elsewhere(account, name) for account, name in taken.items()]
    if problems:
        raise CommandFailed("名册没有导入，请改好这几处：\n" + "\n".join(problems))
    return sheet
