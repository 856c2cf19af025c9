"""Options and types of arguments that several commands have."""

from pathlib import Path

import click

from bot.cli.failures import CommandFailed

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)  # one that is there

of_department = click.option(
    "--department",
    "--procedure",
    "department_id",
    metavar="编号",
    help="哪个系，或哪一项工作；只有一个时可以不写",
)
of_year = click.option(
    "--year", type=click.IntRange(2000, 2100), metavar="Y", help="年度，默认今年"
)


def check_new(file: Path) -> None:
    """Raises CommandFailed where a file is there already: nobody's work is written over."""
    if file.exists():
        raise CommandFailed(f"{file} 已经存在，没有覆盖。请换一个文件名")
