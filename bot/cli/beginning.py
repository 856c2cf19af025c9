"""`init`: the settings of a new installation, from the example that comes with the program."""

from importlib.resources import files
from pathlib import Path

import click

from bot.cli.failures import CommandFailed
from bot.cli.owner_only import write_new

SETTINGS = Path(".env")


@click.command()
def init() -> None:
    """把设置的样子写到当前目录的 .env，只有本账号能读；已有的不动。"""
    example = files("deploy") / "env.example"
    try:
        write_new(SETTINGS, example.read_text(encoding="utf-8"))
    except FileExistsError:
        # It holds secrets that somebody has filled in.
        raise CommandFailed(f"这里已经有 {SETTINGS}，没有改动") from None
    click.echo(
        f"已写出 {SETTINGS}。请照里面的说明填好，再运行 shuzhi doctor；方案和名册的做法见 docs/administration.md"
    )
