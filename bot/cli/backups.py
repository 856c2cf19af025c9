"""`backup` and `restore`: the database as one consistent snapshot, and the files. Ballot keys are never in it."""

import gzip
import json
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from contextlib import closing
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from bot.cli.failures import CommandFailed
from bot.settings import Settings, load_settings

DATABASE, CHAT = "shuzhi.db", "sandbox.db"
TRAIL = "audit.json"  # where the audit trails ended, for `audit --against`
FOLDERS = ("files", "sandbox")
HALF_RECEIVED = "files/incoming"
PIECE = 1024 * 1024


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
def backup(file: Path) -> None:
    """把数据库和文件备份到一个 .tar.gz，运行中也可以。未结束测评的密钥不在其中。"""
    settings = load_settings()
    if not _database_file(settings).exists():
        raise CommandFailed(f"{settings.data_dir} 里还没有数据，没有可备份的内容")
    if file.is_dir():
        raise CommandFailed(f"{file} 是一个文件夹，请写上文件名，例如 {file / '备份.tar.gz'}")
    part = file.with_name(file.name + ".part")
    try:
        _write(part, settings)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"已备份到 {file}")


def _write(file: Path, settings: Settings) -> None:
    """The databases first: every file that they name was stored before."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(file, "w:gz") as archive:
        for source, name in ((_database_file(settings), DATABASE), (settings.data_dir / CHAT, CHAT)):
            if source.exists():
                _copy_database(source, Path(folder) / name)
                archive.add(Path(folder) / name, name)
        (Path(folder) / TRAIL).write_text(_trails(Path(folder) / DATABASE), encoding="utf-8")
        archive.add(Path(folder) / TRAIL, TRAIL)
        for name in FOLDERS:
            if (settings.data_dir / name).exists():
                archive.add(settings.data_dir / name, name, filter=_finished)


def _trails(database: Path) -> str:
    """Of the copy, so that it fits it; none in a database of an older program."""
    with closing(sqlite3.connect(database)) as copy:
        known = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'audit_head'").fetchone()
        rows = copy.execute("SELECT department_id, lines, hash FROM audit_head").fetchall() if known else []
    return json.dumps({"trails": {name: {"lines": lines, "hash": last} for name, lines, last in rows}}, indent=2)


def _finished(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """What is just being received may vanish while it is copied."""
    return None if member.name == HALF_RECEIVED else member


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
def restore(file: Path) -> None:
    """从备份恢复到数据目录；目录里已有数据时不覆盖。"""
    settings = load_settings()
    if any(path.exists() for path in _places(settings)):
        raise CommandFailed(
            f"{settings.data_dir} 里已有数据，没有覆盖。请先把它移走，或用 SHUZHI_DATA_DIR 指向新的目录"
        )
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as folder:
        _extract(file, Path(folder))
        _put(Path(folder), settings)
    click.echo(f"已恢复到 {settings.data_dir}。备份时未结束的测评因密钥不在备份中，需要重新进行")


def _places(settings: Settings) -> list[Path]:
    """Where restored things go, and an old write-ahead log that would spoil a restored database."""
    databases = (_database_file(settings), settings.data_dir / CHAT)
    logs = [path.with_name(path.name + ending) for path in databases for ending in ("-wal", "-shm")]
    return [*databases, *logs, *(settings.data_dir / name for name in FOLDERS)]


def _extract(file: Path, folder: Path) -> None:
    """Reads to the very end first, for the checksum stands there."""
    try:
        with gzip.open(file) as whole:
            while whole.read(PIECE):
                pass
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError):
        raise CommandFailed(f"{file} 不是完整的备份文件，没有恢复") from None
    if not (folder / DATABASE).is_file():
        raise CommandFailed(f"{file} 里没有数据库，没有恢复")


def _put(folder: Path, settings: Settings) -> None:
    """The database last: without it the rest counts as nothing."""
    for name in (CHAT, *FOLDERS):
        if (folder / name).exists():
            shutil.move(folder / name, settings.data_dir / name)
    database = _database_file(settings)
    database.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(folder / DATABASE, database)


def _database_file(settings: Settings) -> Path:
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise CommandFailed("数据库是 PostgreSQL，请用它自己的 pg_dump 备份，再另外复制数据目录里的 files")
    return Path(url.database)


def _copy_database(source: Path, target: Path) -> None:
    """SQLite's own online copy: consistent while others write."""
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
