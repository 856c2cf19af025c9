"""`backup` and `restore`: the database as one consistent snapshot, and the files. Ballot keys are never in it.

Neither says done before it has looked: a damaged database replaces no good backup, and what is restored was opened,
brought up to date and examined before it takes its place.
"""

import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from bot.cli.failures import CommandFailed
from bot.cli.unpacking import NEW, unpack
from bot.clocks import SystemClock
from bot.settings import Settings, load_settings
from bot.storage.files import BACKUP_MARK
from bot.storage.soundness import damages
from bot.version import version

DATABASE, CHAT = "shuzhi.db", "sandbox.db"
DATED = "述职-"  # begins the name of a backup that `--keep` wrote and may remove
TRAIL = "audit.json"  # where the audit trails ended, for `audit --against`
FOLDERS = ("files", "sandbox")
HALF_RECEIVED = "files/incoming"
STAGING = ".restoring"  # in the data directory, so that the last step is a renaming
PLACING = "placing"  # in the staging folder: what stands in the data directory without a database is half restored


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    help="FILE 是文件夹：写一份带日期的备份，只留最近几份",
)
def backup(file: Path, *, keep: int | None) -> None:
    """把数据库和文件备份到一个 .tar.gz，运行中也可以。未结束测评的密钥不在其中。"""
    settings = load_settings()
    if not _database_file(settings).exists():
        raise CommandFailed(f"{settings.data_dir} 里还没有数据，没有可备份的内容")
    folder = file
    if keep is not None:
        file = _dated(folder, SystemClock().now().astimezone(settings.zone))
    if file.is_dir():
        raise CommandFailed(f"{file} 是一个文件夹，请写上文件名，例如 {file / '备份.tar.gz'}")
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    try:
        _write(part, settings)
        part.replace(file)
        (settings.data_dir / BACKUP_MARK).touch()
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"已备份到 {file}")
    if keep is not None:
        _forget_older(folder, keep)


def _dated(folder: Path, now: datetime) -> Path:
    """The name of a new backup in the folder, which is made where it is missing. Raises CommandFailed."""
    if folder.exists() and not folder.is_dir():
        raise CommandFailed(f"{folder} 是一个文件。加了 --keep 时，请给出放备份的文件夹")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{DATED}{now:%Y-%m-%d-%H%M%S}.tar.gz"


def _forget_older(folder: Path, keep: int) -> None:
    """Removes all but the newest `keep` dated backups; other files of the folder stay."""
    for old in sorted(folder.glob(f"{DATED}????-??-??-??????.tar.gz"))[:-keep]:
        old.unlink()
        click.echo(f"已删除旧备份 {old.name}")


def _write(file: Path, settings: Settings) -> None:
    """The databases first: every file that they name was stored before."""
    with (
        tempfile.TemporaryDirectory() as folder,
        os.fdopen(os.open(file, NEW, 0o600), "wb") as made,
    ):
        with tarfile.open(fileobj=made, mode="w:gz") as archive:
            for source, name in (
                (_database_file(settings), DATABASE),
                (settings.data_dir / CHAT, CHAT),
            ):
                if source.exists():
                    _copy_database(source, Path(folder) / name)
                    archive.add(Path(folder) / name, name)
            (Path(folder) / TRAIL).write_text(_trails(Path(folder) / DATABASE), encoding="utf-8")
            archive.add(Path(folder) / TRAIL, TRAIL)
            for name in FOLDERS:
                if (settings.data_dir / name).exists():
                    archive.add(settings.data_dir / name, name, filter=_finished)
        made.flush()
        os.fsync(made.fileno())


def _trails(database: Path) -> str:
    """Of the copy, so that it fits it; none in a database of an older program."""
    with closing(sqlite3.connect(database)) as copy:
        known = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'audit_head'").fetchone()
        rows = (
            copy.execute("SELECT department_id, lines, hash FROM audit_head").fetchall()
            if known
            else []
        )
    return json.dumps(
        {
            "version": version(),
            "trails": {name: {"lines": lines, "hash": last} for name, lines, last in rows},
        },
        indent=2,
    )


def _finished(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """What is just being received may vanish while it is copied."""
    return None if member.name == HALF_RECEIVED else member


@click.command()
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE"
)
def restore(file: Path) -> None:
    """从备份恢复到数据目录；目录里已有数据时不覆盖。"""
    settings = load_settings()
    _clear_half_restored(settings)
    _must_be_empty(settings)
    staging = settings.data_dir / STAGING
    staging.mkdir(mode=0o700, parents=True)
    try:
        unpack(file, staging, single=frozenset({DATABASE, CHAT, TRAIL}), folders=frozenset(FOLDERS))
        broken = _examine(file, staging)
        _must_be_empty(settings)
        _place(staging, settings)
    finally:
        _clear_half_restored(settings)
    click.echo(f"已恢复到 {settings.data_dir}。备份时未结束的测评因密钥不在备份中，需要重新进行")
    if broken:
        raise CommandFailed(
            f"恢复的数据里 {'、'.join(broken)}的审计链对不上，请运行 shuzhi audit 查看", exit_code=1
        )


def _must_be_empty(settings: Settings) -> None:
    if any(path.exists() for path in _places(settings)):
        raise CommandFailed(
            f"{settings.data_dir} 里已有数据，没有覆盖。请先把它移走，或用 SHUZHI_DATA_DIR 指向新的目录"
        )


def _places(settings: Settings) -> list[Path]:
    """Where restored things go, and an old write-ahead log that would spoil a restored database."""
    databases = (_database_file(settings), settings.data_dir / CHAT)
    logs = [path.with_name(path.name + ending) for path in databases for ending in ("-wal", "-shm")]
    return [*databases, *logs, *(settings.data_dir / name for name in FOLDERS)]


def _clear_half_restored(settings: Settings) -> None:
    """Removes what a restoring left that was interrupted; a no-op where none was, or where it came to its end."""
    staging, database = settings.data_dir / STAGING, _database_file(settings)
    if (staging / PLACING).exists() and not database.exists():
        (settings.data_dir / CHAT).unlink(missing_ok=True)
        for name in FOLDERS:
            shutil.rmtree(settings.data_dir / name, ignore_errors=True)
    _nearby(database).unlink(missing_ok=True)
    if staging.exists():
        shutil.rmtree(staging)


def _examine(file: Path, staging: Path) -> list[str]:
    """Brings the restored database up to date where it stands; names of departments whose audit chain is broken.

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


def _place(staging: Path, settings: Settings) -> None:
    """The database last: without it the rest counts as nothing, and the next try removes it."""
    database = _database_file(settings)
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.move(staging / DATABASE, _nearby(database))  # it may be on another disk
    (staging / PLACING).touch()
    os.sync()
    for name in (CHAT, *FOLDERS):
        if (staging / name).exists():
            (staging / name).replace(settings.data_dir / name)
    os.sync()
    _nearby(database).replace(database)
    os.sync()


def _nearby(database: Path) -> Path:
    """Where the database waits for its last renaming."""
    return database.with_name(database.name + STAGING)


def _database_file(settings: Settings) -> Path:
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise CommandFailed(
            "数据库是 PostgreSQL，请用它自己的 pg_dump 备份，再另外复制数据目录里的 files"
        )
    return Path(url.database)


def _copy_database(source: Path, target: Path) -> None:
    """SQLite's own online copy: consistent while others write. Raises CommandFailed where the copy is not whole."""
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
    if damages(target):
        raise CommandFailed(
            f"数据库 {source} 已损坏，没有备份；以前的备份没有动。请用最近一份完好的备份恢复"
        )
