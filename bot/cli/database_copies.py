"""The database of an installation as one file, which a backup holds, whichever database it is."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.cli.failures import CommandFailed
from bot.storage.soundness import damages, file_of


def copy_database(url: str, target: Path) -> None:
    """Makes an SQLite database of what stands in it at one moment, while others write.

    Raises CommandFailed where it is damaged or the copy is not whole.
    """
    source = file_of(url)
    if source is not None:
        copy_file(source, target)
        return
    # Of a server all rows are copied one by one, out of one snapshot. Its tables are not brought up
    # to date for it: another program may be serving from them.
    # All tables take a third of a second to import, which a file does without.
    from bot.storage.moving import NotTheSame, copy_into_file  # noqa: PLC0415
    from bot.storage.revisions import is_up_to_date_at  # noqa: PLC0415

    if not is_up_to_date_at(url):
        raise CommandFailed(
            "数据库和程序不是同一个版本，没有备份；以前的备份没有动。"
            "更新过程序的，请先重新启动服务，再备份"
        )
    try:
        copy_into_file(url, target)
    except NotTheSame as error:
        raise CommandFailed(
            f"备份后核对不符（{error}），没有备份；以前的备份没有动。请把这一句交给维护者"
        ) from None
    if damages(target):
        raise CommandFailed(
            "备份写出后读不回来，没有备份；以前的备份没有动。请检查磁盘，再备份一次"
        )


def copy_file(source: Path, target: Path) -> None:
    """Makes SQLite's own online copy. Raises CommandFailed where it is not whole."""
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
    if damages(target):
        raise CommandFailed(
            f"数据库 {source} 已损坏，没有备份；以前的备份没有动。请用最近一份完好的备份恢复"
        )
