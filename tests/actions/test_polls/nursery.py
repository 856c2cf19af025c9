"""Brings up processes that may be killed, of one that has imported the program already."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.actions.test_polls.polling_station import PROJECT

Live = Callable[..., tuple[int, list[list[str]]]]


@contextmanager
def nursery(folder: Path) -> Iterator[Live]:
    """Gives a function that runs a process to its end or death: its exit code and what it told."""
    told = folder / "told"
    command = [sys.executable, "-m", "tests.actions.test_polls.killed_process"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=PROJECT, stdin=pipe, stdout=pipe, text=True) as forking:
        assert forking.stdin
        assert forking.stdout
        orders, codes = forking.stdin, forking.stdout

        def live(
            url: str, home: Path, dies: str, at: int, *, votes: int
        ) -> tuple[int, list[list[str]]]:
            order = [str(told), url, str(home), dies, str(at), str(votes)]
            orders.write(json.dumps(order) + "\n")
            orders.flush()
            code = int(codes.readline())
            return code, [line.split() for line in told.read_text("utf-8").splitlines()]

        yield live
