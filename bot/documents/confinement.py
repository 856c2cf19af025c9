"""Walls that the kernel holds around the worker, whatever code runs inside it.

The audit hook of `sandbox` stops Python code. A fault in a compiled library is native code, and
only the kernel stops that: Landlock decides which files can be opened, seccomp which system calls
exist, and an empty capability set what being root is worth. Each wall is optional, because each
kernel and each container gives or refuses it; what stands is told, so that nobody believes in a
wall that is not there.
"""

import ctypes
import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from errno import EPERM
from pathlib import Path
from types import ModuleType
from typing import Final, cast

from landlockpy import AccessFS, LandlockError, Ruleset, Scope

PR_CAPBSET_DROP: Final = 24
PR_SET_DUMPABLE: Final = 4
PR_SET_NO_NEW_PRIVS: Final = 38
LINUX_CAPABILITY_VERSION_3: Final = 0x20080522
# Of the kernel's interface; it refuses numbers that it does not know.
HIGHEST_CAPABILITY: Final = 63

TCGETS: Final = 0x5401  # is this a terminal? asked at every open of a text file
FIOCLEX: Final = 0x5451

# Compiled modules that are imported late look for the libraries that they are linked with.
LIBRARIES: Final = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
)

# Reading what is open, memory, time, the end: enough for Python, lxml and pdfium.
# Whatever is not named here answers EPERM: processes, sockets, signals, tracing, mounts, changes of files.
PERMITTED_CALLS: Final = (
    "access", "brk", "clock_getres", "clock_gettime", "clock_nanosleep", "close", "close_range",
    "dup", "exit", "exit_group", "faccessat", "faccessat2", "fcntl", "fstat", "fstatfs", "futex",
    "getcwd", "getdents64", "getegid", "geteuid", "getgid", "getpid", "getrandom", "getrusage",
    "gettid", "gettimeofday", "getuid", "lseek", "lstat", "madvise", "membarrier", "mmap",
    "mprotect", "mremap", "munmap", "nanosleep", "newfstatat", "poll", "ppoll", "pread64",
    "preadv", "read", "readlink", "readlinkat", "readv", "restart_syscall", "rseq",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sched_getaffinity", "sched_yield",
    "set_robust_list", "sigaltstack", "stat", "statx", "sysinfo", "time", "times", "uname",
    "write", "writev",
)  # fmt: skip


class Wall(StrEnum):
    """What one wall keeps from native code inside the worker."""

    FILES = "files"  # opening a file outside Python and this program; signals and traces of others
    CALLS = "calls"  # writing, processes, sockets, tracing
    PRIVILEGES = "privileges"  # what root may do


def raise_walls(readable: Iterable[str]) -> frozenset[Wall]:
    """Puts up what the kernel gives, for ever, and returns what stands.

    `readable` are the folders in which files may still be opened, for reading only. A wall that the
    kernel, the platform or a missing library refuses is left out; nothing is raised.
    """
    if sys.platform != "linux":
        return frozenset()
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    # Finding seccomp's library starts a program, so it comes before the walls.
    seccomp = _load_seccomp()
    walls = set()
    if _restrict_files(readable):
        walls.add(Wall.FILES)
    if drop_capabilities(libc):
        walls.add(Wall.PRIVILEGES)
    # Seccomp comes last, because it forbids the others' calls.
    if seccomp is not None and _restrict_calls(seccomp):
        walls.add(Wall.CALLS)
    return frozenset(walls)


def _load_seccomp() -> ModuleType | None:
    """Returns the binding of the system's libseccomp, or None where that is missing."""
    try:
        import pyseccomp  # noqa: PLC0415 - it looks for the system's library when it is imported
    except (ImportError, OSError, RuntimeError):
        return None
    return cast(ModuleType, pyseccomp)


def _restrict_files(readable: Iterable[str]) -> bool:
    """Restricts files by Landlock: <https://docs.kernel.org/userspace-api/landlock.html>."""
    try:
        with Ruleset(scoped=Scope.ABSTRACT_UNIX_SOCKET | Scope.SIGNAL) as ruleset:
            for place in {*readable, *LIBRARIES}:
                path = Path(place)
                if path.is_dir():
                    ruleset.allow_path(path, AccessFS.READ_FILE | AccessFS.READ_DIR)
                elif path.is_file():
                    ruleset.allow_path(path, AccessFS.READ_FILE)
            ruleset.restrict()
    except (LandlockError, OSError):
        return False
    return True


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("process", ctypes.c_int))


class _CapabilitySets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32 * 2),
        ("permitted", ctypes.c_uint32 * 2),
        ("inheritable", ctypes.c_uint32 * 2),
    )


def drop_capabilities(libc: ctypes.CDLL) -> bool:
    for capability in range(HIGHEST_CAPABILITY + 1):
        # It is refused without rights: then there are none.
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = _CapabilityHeader(LINUX_CAPABILITY_VERSION_3, 0)
    libc.capset(ctypes.byref(header), ctypes.byref(_CapabilitySets()))
    # A service manager refuses the call where it has taken them away itself: what is left counts.
    left = _CapabilitySets()
    is_told = libc.capget(ctypes.byref(header), ctypes.byref(left)) == 0
    return is_told and not any([*left.effective, *left.permitted])


def _restrict_calls(seccomp: ModuleType) -> bool:
    """Permits what is on the list; all else fails with EPERM, so that libraries can do without."""
    # O_TMPFILE contains O_DIRECTORY, which listing a folder needs.
    unnamed_file = os.O_TMPFILE & ~os.O_DIRECTORY
    changing = os.O_ACCMODE | os.O_CREAT | os.O_TRUNC | unnamed_file
    try:
        calls = seccomp.SyscallFilter(seccomp.ERRNO(EPERM))
        for call in PERMITTED_CALLS:
            calls.add_rule(seccomp.ALLOW, call)
        calls.add_rule(seccomp.ALLOW, "open", seccomp.Arg(1, seccomp.MASKED_EQ, changing, 0))
        calls.add_rule(seccomp.ALLOW, "openat", seccomp.Arg(2, seccomp.MASKED_EQ, changing, 0))
        for request in (TCGETS, FIOCLEX):
            calls.add_rule(seccomp.ALLOW, "ioctl", seccomp.Arg(1, seccomp.EQ, request))
            calls.add_rule(seccomp.ALLOW, "prlimit64", seccomp.Arg(0, seccomp.EQ, 0))
        calls.add_rule(seccomp.ALLOW, "tgkill", seccomp.Arg(0, seccomp.EQ, os.getpid()))
        calls.load()
    except OSError:
        return False
    return True
