"""`backup-key`: a pair of keys for backups. The private half is written once and never stays here."""

from pathlib import Path

import click

from bot.cli.failures import CommandFailed
from bot.cli.owner_only import write_new
from bot.clocks import SystemClock
from bot.settings import load_settings
from bot.storage.age import PrivateKey

SCREEN = "-"


@click.command("backup-key")
@click.argument("file", metavar="FILE")
def backup_key(file: str) -> None:
    """做一对给备份加密的密钥：私钥写到 FILE（写 - 就只显示，不写），公钥显示出来，抄进 .env。"""
    settings = load_settings()
    pair = PrivateKey.make()
    made = SystemClock().now().astimezone(settings.zone)
    # In the form of age's own key files, so that either program reads it (decision 0040).
    lines = [f"# 述职助手备份的私钥，{made:%Y-%m-%d}", f"# public key: {pair.public}", pair.word]
    if file == SCREEN:
        click.echo("\n".join(lines))
        click.echo("请把上面三行抄到安全的地方，保存两份。它只显示这一次")
    else:
        target = Path(file)
        if target.resolve().is_relative_to(settings.data_dir.resolve()):
            raise CommandFailed("私钥不能放在数据目录里：它会和数据一起被拿走。请换一个地方")
        try:
            write_new(target, "\n".join([*lines, ""]))
        except FileExistsError:
            # An older key may be the only one that opens the backups of its time.
            raise CommandFailed(f"{target} 已经有了，没有覆盖。请换一个文件名") from None
        click.echo(
            f"私钥已写到 {target}，只有本账号能读。请移到 U 盘等别处，保存两份，不要留在这台机器上"
        )
    click.echo("没有私钥，加密的备份谁也打不开。公钥不必保密，请在 .env 里写：")
    click.echo(f"SHUZHI_BACKUP_KEY={pair.public}")
