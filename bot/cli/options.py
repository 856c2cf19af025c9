"""Options that several commands have."""

import click

of_department = click.option(
    "--department",
    "--procedure",
    "department_id",
    metavar="编号",
    help="哪个系，或哪一项工作；只有一个时可以不写",
)
