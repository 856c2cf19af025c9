"""What a hijacked extractor could still do: tried from inside a process that entered the sandbox."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def attempt(code: str) -> str:
    """`code` runs inside the sandbox; the answer is what it printed, or the name of what stopped it."""
    program = f"""
from bot.documents import sandbox
sandbox.enter()
try:
    {code}
except BaseException as error:
    print(type(error).__name__)
"""
    finished = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    return finished.stdout.strip()


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "open('/etc/passwd').read()",
        "open('/proc/self/environ').read()",
        "import pathlib; pathlib.Path('bot/../../../../etc/passwd').read_text()",
        "open('written.txt', 'w')",
        "import os; os.open('written.txt', os.O_CREAT | os.O_WRONLY)",
        "import os; os.remove('pyproject.toml')",
        "import sqlite3; sqlite3.connect(':memory:')",
    ],
)
def test_is_forbidden(code: str) -> None:
    assert attempt(code) == "PermissionError"


def test_memory_is_limited() -> None:
    assert attempt("bytearray(1 << 30)") == "MemoryError"


def test_extractors_still_load() -> None:
    modules = (
        "bot.documents.pdf.document",
        "bot.documents.ooxml.document",
        "bot.documents.word_binary.document",
    )
    assert attempt(f"import {', '.join(modules)}; print('loaded')") == "loaded"
