"""`backup`: the database as one consistent snapshot, and the files. Ballot keys are never in it.

It does not say done before it has looked: a damaged database replaces no good backup. With a public
key the backup is sealed to it (docs/backups.md), and this machine cannot open it again.
"""

import json
import os
import sqlite3
import tarfile
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.backup_files import CHAT, DATABASE, DATED, FOLDERS, TRAIL, dated_backups, emptied
from bot.cli.database_copies import copy_database, copy_file
from bot.cli.failures import CommandFailed
from bot.cli.options import FILE
from bot.cli.owner_only import NEW
from bot.cli.places import WHERE_TO_RUN, inside
from bot.cli.sealed_backups import SUFFIX, Counted, public_keys, record, record_of
from bot.cli.turns import undisturbed
from bot.clocks import SystemClock
from bot.settings import Settings, load_settings
from bot.storage.database import holds_data
from bot.storage.files import BACKUP_MARK, FileStore
from bot.version import version

if TYPE_CHECKING:
    from bot.storage.age import PublicKey

HALF_RECEIVED = "files/incoming"
NEWEST = 20  # reports whose files are looked for
COPIES = ".backing-up"  # in the data directory


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    help="FILE 是文件夹：写一份带日期的备份，只留最近几份",
)
@click.option(
    "--to-key",
    "key_file",
    type=FILE,
    metavar="FILE",
    help="加密给这个文件里的公钥；不写就按 SHUZHI_BACKUP_KEY",
)
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="不备份，检查 FILE 这份备份（文件夹里最近的一份）是否完好",
)
@click.option(
    "--key",
    "private_file",
    type=FILE,
    metavar="FILE",
    help="同 --check 一起用：写着私钥的文件，用来打开加密的备份",
)
def backup(
    file: Path,
    *,
    keep: int | None,
    key_file: Path | None,
    only_check: bool,
    private_file: Path | None,
) -> None:
    """把数据库和文件备份到一个 .tar.gz，运行中也可以。未结束测评的密钥不在其中。"""
    if only_check:
        from bot.cli.backup_checks import check  # noqa: PLC0415 - a backup need not wait for it

        check(file, private_file)
        return
    settings = load_settings()
    keys = public_keys(settings.backup_key, key_file)
    _must_be_here(settings)
    folder = file
    if keep is not None:
        file = _dated(folder, SystemClock().now().astimezone(settings.zone), sealed=bool(keys))
    if file.is_dir():
        raise CommandFailed(f"{file} 是一个文件夹，请写上文件名，例如 {file / '备份.tar.gz'}")
    with undisturbed(settings):
        _back_up(file, settings, keys)
    if keys:
        click.echo(f"已备份到 {file}，加密给 {'、'.join(map(str, keys))}，要用它的私钥才能恢复")
    else:
        click.echo(f"已备份到 {file}")
    if keep is not None:
        # Sealed or not; other files of the folder stay.
        for old in dated_backups(folder)[:-keep]:
            old.unlink()
            record_of(old).unlink(missing_ok=True)
            click.echo(f"已删除旧备份 {old.name}")


def _must_be_here(settings: Settings) -> None:
    """Raises CommandFailed where there is no database, or the directory of its files is another."""
    if not holds_data(settings.database):
        raise CommandFailed(f"{inside(settings)}还没有数据，没有可备份的内容")
    # A database elsewhere is reached from any directory, and its files are not.
    if not settings.data_dir.is_dir():
        raise CommandFailed(f"这里没有文件夹 {settings.data_dir}，没有备份。{WHERE_TO_RUN}")


def _back_up(file: Path, settings: Settings, keys: "Sequence[PublicKey]") -> None:
    """Writes the backup beside its place first, so that an older one of that name stays until it is whole."""
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    try:
        noted = _write(part, settings, keys)
        # Without a record nothing is claimed; an old one would call the new backup damaged.
        record_of(file).unlink(missing_ok=True)
        part.replace(file)
        if keys:
            record_of(file).write_text(noted, encoding="utf-8")
        # The check reads from its time when the last backup was made.
        (settings.data_dir / BACKUP_MARK).touch()
    finally:
        part.unlink(missing_ok=True)


