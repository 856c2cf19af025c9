"""One server on one data directory, and none while its database is moved."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.cli.failures import CommandFailed
from bot.cli.owner_only import close_to_others, is_open_to_others
from bot.domain.installation import Purpose
from bot.settings import Settings


@contextmanager
def only_one(settings: Settings, *, alone: bool = False) -> Iterator[None]:
    """Holds the data directory against a second server, which on one SQLite file would be a mistake.

    Over PostgreSQL several may serve from one data directory, as long as none of them is a
    demonstration. Whoever has to be `alone` bears no server at all, whichever database it is. The
    lock vanishes with the process. Raises CommandFailed where another program holds it.
    """
    several = settings.database.startswith("postgresql") and settings.purpose is Purpose.SERVICE
    lock = fcntl.LOCK_EX
    if several and not alone:
        lock = fcntl.LOCK_SH
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (settings.data_dir / "server.lock").open("w") as handle:
        try:
            # Who comes second hears it at once instead of waiting.
            fcntl.flock(handle, lock | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandFailed(
                f"已有一个述职程序在使用数据目录 {settings.data_dir}，请先停止它，或换一个数据目录"
            ) from None
        close_to_others((settings.data_dir, settings.keys))
        secrets = Path(".env")
        if is_open_to_others(secrets):
            close_to_others((secrets,))
            hint = f"提示：别的账号原来能读 {secrets}，里面有密钥，已改为只有本账号能读"
            # Where the file is not ours, its owner has to do it.
            if is_open_to_others(secrets):
                hint = f"提示：别的账号能读 {secrets}，里面有密钥。请以它的主人运行：chmod 600 {secrets}"
            click.echo(hint, err=True)
        yield
