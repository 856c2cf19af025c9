"""`department list`."""

import click

from bot.cli.offline import departments, looking


@click.command("list")
def list_() -> None:
    """列出各系的编号、名称、平台和群。"""
    with looking() as reached:
        for known in reached.read(departments):
            click.echo(
                f"{known.id}\t{known.title}\t{known.platform}\t{known.group or '(群还不知道)'}"
            )
