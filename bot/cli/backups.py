"""`backup` and `restore`: the database as one consistent snapshot, and the files. Ballot keys are never in it."""

import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from bot.cli.failures import CommandFailed
from bot.settings import Settings, load_settings

DATABASE, CHAT, FILES = "shuzhi.db", "sandbox.db", "files"


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
def backup(file: Path) -> None:
    """把数据库和文件备份到一个 .tar.gz，运行中也可以。未结束测评的密钥不在其中。"""
    settings = load_settings()
    source = _database_file(settings)
    if not source.exists():
        raise CommandFailed(f"{settings.data_dir} 里还没有数据，没有可备份的内容")
    with tempfile.TemporaryDirectory() as folder:
        snapshot = Path(folder)
        _copy_database(source, snapshot / DATABASE)
        if (settings.data_dir / CHAT).exists():
            _copy_database(settings.data_dir / CHAT, snapshot / CHAT)
        part = file.with_name(file.name + ".part")
        with tarfile.open(part, "w:gz") as archive:
            for copied in sorted(snapshot.iterdir()):
                archive.add(copied, copied.name)
            for folder_name in (FILES, "sandbox"):
                if (settings.data_dir / folder_name).exists():
                    archive.add(settings.data_dir / folder_name, folder_name)
        part.replace(file)
    click.echo(f"已备份到 {file}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
def restore(file: Path) -> None:
    """从备份恢复到数据目录；目录里已有数据时不覆盖。"""
    settings = load_settings()
    if _database_file(settings).exists():
        raise CommandFailed(
            f"{settings.data_dir} 里已有数据，没有覆盖。请先把它移走，或用 SHUZHI_DATA_DIR 指向新的目录"
        )
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as folder:
        try:
            with tarfile.open(file, "r:gz") as archive:
                archive.extractall(folder, filter="data")
        except (tarfile.TarError, OSError, EOFError):
            raise CommandFailed(f"{file} 不是完整的备份文件，没有恢复") from None
        if not (Path(folder) / DATABASE).exists():
            raise CommandFailed(f"{file} 里没有数据库，没有恢复")
        for part in sorted(Path(folder).iterdir(), key=lambda path: path.name == DATABASE):
            shutil.move(part, settings.data_dir / part.name)
    click.echo(f"已恢复到 {settings.data_dir}。备份时未结束的测评因密钥不在备份中，需要重新进行")


def _database_file(settings: Settings) -> Path:
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise CommandFailed("数据库是 PostgreSQL，请用它自己的 pg_dump 备份，再另外复制数据目录里的 files")
    return Path(url.database)


def _copy_database(source: Path, target: Path) -> None:
    """SQLite's own online copy: consistent while others write."""
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
