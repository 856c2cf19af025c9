"""`rehearse`: the whole procedure on a simulated clock, every word of it printed, every artefact written."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import click

from bot import logs
from bot.cli.failures import CommandFailed
from bot.cli.options import FILE, of_year
from bot.cli.planfiles import read_plan
from bot.rehearsal.minutes import write_manifest
from bot.rehearsal.outages import outages
from bot.rehearsal.play import SceneFailed
from bot.rehearsal.year import Outcome, rehearse_plan
from bot.rehearsal.year import rehearse as rehearse_year


@click.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="写到哪个目录",
)
@of_year
@click.option(
    "--plan",
    "plan_file",
    type=FILE,
    metavar="FILE",
    help="按这份方案演练，由一个虚构的小单位走完方案里有的每一步",
)
def rehearse(out: Path, year: int | None, plan_file: Path | None) -> None:
    """用示例系把全年走一遍：从通知到归档，再加十二个月的整改跟踪。对话逐句打印，文件写到 DIR。

    每一步都走到，退出码才是 0。最后另演两场停机和断网，把提醒台账写到 outages.txt。
    """
    if out.exists() and any(out.iterdir()):
        raise CommandFailed(f"{out} 里已有别的文件，请换一个空目录")
    # Before the year is played: whoever may not write there hears it now, not minutes later.
    out.mkdir(parents=True, exist_ok=True)
    logs.configure(level="ERROR", form="console")
    try:
        if plan_file is not None:
            outcome = asyncio.run(rehearse_plan(out, read_plan(plan_file), click.echo))
        else:
            outcome = asyncio.run(_rehearse(out, year or datetime.now(UTC).year))  # noqa: TID251 - the rim
    except SceneFailed as failed:
        raise CommandFailed(f"演练没有走完：{failed}", exit_code=1) from None
    click.echo("\n每个身份里最忙的一位，全程：")
    for busiest in outcome.burden:
        click.echo(
            f"  {busiest.role}：打字和发文件 {busiest.typed} 次，点按 {busiest.tapped} 次，"
            f"主动收到 {busiest.most} 条（一天最多 {busiest.most_in_a_day} 条），"
            f"一共收到 {busiest.received} 条，已由别人办好的卡片 {busiest.dead_cards} 张"
        )
    click.echo(f"  群里一共 {outcome.in_group} 条")
    click.echo(
        f"{outcome.files} 个文件和 messages.jsonl、conversation.txt、manifest.json 已写到 {out}"
    )
    click.echo("提醒台账在 reminders.txt")
    if (out / "outages.txt").exists():
        click.echo("停机、断网、中断之后的台账在 outages.txt")
    if outcome.missing:
        click.echo(f"没有走到：{'、'.join(outcome.missing)}")
        raise click.exceptions.Exit(1)
    click.echo("方案的每一步都走到了。")


async def _rehearse(out: Path, year: int) -> Outcome:
    """Plays the year, and afterwards what the reminders do when machine and platform fail."""
    outcome = await rehearse_year(out, year, click.echo)
    (out / "outages.txt").write_text(await outages(), encoding="utf-8")
    # Once more, for it has to name outages.txt too.
    write_manifest(out)
    return outcome
