"""`python -m tests.patterns`: the longest time that any pattern of the program takes for its worst strings.

Every pattern is tried on long texts grown from its own parts, and the slowest are printed. A text that takes longer
than `PATIENCE` is broken off and told as such.
"""

import re
import signal
import sys
import time
from itertools import islice

from tests.patterns.attacks import attacks
from tests.patterns.enumeration import MATCHING, Compiled, compiled_patterns, uses

TIMES = 1_000  # repetitions in one text
TRIED = 24  # texts for one pattern
PATIENCE = 5.0  # seconds of the processor for one text
SHOWN = 15


class TooLong(Exception):
    pass


def _give_up(_number: int, _frame: object) -> None:
    raise TooLong


def seconds(compiled: Compiled, methods: frozenset[str], text: str) -> float:
    pattern = re.compile(compiled.pattern, compiled.flags)
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        if methods and methods <= MATCHING:
            pattern.match(text)
            pattern.fullmatch(text)
        else:
            pattern.sub("", text)
    except TooLong:
        return PATIENCE
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - began


def worst_times(times: int) -> list[tuple[float, str, str]]:
    """(seconds, place, beginning of its worst text) of every pattern, the slowest first. Only in the main thread."""
    before = signal.signal(signal.SIGVTALRM, _give_up)
    worst = list[tuple[float, str, str]]()
    for compiled in {(one.pattern, one.flags): one for one in compiled_patterns()}.values():
        methods = uses(compiled)
        texts = islice(attacks(compiled.pattern, compiled.flags, times), TRIED)
        longest = max(
            ((seconds(compiled, methods, text), text[:30]) for text in texts), default=(0.0, "")
        )
        worst.append((longest[0], compiled.place, longest[1]))
    signal.signal(signal.SIGVTALRM, before)
    return sorted(worst, reverse=True)


def main(times: int = TIMES) -> int:
    """1 where a text was broken off."""
    worst = worst_times(times)
    for taken, place, text in worst[:SHOWN]:
        sys.stdout.write(f"{taken * 1000:9.1f} ms  {place}  {text!r}…\n")
    sys.stdout.write(
        f"{len(worst)} patterns, the longest {worst[0][0] * 1000:.1f} ms for {times} repetitions\n"
    )
    return int(worst[0][0] >= PATIENCE)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
