"""`plan apply`: a changed plan put in force."""

from pathlib import Path

import click

from bot.actions import plans
from bot.actions.unit_of_work import SYSTEM
from bot.cli.confirming import confirmed
from bot.cli.failures import CommandFailed
from bot.cli.offline import changing, choose_department, running_cycle
from bot.cli.options import FILE, of_department
from bot.cli.planfiles import read_plan
from bot.domain.refusals import Refusal
from bot.domain.words import filled
from bot.texts import plans as texts


@click.command()
@click.argument("file", type=FILE, metavar="FILE")
@of_department
@click.option("--dry-run", is_flag=True, help="只看会改什么，不启用")
@click.option("--yes", is_flag=True, help="不再询问")
def apply(file: Path, department_id: str | None, *, dry_run: bool, yes: bool) -> None:
    """让一个系改用这份方案：先列出改动，确认后才启用，并告知系群。和把 plan.toml 发给机器人一样。"""
    read_plan(file)  # names every line that is wrong
    content = file.read_bytes()
    with changing() as reached:
        cycle = reached.read(
            lambda work: running_cycle(work, choose_department(work, department_id))
        )
        try:
            change = reached.read(lambda work: plans.read_change(work, cycle, content))
        except Refusal as refusal:
            # The sentences of all refusals know every noun, and a plan that fits needs none.
            from bot.texts.refusals import sentence  # noqa: PLC0415

            raise CommandFailed(sentence(refusal)) from None
        preview = texts.would_change(change.changes)
        outcome = texts.IN_FORCE
        # A plan of another year does not change this one.
        if change.begins:
            preview = texts.would_begin(change.plan.year)
            outcome = texts.begun(change.plan.year)
        preview = filled(preview, change.plan.words)
        if dry_run:
            click.echo(f"{preview}\n以上改动没有启用（--dry-run）")
            return
        if not confirmed([preview], yes=yes):
            raise CommandFailed(texts.DECLINED, exit_code=1)
        reached.write(lambda work: plans.put_in_force(work, cycle, SYSTEM, content))
    click.echo(filled(outcome, change.plan.words))
