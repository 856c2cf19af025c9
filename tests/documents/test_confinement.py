"""What native code inside the worker can still do: system calls made through libc, past every hook of Python."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.documents.confinement import Wall
from tests.documents.confined import ROOT, Confined
from tests.documents.old_kernel import on_an_old_kernel

PREPARATION = """
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
from bot.documents import sandbox
secret, folder, parent = sys.argv[1], sys.argv[2], int(sys.argv[3])
walls = sandbox.enter()
def outcome(value):
    return "done" if value != -1 else os.strerror(ctypes.get_errno())
"""
READ_ONLY, WRITE, CREATE = os.O_RDONLY, os.O_WRONLY, os.O_WRONLY | os.O_CREAT
AF_UNIX, AF_INET, STREAM, SIGTERM, PTRACE_ATTACH = 1, 2, 1, 15, 16
ACTS = {
    "create a file": f"libc.open((folder + '/new').encode(), {CREATE}, 0o600)",
    "delete a file": "libc.unlink(secret.encode())",
    "rename a file": "libc.rename(secret.encode(), (folder + '/moved').encode())",
    "shorten a file": "libc.truncate(secret.encode(), 0)",
    "make a folder": "libc.mkdir((folder + '/sub').encode(), 0o700)",
    "make a link": "libc.symlink(secret.encode(), (folder + '/link').encode())",
    "change a mode": "libc.chmod(secret.encode(), 0o666)",
    "open a file for writing": f"libc.open(secret.encode(), {WRITE})",
    "read the data": f"libc.open(secret.encode(), {READ_ONLY})",
    "list the data": f"libc.open(folder.encode(), {os.O_RDONLY | os.O_DIRECTORY})",
    "read the system's accounts": f"libc.open(b'/etc/passwd', {READ_ONLY})",
    "read the parent's environment": f"libc.open(b'/proc/%d/environ' % parent, {READ_ONLY})",
    "read the parent's memory": f"libc.open(b'/proc/%d/mem' % parent, {READ_ONLY})",
    "signal the parent": f"libc.kill(parent, {SIGTERM})",
    "trace the parent": f"libc.ptrace({PTRACE_ATTACH}, parent, 0, 0)",
    "start a process": "libc.fork()",
    "start a program": "libc.execl(b'/bin/true', b'true', None)",
    "open a local socket": f"libc.socket({AF_UNIX}, {STREAM}, 0)",
    "open a network socket": f"libc.socket({AF_INET}, {STREAM}, 0)",
    "leave its namespaces": "libc.unshare(0x10000000)",
    "mount a file system": "libc.mount(b'none', folder.encode(), b'tmpfs', 0, None)",
    "become another user": "libc.setuid(65534)",
}


@pytest.fixture(scope="module")
def walls(confined: Confined) -> set[str]:
    return set(confined(PREPARATION + "print(*sorted(walls))", "", "", "0").split())


def test_every_wall_stands(walls: set[str]) -> None:
    """Linux 5.13 with Landlock and the system's libseccomp, which every supported installation has."""
    assert walls == set(Wall)


@pytest.mark.parametrize("act", ACTS)
def test_native_code_cannot(confined: Confined, act: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("kept")
    program = PREPARATION + f"print(outcome({ACTS[act]}))"
    outcome = confined(program, str(secret), str(tmp_path), str(os.getpid()))
    assert outcome in {"Operation not permitted", "Permission denied"}
    assert secret.read_text() == "kept"
    assert list(tmp_path.iterdir()) == [secret]


def test_what_lies_beside_the_program_is_out_of_reach(confined: Confined) -> None:
    """The default data directory and `.env` lie there."""
    program = PREPARATION + f"print(outcome(libc.open(b'pyproject.toml', {READ_ONLY})))"
    outcome = confined(program, "", "", "0")
    assert outcome == "Permission denied"


def test_a_kernel_without_landlock_is_told_and_not_believed() -> None:
    program = "from bot.documents.reader import standing_walls; print(*sorted(standing_walls()))"
    assert on_an_old_kernel(program).split() == [Wall.CALLS, Wall.PRIVILEGES]


def test_what_the_service_manager_took_away_already_counts_as_dropped() -> None:
    """systemd refuses both calls to a service that has no capability left."""
    program = f"""
import ctypes, pyseccomp
from bot.documents import confinement, sandbox
confinement.drop_capabilities(ctypes.CDLL(None))
calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
for call in ("capset", "unshare"):
    calls.add_rule(pyseccomp.ERRNO({errno.EPERM}), call)
calls.load()
print(*sorted(sandbox.enter()))
"""
    stand = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(stand.stdout.split()) == set(Wall)
