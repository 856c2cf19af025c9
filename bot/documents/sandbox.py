"""What the worker gives up before it sees the first byte.

Privileges, network, files to write, memory beyond a limit.
"""

import ctypes
import os
import resource
import sys
from pathlib import Path
from typing import Any

from bot.documents import confinement, limits

PROGRAM = Path(__file__).resolve().parents[1]
STATISTICS = Path("/proc/self/statm")
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
# Audit events (PEP 578) that no extractor has a reason to raise.
FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system",
    "os.kill", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink",
    "os.truncate", "os.chmod", "os.chown", "os.putenv", "shutil.", "tempfile.", "urllib.",
    "http.", "ftplib.", "smtplib.", "sqlite3.", "webbrowser.", "pty.", "signal.",
)  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def enter() -> frozenset[confinement.Wall]:
    """Gives everything up, for ever, and returns the kernel's walls that stand around native code.

    Python code is stopped by an audit hook on every system, also where no wall stands.
    """
    os.nice(limits.NICENESS)
    _limit(resource.RLIMIT_AS, limits.MEMORY_BYTES)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, limits.OPEN_FILES)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        # Without rights only inside a user namespace of its own, where the kernel gives one.
        if libc.unshare(CLONE_NEWNET) != 0:
            libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    # The folders of Python, its packages and this program, as named and as they lie. The folder
    # that holds the program is not among them: data, keys and `.env` often lie beside it.
    installed = {sys.prefix, sys.base_prefix, sys.exec_prefix}
    beside_program = str(PROGRAM.parent)
    packages = {folder for folder in sys.path if folder and folder != beside_program}
    if any(PROGRAM.is_relative_to(prefix) for prefix in installed):
        packages.add(beside_program)  # the program is a package among others
    named = {str(PROGRAM), *installed, *packages}
    readable = tuple(named | {os.path.realpath(folder) for folder in named})
    walls = confinement.raise_walls(readable)
    sys.addaudithook(_Guard(readable))
    return walls


def allow_cpu(seconds: int) -> None:
    """The next reading may use this much more processor time; then the kernel ends the process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + seconds, hard))


class MemoryGauge:
    """Tells the resident memory of this process.

    It is made before the sandbox is entered, because it keeps a system file open. The peak that
    getrusage tells is no measure: the kernel hands the parent's peak on to its children.
    """

    def __init__(self) -> None:
        self._file: int | None = None
        if STATISTICS.exists():  # Linux only
            self._file = os.open(STATISTICS, os.O_RDONLY)

    def resident(self) -> int:
        """Returns bytes; 0 where the system does not tell."""
        if self._file is None:
            return 0
        return int(os.pread(self._file, 200, 0).split()[1]) * resource.getpagesize()


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    try:
        resource.setrlimit(kind, (value, value))
    except (ValueError, OSError):  # macOS does not limit address space
        return


class _Guard:
    """Files may be read only where Python and this program live (for imports), never written."""

    def __init__(self, readable: tuple[str, ...]) -> None:
        self._roots = tuple(f"{folder}/" for folder in readable)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(FORBIDDEN):
            raise PermissionError(event)
        if event != "open":
            return
        path, mode, flags = arguments
        if isinstance(path, int):  # a file that is open already
            return
        name = ""  # what is no path lies nowhere, and is refused below
        if isinstance(path, str | bytes):
            name = os.fsdecode(path)
        if flags & WRITING or any(letter in (mode or "") for letter in "wax+"):
            raise PermissionError("open")
        if not name.startswith(self._roots) or ".." in name:
            raise PermissionError("open")
