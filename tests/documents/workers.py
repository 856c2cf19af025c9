"""The processes that read files, as the system sees them."""

import resource
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil


def workers_of(process: psutil.Process) -> list[psutil.Process]:
    return [child for child in process.children() if "bot.documents.worker" in child.cmdline()]


def processor() -> float:
    """Returns the seconds of processor time of all workers so far, those included that ended."""
    worked = 0.0
    for child in _own_children():
        # One that ends meanwhile is among those that ended.
        with suppress(psutil.NoSuchProcess):
            times = psutil.Process(child).cpu_times()
            worked += times.user + times.system
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return worked + ended.ru_utime + ended.ru_stime


def _own_children() -> Iterator[int]:
    """Yields their numbers as the kernel lists them, without a look at every process there is."""
    for children in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):  # of a thread that has ended
            yield from map(int, children.read_text().split())
