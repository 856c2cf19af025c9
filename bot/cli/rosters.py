"""`roster`: the workbook, empty and read in."""

from collections.abc import Sequence
from pathlib import Path

import click

from bot.actions import cycles, handovers, people
from bot.actions.people import RosterChanges
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.failures import CommandFailed
from bot.cli.offline import Offline, choose_department, offline, reach
from bot.cli.planfiles import plan_of
from bot.clocks import present
from bot.documents.roster import RosterLine, RosterSheet, read_roster
from bot.domain.people import Role
from bot.domain.plan import Part, Plan
from bot.domain.polls.roll import small_categories, tight_categories
from bot.exports.roster import roster_template
from bot.settings import load_settings
from bot.storage.database import holds_data
from bot.texts import people as texts


@click.group()
def roster() -> None:
    """名册：一行一人，用 Excel 或 WPS 填写。"""


@roster.command(short_help="写出空白名册")
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
    plan = _known_plan(department_id)
    file.write_bytes(
        roster_template(
            categories={category.id: category.title for category in plan.ballot.categories},
            groups=plan.subjects,
        )
    )
    click.echo(f"已写出 {file}。填好后运行：shuzhi roster import {file}")


def _known_plan(department_id: str | None) -> Plan:
    """The plan in force; before there are any data the plan of the environment."""
    settings = load_settings()
    if department_id is None and not holds_data(settings.database):
        return plan_of(settings, present(settings).year)
    with reach(settings) as reached:
        found = reached.read(lambda work: _plan(work, department_id))
        return found or plan_of(settings, reached.now.year)


def _plan(work: UnitOfWork, department_id: str | None) -> Plan | None:
    """The plan in force of that department, or of the only one; None where nobody said which."""
    if department_id is None and len(people.departments(work)) != 1:
        return None
    cycle = cycles.current(work, choose_department(work, department_id).id)
    return cycle.plan if cycle else None


@roster.command("import", short_help="读入名册")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE.xlsx"
)
@click.option("--dry-run", is_flag=True, help="只看会改什么，不保存")
@click.option(
    "--department",
    "--procedure",
    "department_id",
    metavar="编号",
    help="哪个系，或哪一项工作；只有一个时可以不写",
)
def import_(file: Path, department_id: str | None, *, dry_run: bool) -> None:
    """读入名册，列出改动；有错的行逐行指出，有错就不保存。"""
    with offline() as reached:
        department = reached.read(lambda work: choose_department(work, department_id))
        sheet = reached.read(lambda work: _sheet(work, department.id, file))
        changes = _import(reached, department.id, sheet, keep=not dry_run)
        plan = reached.read(lambda work: _plan(work, department.id))
    for warning in sheet.problems:
        click.echo(f"提示：{texts.roster_problem(warning.row, warning.message)}")
    _report(changes, dry_run=dry_run)
    if plan is not None:
        for line in class_warnings(plan, sheet.lines):
            click.echo(f"提示：{line}")


def class_warnings(plan: Plan, lines: Sequence[RosterLine]) -> list[str]:
    """Says which voter categories will have too few ballots, before any is held."""
    if not plan.has(Part.BALLOT):
        return []
    people_lines = [line for line in lines if not line.is_body]
    grouped = any(line.groups for line in lines)
    rated = [
        line.category
        for line in people_lines
        if line.groups or (not grouped and Role.SECRETARY in line.roles)
    ]
    rules = plan.ballot
    voters = [line.category for line in people_lines]
    small = texts.small_classes(small_categories(rules, voters), apart=rules.small_apart)
    tight = tight_categories(rules, voters, rated)
    return (small + texts.tight_classes(tight, apart=rules.small_apart)).split("\n")[1:]


def _sheet(work: UnitOfWork, department_id: str, file: Path) -> RosterSheet:
    cycle = cycles.current(work, department_id)
    assert cycle is not None, "adding a department begins its cycle"
    sheet = read_roster(
        file.read_bytes(),
        categories=[category.id for category in cycle.plan.ballot.categories],
        groups=cycle.plan.subjects,
    )
    taken = people.accounts_elsewhere(work, department_id, sheet.lines)
    problems = [texts.roster_problem(problem.row, problem.message) for problem in sheet.errors]
    problems += [texts.account_elsewhere(account, name) for account, name in taken.items()]
    if problems:
        raise CommandFailed("名册没有导入，请改好这几处：\n" + "\n".join(problems))
    return sheet


def _import(
    reached: Offline, department_id: str, sheet: RosterSheet, *, keep: bool
) -> RosterChanges:
    def run(work: UnitOfWork) -> RosterChanges:
        if not keep:
            return people.preview_roster(work, department_id, sheet.lines)
        return handovers.import_by_administrator(work, department_id, sheet.lines)

    return reached.write(run)


def _report(changes: RosterChanges, *, dry_run: bool) -> None:
    if not changes.any:
        click.echo(texts.ROSTER_UNCHANGED)
        return
    click.echo("以下改动没有保存（--dry-run）：" if dry_run else "名册已导入：")
    for title, names in (
        ("新增支部", changes.branches_added),
        ("撤销支部", changes.branches_left),
        ("新增", changes.added),
        ("更新", changes.changed),
        ("离开", changes.left),
    ):
        if names:
            click.echo(f"  {title} {len(names)}：{'、'.join(names)}")
