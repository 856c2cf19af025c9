"""`backup --check`: whether a backup is whole, as far as it can be seen with the keys at hand."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.cli.backup_files import SINGLE, dated_backups, emptied
from bot.cli.failures import CommandFailed
from bot.cli.restoring import examine
from bot.cli.sealed_backups import Archive, is_as_recorded, is_sealed, private_keys, record_of
from bot.cli.turns import undisturbed
from bot.cli.unpacking import unpack
from bot.settings import load_settings

LOOKING = ".looking"  # in the data directory


def check(file: Path, private_file: Path | None) -> None:
    """Says what can be said of a backup, and no more. Raises CommandFailed where it is not whole."""
    if file.is_dir():
        dated = dated_backups(file)
        if not dated:
            raise CommandFailed(f"{file} 里还没有带日期的备份")
        file = dated[-1]
    if not file.is_file():
        raise CommandFailed(f"没有这个文件：{file}")
    keys = private_keys(private_file)
    if is_sealed(file) and not keys:
        _check_from_outside(file)
        return
    with _place_to_look() as folder:
        unpack(Archive(file, keys), folder, single=SINGLE, folders=frozenset())
        broken = examine(file, folder)
    if broken:
        raise CommandFailed(f"{file} 里 {'、'.join(broken)}的审计链对不上", exit_code=1)
    click.echo(f"{file} 完好：能打开，数据库没有损坏，审计链相符")


@contextmanager
def _place_to_look() -> Iterator[Path]:
    """A folder on the disk of the data, where another database fits: the system's temporary one is
    often memory. Whoever looks at a backup elsewhere, or may not write there, uses that one.
    """
    settings = load_settings()
    if not os.access(settings.data_dir, os.W_OK):
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
        return
    with undisturbed(settings), emptied(settings.data_dir / LOOKING) as place:
        yield place


def _check_from_outside(file: Path) -> None:
    """Raises CommandFailed where the file is not what was written, or nobody noted what that was."""
    match is_as_recorded(file):
        case True:
            click.echo(
                f"{file} 和写下时一样，没有缺损（核对了校验值）。"
                "内容是加密的，没有私钥看不到里面；加 --key 私钥文件 可以打开检查"
            )
        case False:
            raise CommandFailed(f"{file} 和写下时不一样，已损坏或没有传完，不能用来恢复")
        case None:
            raise CommandFailed(
                f"{file} 是加密的备份，旁边没有 {record_of(file).name}，看不出是否完好。"
                "加 --key 私钥文件 可以打开检查",
                exit_code=1,
            )
