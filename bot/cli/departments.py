"""`department`: one installation serves one or more."""

import click

from bot.cli.lazily import LazyGroup

PARTS = {
    "add": ("bot.cli.department_changes", "增加一个系"),
    "edit": ("bot.cli.department_changes", "改一个系的名称、平台或群"),
    "list": ("bot.cli.department_list", "列出各系"),
    "remove": ("bot.cli.department_changes", "撤销一个还没有用过的系"),
}


@click.group(cls=LazyGroup, parts=PARTS)
def department() -> None:
    """一个安装可以服务一个或多个系，彼此互不可见。"""
