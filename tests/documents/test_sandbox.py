"""What a hijacked extractor could still do: tried from inside a process that entered the sandbox."""

import pytest

from tests.documents.confined import Confined

ATTEMPT = """
from bot.documents import sandbox
sandbox.enter()
try:
    {code}
except BaseException as error:
    print(type(error).__name__)
"""  # the answer is what the code printed, or the name of what stopped it


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
def test_is_forbidden(confined: Confined, code: str) -> None:
    assert confined(ATTEMPT.format(code=code)) == "PermissionError"


def test_memory_is_limited(confined: Confined) -> None:
    assert confined(ATTEMPT.format(code="bytearray(1 << 30)")) == "MemoryError"


def test_extractors_still_load(confined: Confined) -> None:
    modules = (
        "bot.documents.pdf.document",
        "bot.documents.ooxml.document",
        "bot.documents.word_binary.document",
    )
    loading = f"import {', '.join(modules)}; print('loaded')"
    assert confined(ATTEMPT.format(code=loading)) == "loaded"
