"""`plan`: the year's plan as a file."""

import click

from bot.cli.lazily import LazyGroup

PARTS = {
    "init": ("bot.cli.planning", "写出带说明的默认方案"),
    "kinds": ("bot.cli.planning", "列出可以从哪几种方案开始"),
    "check": ("bot.cli.planning", "检查方案"),
    "apply": ("bot.cli.plan_in_force", "启用改好的方案"),
}


@click.group(cls=LazyGroup, parts=PARTS)
def plan() -> None:
    """年度方案：日期、字数、票类、分值都写在一个文件里，可以直接修改。"""