def _dated(folder: Path, now: datetime, *, sealed: bool) -> Path:
    """Returns the name of a new backup in the folder, which is made where it is missing. Raises
    CommandFailed where a file stands in its place.
    """
    if folder.exists() and not folder.is_dir():
        raise CommandFailed(f"{folder} 是一个文件。加了 --keep 时，请给出放备份的文件夹")
    # A backup holds everything, so the folder is for its owner alone.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{DATED}{now:%Y-%m-%d-%H%M%S}.tar.gz"
    if sealed:
        name += SUFFIX
    return folder / name


def _write(file: Path, settings: Settings, keys: "Sequence[PublicKey]") -> str:
    """Writes all of it, sealed where there are keys; returns the record of what was written."""
    with os.fdopen(os.open(file, NEW, 0o600), "wb") as made:
        counted = Counted(made)
        if keys:
            from bot.storage.age import Sealing  # noqa: PLC0415 - only sealed backups need it

            # Counted is what lies on the disk, for that is what can be compared without a key.
            sealing = Sealing(counted, keys)
            with tarfile.open(fileobj=sealing, mode="w:gz") as archive:
                trails = _fill(archive, settings)
            sealing.finish()
        else:
            with tarfile.open(fileobj=counted, mode="w:gz") as archive:
                trails = _fill(archive, settings)
        made.flush()
        # It has to lie on the disk before it takes the place of an older one.
        os.fsync(made.fileno())
    return record(counted, trails)


def _fill(archive: tarfile.TarFile, settings: Settings) -> str:
    """Adds the databases first: every file that they name was stored before. Returns the trails."""
    with emptied(settings.data_dir / COPIES) as copies:
        copy_database(settings.database, copies / DATABASE)
        _must_have_files(copies / DATABASE, FileStore(settings.data_dir / "files"))
        archive.add(copies / DATABASE, DATABASE)
        if (settings.data_dir / CHAT).exists():
            copy_file(settings.data_dir / CHAT, copies / CHAT)
            archive.add(copies / CHAT, CHAT)
        # They are those of the copy, so that they fit it.
        trails = _trails(copies / DATABASE)
        (copies / TRAIL).write_text(trails, encoding="utf-8")
        archive.add(copies / TRAIL, TRAIL)
    for name in FOLDERS:
        if (settings.data_dir / name).exists():
            archive.add(settings.data_dir / name, name, filter=_without_half_received)
    return trails


def _must_have_files(database: Path, files: FileStore) -> None:
    """Raises CommandFailed where none of the newest reports is there: that is another directory, and
    a backup without reports would one day take the place of the last good one.
    """
    newest = "SELECT sha256 FROM submission ORDER BY id DESC LIMIT ?"
    with closing(sqlite3.connect(database)) as copy:
        reports = [sha256 for (sha256,) in copy.execute(newest, (NEWEST,))]
    if reports and not any(files.exists(sha256) for sha256 in reports):
        raise CommandFailed(
            "数据目录里没有收到的报告文件，没有备份；以前的备份没有动。"
            "请检查 SHUZHI_DATA_DIR 是不是原来的目录"
        )


def _trails(database: Path) -> str:
    """Returns where the trails end in a database, as the file of trails tells it; a database of an
    older program has none.
    """
    rows = []
    with closing(sqlite3.connect(database)) as copy:
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'audit_head'").fetchone():
            rows = copy.execute("SELECT department_id, lines, hash FROM audit_head").fetchall()
    trails = {name: {"lines": lines, "hash": last} for name, lines, last in rows}
    return json.dumps({"version": version(), "trails": trails}, indent=2)


def _without_half_received(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Leaves out what is just being received, which may vanish while it is copied."""
    if member.name == HALF_RECEIVED:
        return None
    return member
