import logging
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from tests.logs import log_plainly


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


Shuzhi = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    """Commands set up the logs of their process."""
    handlers, level = logging.root.handlers[:], logging.root.level
    mask = os.umask(0)
    os.umask(mask)
    yield
    os.umask(mask)
    log_plainly()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture
def shuzhi(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Shuzhi:
    """Types a command in an empty folder, with these variables of the environment."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, **variables: object) -> Outcome:
        with monkeypatch.context() as patched:
            patched.setattr(sys, "argv", ["shuzhi", *map(str, arguments)])
            for name, value in variables.items():
                patched.setenv(f"SHUZHI_{name.upper()}", str(value))
            capsys.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
        said = capsys.readouterr()
        code = ended.value.code
        return Outcome(code if isinstance(code, int) else 0, said.out, said.err)

    return run


@pytest.fixture
def at(shuzhi: Shuzhi, data: Path) -> Shuzhi:
    """Types a command at the installation with the two sample departments."""
    return lambda *arguments, **variables: shuzhi(*arguments, data_dir=data, **variables)
