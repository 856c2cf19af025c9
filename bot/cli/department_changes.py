"""`department add`, `edit` and `remove`."""

import re
from contextlib import suppress
from dataclasses import replace

import click

from bot.actions import installation, people
from bot.actions.installation import seed
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.confirming import confirmed
from bot.cli.failures import CommandFailed
from bot.cli.offline import Offline, changing, choose_department, offline
from bot.cli.planfiles import past, plan_of
from bot.cli.purposes import SERVICE_ELSEWHERE
from bot.domain.installation import Purpose
from bot.domain.people import Department
from bot.domain.plan import Plan
from bot.domain.planfile.values import Unfit, title
from bot.settings import DINGTALK, SANDBOX, WECOM

PLATFORMS = (SANDBOX, WECOM, DINGTALK)


@click.command()
@click.argument("department_id", metavar="编号")
@click.option("--name", required=True, metavar="名称", help="系的名称，例如 物理系")
@click.option("--group", default="", metavar="CHAT", help="系群的编号；不填则从群里第一条消息学到")
@click.option(
    "--procedure",
    default="",
    metavar="名称",
    help="同一个单位同时办几项工作、或一年办几次时，这一项的名称，例如 民主评议党员",
)
@click.option("--like", "like_id", metavar="编号", help="名册和群照抄已有的一项")
def add(department_id: str, name: str, group: str, procedure: str, like_id: str | None) -> None:
    """增加一个系，并按当年的方案开始一个周期。编号只用字母、数字和短横线。

    同一个单位的第二项工作也这样增加，用 --procedure 写明名称：人和账号可以相同，方案、名册和记录各自独立。
    """
    if not re.fullmatch(r"[A-Za-z0-9-]{1,32}", department_id):
        raise CommandFailed("编号只能用字母、数字和短横线，最多 32 个，例如 physics")
    with changing(create=True) as reached:
        departments = reached.read(people.departments)
        if any(known.id == department_id for known in departments):
            raise CommandFailed(f"编号 {department_id} 已经有了，请换一个")
        if procedure and any(known.procedure == procedure for known in departments):
            raise CommandFailed(f"已经有一项叫{procedure}，请换一个名称，例如写明哪一次")
        like = None
        platform: str = reached.settings.platforms[0]
        if like_id:
            like = reached.read(lambda work: choose_department(work, like_id))
            group = group or like.group
            platform = like.platform
        _must_not_be_shown_only(reached, platform)
        added = Department(
            id=department_id,
            name=name,
            group=group or _sandbox_group(platform, department_id),
            platform=platform,
            procedure=procedure,
        )
        today = reached.now.astimezone(reached.settings.zone).date()
        plan = plan_of(reached.settings, today.year)
        if reached.settings.plan is None:
            # 我系 would leave nobody to tell whose notice he reads, where one installation has two
            # departments. A name that no plan can bear changes nothing.
            with suppress(Unfit):
                plan = replace(plan, unit=title(name))
        reached.write(lambda work: _begin(work, added, plan, like))
    click.echo(
        f"已增加{added.title}（{department_id}）。下一步：shuzhi roster import 名册.xlsx --department {department_id}"
    )
    hint = past(plan, today)
    if hint:
        click.echo(hint)


def _must_not_be_shown_only(reached: Offline, platform: str) -> None:
    """Raises CommandFailed where a department of a real platform would come into a demonstration:
    its clock was moved, so its data never serve one.
    """
    is_demonstration = reached.read(installation.purpose) is Purpose.DEMONSTRATION
    if is_demonstration and platform != SANDBOX:
        raise CommandFailed(SERVICE_ELSEWHERE)


def _begin(work: UnitOfWork, added: Department, plan: Plan, like: Department | None) -> None:
    """Adds the department, with the people of the one that it is like."""
    seed(work, added, plan)
    if like is not None:
        # Few departments are like another, and only these want all that reads rosters.
        from bot.actions import roster_lines, rosters  # noqa: PLC0415

        lines = roster_lines.lines_of(work, like.id)
        rosters.import_roster(work, added.id, lines, actor=rosters.ADMINISTRATOR)


@click.command()
@click.argument("department_id", metavar="编号")
@click.option("--name", metavar="名称", help="系的名称")
@click.option(
    "--platform", type=click.Choice(PLATFORMS), metavar="平台", help="sandbox、wecom 或 dingtalk"
)
@click.option("--group", metavar="CHAT", help="系群的编号；换平台时不填就从群里第一条消息学到")
@click.option("--yes", is_flag=True, help="不再询问")
def edit(
    department_id: str, name: str | None, platform: str | None, group: str | None, *, yes: bool
) -> None:
    """改一个系的名称、平台或群，先列出改动，确认后才改。名册、方案和记录都不动。"""
    with offline() as reached:
        known = reached.read(lambda work: choose_department(work, department_id))
        platform = platform or known.platform
        if group is None:
            group = known.group
            # A group belongs to its platform, so that of another one has to be learned anew.
            if platform != known.platform:
                group = _sandbox_group(platform, known.id)
        changed = replace(known, name=name or known.name, platform=platform, group=group)
        if changed == known:
            raise CommandFailed("和现在的一样，没有改动。可以改 --name、--platform、--group")
        _must_not_be_shown_only(reached, changed.platform)
        unknown = "（从群里第一条消息学到）"
        fields = (
            ("名称", known.name, changed.name),
            ("平台", known.platform, changed.platform),
            ("群", known.group, changed.group),
        )
        differences = [
            f"{label}：{before or unknown} → {after or unknown}"
            for label, before, after in fields
            if before != after
        ]
        if not confirmed(differences, yes=yes):
            raise CommandFailed("没有改动", exit_code=1)
        reached.write(lambda work: people.edit_department(work, known, changed))
    click.echo(f"已改好：{changed.name}（{changed.id}）")


@click.command()
@click.argument("department_id", metavar="编号")
@click.option("--yes", is_flag=True, help="不再询问")
def remove(department_id: str, *, yes: bool) -> None:
    """撤销一个加错的系。已有名册、报告或消息的系不能撤销。"""
    with offline() as reached:
        known = reached.read(lambda work: choose_department(work, department_id))
        if not confirmed([f"撤销{known.name}（{known.id}）"], yes=yes):
            raise CommandFailed("没有改动", exit_code=1)
        if not reached.write(lambda work: people.remove_department(work, known)):
            raise CommandFailed(
                f"{known.name}已经有名册或记录，不能撤销。要改名称或平台请用 shuzhi department edit"
            )
    click.echo(f"已撤销{known.name}（{known.id}）")


def _sandbox_group(platform: str, department_id: str) -> str:
    """Returns the group that the sandbox has for every department; empty for a real platform, where
    it is learned from its first message.
    """
    if platform != SANDBOX:
        return ""
    return f"group-{department_id}"
