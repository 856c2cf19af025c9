"""The arguments of a benchmark that measures the processor's time in rounds."""

import argparse
import os


def rounds_given(description: str | None, rounds: int) -> int:
    """Reads `--rounds` and `--first` from the command line; returns how many rounds are wanted.

    With `--first` the benchmark and whatever it starts go before everything else on the machine:
    fewer changes of process, warmer caches. The system lets root alone do that.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument(
        "--first", action="store_true", help="before everything else on the machine (as root)"
    )
    given = parser.parse_args()
    if given.first:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
    return int(given.rounds)
