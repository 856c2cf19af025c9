"""What a backup holds, what dated ones are called, and the folders in which one is made or opened."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.cli.sealed_backups import SUFFIX

DATABASE, CHAT = "shuzhi.db", "sandbox.db"
DATED = "述职-"  # begins the name of a backup that `--keep` wrote and may remove
TRAIL = "audit.json"  # where the audit trails ended, for `audit --against`
SINGLE = frozenset({DATABASE, CHAT, TRAIL})
FOLDERS = ("files", "sandbox")


def dated_backups(folder: Path) -> list[Path]:
    """Returns the backups that `--keep` wrote, the oldest first."""
    plain = f"{DATED}????-??-??-??????.tar.gz"
    return sorted([*folder.glob(plain), *folder.glob(plain + SUFFIX)])


@contextmanager
def emptied(folder: Path) -> Iterator[Path]:
    """Yields a new folder beside the data, for there is room for another database: the system's
    temporary one is often small, or memory. What a killed command left in it goes first; backups
    take turns.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
