"""Options and types of arguments that several commands have."""

from pathlib import Path

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)  # one that is there

of_department = click.option(
    "--department",
    "--procedure",
    "department_id",
    metavar="编号",
    help="哪个系，或哪一项工作；只有一个时可以不写",
)
