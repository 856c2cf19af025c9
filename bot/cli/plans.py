"""`plan`: the year's plan as a file."""

from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.failures import CommandFailed
from bot.cli.offline import read_plan
from bot.domain.planfile import default_plan, render


@click.group()
def plan() -> None:
    """年度方案：日期、字数、票类、分值都写在一个文件里，可以直接修改。"""


@plan.command(short_help="写出带说明的默认方案")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--year", type=click.IntRange(2000, 2100), metavar="Y", help="年度，默认今年")
def init(file: Path, year: int | None) -> None:
    """写出带说明的默认方案，改好后用 SHUZHI_PLAN 指向它。"""
    if file.exists():
        raise CommandFailed(f"{file} 已经存在，没有覆盖。请换一个文件名")
    file.write_text(render(default_plan(year or datetime.now(UTC).year)), encoding="utf-8")  # noqa: TID251 - the rim
    click.echo(f"已写出 {file}。改好后运行：shuzhi plan check {file}")


@plan.command(short_help="检查方案")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
def check(file: Path) -> None:
    """检查方案文件，有错时指出行号和条目。"""
    found = read_plan(file)
    click.echo(f"{file} 可以使用：{found.title}，完成日期 {found.deadline.isoformat()}")
