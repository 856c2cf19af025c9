"""Programs that give their rights up, each in a process of its own: what they need is imported once, in the process that
they are forked from.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Confined = Callable[..., str]
FORKING = """
import ctypes, json, os, sys, traceback
import pyseccomp
from bot.documents import sandbox

def live(program, arguments):
    sys.argv[1:] = arguments
    try:
        exec(program, {})
        return 0
    except BaseException:
        traceback.print_exc()
        return 1

for order in sys.stdin:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        code = live(*json.loads(order))
        sys.stdout.flush()
        os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    _, status = os.waitpid(child, 0)
    print(json.dumps([os.waitstatus_to_exitcode(status), said]), flush=True)
"""


@contextmanager
def confining() -> Iterator[Confined]:
    """Gives a function that runs a program with arguments to its end: what it printed."""
    command = [sys.executable, "-c", FORKING]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as forking:
        assert forking.stdin
        assert forking.stdout
        orders, answers = forking.stdin, forking.stdout

        def confined(program: str, *arguments: str) -> str:
            orders.write(json.dumps([program, arguments]) + "\n")
            orders.flush()
            code, said = json.loads(answers.readline())
            assert code == 0, said
            return str(said).strip()

        yield confined
