"""A kernel before Landlock, played by a filter around a whole program: the call answers ENOSYS."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LANDLOCK_CREATE_RULESET = 444
OLD_KERNEL = f"""
import errno
import pyseccomp as seccomp
calls = seccomp.SyscallFilter(seccomp.ALLOW)
calls.add_rule(seccomp.ERRNO(errno.ENOSYS), {LANDLOCK_CREATE_RULESET})
calls.load()
"""


def on_an_old_kernel(program: str, **environment: str) -> str:
    """What `program` printed."""
    finished = subprocess.run(
        [sys.executable, "-c", OLD_KERNEL + program],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return finished.stdout
