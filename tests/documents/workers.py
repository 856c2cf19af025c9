"""The processes that read files, as the system sees them."""

import resource
from contextlib import suppress

import psutil


def workers_of(process: psutil.Process) -> list[psutil.Process]:
    return [child for child in process.children() if "bot.documents.worker" in child.cmdline()]


def processor() -> float:
    """Returns the seconds of processor time of all workers so far, those included that ended."""
    worked = 0.0
    for child in psutil.Process().children():
        # One that ends meanwhile is among those that ended.
        with suppress(psutil.NoSuchProcess):
            times = child.cpu_times()
            worked += times.user + times.system
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return worked + ended.ru_utime + ended.ru_stime
