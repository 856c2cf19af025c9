"""What this program writes and remembers is for its own account: files, and the memory of a process that crashed."""

import contextlib
import ctypes
import os
import resource
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

OWNER_ONLY = 0o077  # the bits that a new file does not get
PR_SET_DUMPABLE = 4
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


def write_for_owner_only() -> None:
    """From here on every new file and folder can be read by its owner alone, and no core file is written."""
    os.umask(OWNER_ONLY)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def write_new(file: Path, content: str) -> None:
    """Writes a file that nobody else can read, and has it on the disk. Raises FileExistsError where
    one stands there, which stays as it is.
    """
    descriptor = os.open(file, NEW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())


def leave_no_core() -> None:
    """Forbids the kernel to hand this process's memory to anybody: no core by a crash handler, no debugger.

    Open ballots and keys are in it. The limit on core files alone does not bind a handler to which the kernel pipes.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def close_to_others(places: Iterable[Path]) -> None:
    """Takes what earlier versions left readable from everybody else; what belongs to another account stays as it is."""
    for place in places:
        # Of a file there is nothing inside to be found.
        for path in (place, *place.rglob("*")):
            with contextlib.suppress(OSError):
                mode = path.lstat().st_mode
                # The mode of a link means nothing, and a change would go to what it leads to.
                if not stat.S_ISLNK(mode) and mode & OWNER_ONLY:
                    path.chmod(stat.S_IMODE(mode) & ~OWNER_ONLY)


def is_open_to_others(place: Path) -> bool:
    """Tells whether other accounts may do anything with it; what is not there is open to nobody."""
    return place.exists() and bool(place.stat().st_mode & OWNER_ONLY)
