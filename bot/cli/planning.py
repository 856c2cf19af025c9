"""`plan init`, `plan kinds`, `plan check`: files alone, without any data."""

from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.failures import CommandFailed
from bot.cli.options import FILE, check_new, of_year
from bot.cli.planfiles import past, read_plan
from bot.domain.planfile import procedures, render


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@of_year
@click.option("--kind", "kind", metavar="KIND", help="哪一种工作，见 shuzhi plan kinds")
def init(file: Path, year: int | None, kind: str | None) -> None:
    """写出带说明的方案，改好后用 SHUZHI_PLAN 指向它。不写 --kind 就是院系党支部书记述职评议考核。"""
    check_new(file)
    chosen = procedures.procedure(kind or procedures.PROCEDURES[0].id)
    if chosen is None:
        known = "、".join(each.id for each in procedures.PROCEDURES)
        raise CommandFailed(f"没有“{kind}”这一种，可以写：{known}")
    plan = chosen.make(year or datetime.now(UTC).year)  # noqa: TID251 - the rim
    file.write_text(render(plan), encoding="utf-8")
    click.echo(f"已写出 {file}（{chosen.title}）。改好后运行：shuzhi plan check {file}")


@click.command()
def kinds() -> None:
    """列出 plan init --kind 可以写的种类。"""
    click.echo(procedures.listed())


@click.command()
@click.argument("file", type=FILE, metavar="FILE")
@click.option(
    "--roster",
    "roster_file",
    type=FILE,
    metavar="名册.xlsx",
    help="一起核对名册：哪个票类的人数会太少",
)
def check(file: Path, roster_file: Path | None) -> None:
    """检查方案文件，有错时指出行号和条目。"""
    plan = read_plan(file)
    click.echo(f"{file} 可以使用：{plan.title}，完成日期 {plan.deadline.isoformat()}")
    hint = past(plan, datetime.now(UTC).date())  # noqa: TID251 - the rim
    if hint:
        click.echo(hint)
    if roster_file is None:
        return
    # What a roster is read with takes longer to import than a plan to check.
    from bot.cli.class_sizes import class_warnings  # noqa: PLC0415
    from bot.documents.roster import read_roster  # noqa: PLC0415
    from bot.domain.words import filled  # noqa: PLC0415
    from bot.texts import people as people_texts  # noqa: PLC0415

    categories = [category.id for category in plan.ballot.categories]
    sheet = read_roster(roster_file.read_bytes(), categories=categories, groups=plan.subjects)
    problems = ((problem.row, problem.message) for problem in sheet.problems)
    for line in people_texts.gathered(problems):
        click.echo(f"提示：{line}")
    for line in class_warnings(plan, sheet.lines):
        click.echo(f"提示：{filled(line, plan.words)}")
