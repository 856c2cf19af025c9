"""`roster`: the workbook, empty and read in."""

import click

from bot.cli.lazily import LazyGroup

PARTS = {
    "import": ("bot.cli.roster_import", "读入名册"),
    "template": ("bot.cli.roster_template", "写出空白名册"),
}


@click.group(cls=LazyGroup, parts=PARTS)
def roster() -> None:
    """名册：一行一人，用 Excel 或 WPS 填写。"""
