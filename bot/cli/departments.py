"""`department`: one installation serves one or more."""

import re

import click

from bot.actions import people
from bot.app import seed
from bot.cli.failures import CommandFailed
from bot.cli.offline import offline, plan_of
from bot.domain.people import Department


@click.group()
def department() -> None:
    """一个安装可以服务一个或多个系，彼此互不可见。"""


@department.command(short_help="增加一个系")
@click.argument("department_id", metavar="编号")
@click.option("--name", required=True, metavar="名称", help="系的名称，例如 物理系")
@click.option("--group", default="", metavar="CHAT", help="系群的编号；不填则从群里第一条消息学到")
def add(department_id: str, name: str, group: str) -> None:
    """增加一个系，并按当年的方案开始一个周期。编号只用字母、数字和短横线。"""
    if not re.fullmatch(r"[A-Za-z0-9-]{1,32}", department_id):
        raise CommandFailed("编号只能用字母、数字和短横线，最多 32 个，例如 physics")
    with offline(create=True) as reached:
        if any(known.id == department_id for known in reached.read(people.departments)):
            raise CommandFailed(f"编号 {department_id} 已经有了，请换一个")
        platform = reached.settings.platforms[0]
        added = Department(
            id=department_id, name=name, group=group or _sandbox_group(platform, department_id), platform=platform
        )
        plan = plan_of(reached.settings, reached.now.astimezone(reached.settings.zone).year)
        reached.write(lambda work: seed(work, added, plan))
    click.echo(f"已增加{name}（{department_id}）。下一步：shuzhi roster import 名册.xlsx --department {department_id}")


@department.command("list", short_help="列出各系")
def list_() -> None:
    """列出各系的编号、名称、平台和群。"""
    with offline() as reached:
        for known in reached.read(people.departments):
            click.echo(f"{known.id}\t{known.name}\t{known.platform}\t{known.group or '(群还不知道)'}")


def _sandbox_group(platform: str, department_id: str) -> str:
    """The sandbox has a group for every department; real ones are learned from their first message."""
    return f"group-{department_id}" if platform == "sandbox" else ""
