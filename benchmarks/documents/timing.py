"""How long a piece of work takes in one warm process: shared with the peers, so only what every Python has."""

import statistics
import time
from collections.abc import Callable

ROUNDS, SECONDS = 200, 3.0
WARM_UP = 3

Times = tuple[float, float]
"""Milliseconds: the least, which other work on the machine disturbs least, and the median."""


def times(work: Callable[[], object]) -> Times:
    """Of `ROUNDS` rounds, fewer where they take more than `SECONDS` together."""
    for _ in range(WARM_UP):
        work()
    taken: list[float] = []
    until = time.perf_counter() + SECONDS
    while len(taken) < ROUNDS and time.perf_counter() < until:
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return min(taken), statistics.median(taken)
