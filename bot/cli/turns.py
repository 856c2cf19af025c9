"""Backups and removals take turns."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from bot.settings import Settings


@contextmanager
def undisturbed(settings: Settings) -> Iterator[None]:
    """Waits until no other command backs up or removes, and keeps them waiting.

    A backup copies the database first: a file that its rows name must not go before it is copied
    too. The lock vanishes with the process.
    """
    with (settings.data_dir / "backup.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
