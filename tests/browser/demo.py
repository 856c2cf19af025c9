"""The demonstration as a user starts it: the command, its own process, a fresh data directory."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.service import PAGE

ROOT = PAGE.parents[3]
DAY = "2026-12-24"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@contextmanager
def demonstration(data: Path) -> Iterator[str]:
    """Yields the address once the command has told it; uvicorn listens from then on."""
    command = [
        sys.executable,
        "-u",
        "-m",
        "bot",
        "demo",
        "--port",
        "0",
        "--data",
        str(data),
        "--date",
        DAY,
    ]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("SHUZHI_")
    }
    with (data.parent / "demo.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert process.stdout is not None
    try:
        yield _address(process.stdout)
    finally:
        process.terminate()
        process.wait(60)
        process.stdout.close()


def _address(lines: Iterator[str]) -> str:
    for line in lines:
        if found := ADDRESS.search(line):
            return found[0]
    raise RuntimeError(
        "the demonstration ended before it told its address; see demo.log in the test's directory"
    )
