"""`restore`: a backup's content in its place, after it was opened, brought up to date and examined."""

import os
import shutil
from pathlib import Path

import click

from bot.cli.backup_files import CHAT, DATABASE, FOLDERS, SINGLE
from bot.cli.destinations import Destination, destination, taken
from bot.cli.failures import CommandFailed
from bot.cli.options import FILE
from bot.cli.sealed_backups import Archive, private_keys
from bot.cli.unpacking import unpack
from bot.settings import Settings, load_settings
from bot.storage.soundness import damages

STAGING = ".restoring"  # in the data directory, so that the last step is a renaming
PLACING = "placing"  # in the staging folder: what stands in the data directory without a database is half restored


@click.command()
@click.argument("file", type=FILE, metavar="FILE")
@click.option(
    "--key",
    "key_file",
    type=FILE,
    metavar="FILE",
    help="备份加了密时：写着私钥的文件",
)
def restore(file: Path, key_file: Path | None) -> None:
    """从备份恢复到数据目录和 .env 里写的数据库；里面已有数据时不覆盖。"""
    settings = load_settings()
    place = destination(settings)
    archive = Archive(file, private_keys(key_file))
    # What an interrupted restoration left must not pass for data.
    _clear_half_restored(settings, place)
    _must_be_empty(settings, place)
    staging = settings.data_dir / STAGING
    staging.mkdir(mode=0o700, parents=True)
    try:
        unpack(archive, staging, single=SINGLE, folders=frozenset(FOLDERS))
        broken = examine(file, staging)
        # Unpacking took a while, in which a server may have been started here.
        _must_be_empty(settings, place)
        _place(staging, settings, place)
    finally:
        _clear_half_restored(settings, place)
    click.echo(f"已恢复到 {place.name}。备份时未结束的测评因密钥不在备份中，需要重新进行")
    # It is in place all the same, for the backup is no better.
    if broken:
        raise CommandFailed(
            f"恢复的数据里 {'、'.join(broken)}的审计链对不上，请运行 shuzhi audit 查看", exit_code=1
        )


def _must_be_empty(settings: Settings, place: Destination) -> None:
    """Raises CommandFailed where something stands already."""
    left = [name for name in (CHAT, *FOLDERS) if (settings.data_dir / name).exists()]
    old_logs = [settings.data_dir / f"{CHAT}{ending}" for ending in ("-wal", "-shm")]
    if left or any(log.exists() for log in old_logs):
        raise CommandFailed(taken(settings.data_dir))
    if place.is_taken():
        raise CommandFailed(place.refusal)


def _clear_half_restored(settings: Settings, place: Destination) -> None:
    """Removes what a restoring left that was interrupted; a no-op where none was, or where it came to its end."""
    staging = settings.data_dir / STAGING
    if (staging / PLACING).exists() and not place.is_taken():
        (settings.data_dir / CHAT).unlink(missing_ok=True)
        for name in FOLDERS:
            shutil.rmtree(settings.data_dir / name, ignore_errors=True)
    place.clear()
    if staging.exists():
        shutil.rmtree(staging)


def examine(file: Path, staging: Path) -> list[str]:
    """Brings the restored database up to date where it stands; returns the names of the departments
    whose audit chain is broken.

    Raises CommandFailed and SchemaNewer: then nothing has been put in place.
    """
    from bot.cli.unpacked import broken_chains, is_ours  # noqa: PLC0415 - a backup need not wait for all the tables

    if not (staging / DATABASE).is_file():
        raise CommandFailed(f"{file} 里没有数据库，没有恢复")
    for name in (DATABASE, CHAT):
        if (staging / name).exists() and damages(staging / name):
            raise CommandFailed(f"{file} 里的数据库已损坏，没有恢复。请换更早的一份备份")
    if not is_ours(staging / DATABASE):
        raise CommandFailed(f"{file} 里的数据库不是述职助手的，没有恢复")
    return broken_chains(staging / DATABASE)


def _place(staging: Path, settings: Settings, place: Destination) -> None:
    """Moves everything to its place, the database last: without it the rest counts as nothing, and
    the next try removes it.
    """
    database = place.bring_near(staging / DATABASE)
    (staging / PLACING).touch()
    os.sync()
    for name in (CHAT, *FOLDERS):
        if (staging / name).exists():
            (staging / name).replace(settings.data_dir / name)
    # The order has to hold on the disk too.
    os.sync()
    place.put(database)
