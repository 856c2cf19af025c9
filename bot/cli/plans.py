"""`plan`: the year's plan as a file."""

from datetime import UTC, datetime
from pathlib import Path

import click

from bot.actions import cycles, plans
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.cli.confirming import confirmed
from bot.cli.failures import CommandFailed
from bot.cli.offline import choose_department, offline
from bot.cli.planfiles import read_plan
from bot.cli.rosters import class_warnings
from bot.documents.roster import read_roster
from bot.domain.cycle import Cycle
from bot.domain.planfile import procedures, render
from bot.domain.refusals import Refusal
from bot.domain.words import filled
from bot.texts import people as people_texts
from bot.texts import plans as texts
from bot.texts.refusals import sentence


@click.group()
def plan() -> None:
    """年度方案：日期、字数、票类、分值都写在一个文件里，可以直接修改。"""


@plan.command(short_help="写出带说明的默认方案")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--year", type=click.IntRange(2000, 2100), metavar="Y", help="年度，默认今年")
@click.option("--kind", "kind", metavar="KIND", help="哪一种工作，见 shuzhi plan kinds")
def init(file: Path, year: int | None, kind: str | None) -> None:
    """写出带说明的方案，改好后用 SHUZHI_PLAN 指向它。不写 --kind 就是院系党支部书记述职评议考核。"""
    if file.exists():
        raise CommandFailed(f"{file} 已经存在，没有覆盖。请换一个文件名")
    chosen = procedures.procedure(kind or procedures.PROCEDURES[0].id)
    if chosen is None:
        known = "、".join(each.id for each in procedures.PROCEDURES)
        raise CommandFailed(f"没有“{kind}”这一种，可以写：{known}")
    plan = chosen.make(year or datetime.now(UTC).year)  # noqa: TID251 - the rim
    file.write_text(render(plan), encoding="utf-8")
    click.echo(f"已写出 {file}（{chosen.title}）。改好后运行：shuzhi plan check {file}")


@plan.command(short_help="列出可以从哪几种方案开始")
def kinds() -> None:
    """列出 plan init --kind 可以写的种类。"""
    click.echo(procedures.listed())


@plan.command(short_help="检查方案")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE"
)
@click.option(
    "--roster",
    "roster_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="名册.xlsx",
    help="一起核对名册：哪个票类的人数会太少",
)
def check(file: Path, roster_file: Path | None) -> None:
    """检查方案文件，有错时指出行号和条目。"""
    found = read_plan(file)
    click.echo(f"{file} 可以使用：{found.title}，完成日期 {found.deadline.isoformat()}")
    if roster_file is None:
        return
    categories = [category.id for category in found.ballot.categories]
    sheet = read_roster(roster_file.read_bytes(), categories=categories, groups=found.subjects)
    for problem in sheet.problems:
        click.echo(f"提示：{people_texts.roster_problem(problem.row, problem.message)}")
    for line in class_warnings(found, sheet.lines):
        click.echo(f"提示：{filled(line, found.words)}")


@plan.command(short_help="启用改好的方案")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE"
)
@click.option(
    "--department",
    "--procedure",
    "department_id",
    metavar="编号",
    help="哪个系，或哪一项工作；只有一个时可以不写",
)
@click.option("--dry-run", is_flag=True, help="只看会改什么，不启用")
@click.option("--yes", is_flag=True, help="不再询问")
def apply(file: Path, department_id: str | None, *, dry_run: bool, yes: bool) -> None:
    """让一个系改用这份方案：先列出改动，确认后才启用，并告知系群。和把 plan.toml 发给机器人一样。"""
    read_plan(file)  # names every line that is wrong
    content = file.read_bytes()
    with offline() as reached:
        cycle = reached.read(lambda work: _running(work, department_id))
        try:
            change = reached.read(lambda work: plans.read_change(work, cycle, content))
        except Refusal as refusal:
            raise CommandFailed(sentence(refusal)) from None
        told = (
            texts.would_begin(change.plan.year)
            if change.begins
            else texts.would_change(change.changes)
        )
        if dry_run:
            click.echo(f"{filled(told, change.plan.words)}\n以上改动没有启用（--dry-run）")
            return
        if not confirmed([filled(told, change.plan.words)], yes=yes):
            raise CommandFailed(texts.DECLINED, exit_code=1)
        reached.write(lambda work: plans.put_in_force(work, cycle, SYSTEM, content))
    done = texts.begun(change.plan.year) if change.begins else texts.IN_FORCE
    click.echo(filled(done, change.plan.words))


def _running(work: UnitOfWork, department_id: str | None) -> Cycle:
    department = choose_department(work, department_id)
    cycle = cycles.current(work, department.id)
    if cycle is None:
        raise CommandFailed(f"{department.name}还没有开始任何年度")
    return cycle
