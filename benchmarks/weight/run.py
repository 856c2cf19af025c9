"""What the program weighs: processor until the first answer, memory at rest, processor of every command, size installed.

    python -m benchmarks.weight.run [--rounds 3]

Every figure is the median of fresh processes. `check` reads a report of the sample department.
"""

import argparse
import os
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import psutil
from packaging.requirements import Requirement

from bot.sample import SAMPLE_DEPARTMENT, sample_report

ROOT = Path(__file__).parents[2]
REST = 5.0  # seconds after the first answer, before the memory is read
COMMANDS = (
    ("--help",),
    ("--version",),
    ("status",),
    ("department", "list"),
    ("plan", "check", "plan.toml"),
    ("check", "report.docx"),
    ("audit",),
    ("backup", "backup.tar.gz"),
)


def processor_of(work: Callable[[], object]) -> float:
    """Seconds of processor that the children of this process took meanwhile."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(folder: Path, *arguments: str) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", *arguments]
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


def serve(folder: Path) -> tuple[float, float, float]:
    """Processor seconds to the first answer, and MB of memory at rest: resident, and its own share."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--data", "data"]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address is not None
        with urllib.request.urlopen(f"{address[0]}/healthz") as answer:
            answer.read()
        seen = psutil.Process(process.pid)
        spent = seen.cpu_times()
        time.sleep(REST)
        memory = seen.memory_full_info()
        process.send_signal(signal.SIGINT)
        process.wait()
    return spent.user + spent.system, memory.rss / 1e6, memory.pss / 1e6


def installed(extras: frozenset[str]) -> float:
    """MB of all files that the distribution and what it needs bring along."""
    return sum(sizes_of("shuzhi", extras, set()).values()) / 1e6


def sizes_of(name: str, extras: frozenset[str], known: set[str]) -> dict[str, int]:
    if name in known:
        return {}
    known.add(name)
    distribution = metadata.distribution(name)
    sizes = {name: sum(size(distribution, file) for file in distribution.files or ())}
    for needed in map(Requirement, distribution.requires or ()):
        wanted = needed.marker is None or any(
            needed.marker.evaluate({"extra": extra}) for extra in extras | {""}
        )
        if wanted:
            sizes |= sizes_of(needed.name, frozenset(needed.extras), known)
    return sizes


def size(distribution: metadata.Distribution, file: metadata.PackagePath) -> int:
    place = Path(str(distribution.locate_file(file)))
    return place.stat().st_size if place.is_file() else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = range(parser.parse_args().rounds)
    print(f"load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "report.docx").write_bytes(sample_report(SAMPLE_DEPARTMENT.name, year=2026))
        run(folder, "plan", "init", "plan.toml")
        told = [serve(folder) for _ in rounds]
        first, resident, own = (statistics.median(column) for column in zip(*told, strict=True))
        print(f"start to the first answer {first:.2f} s of processor")
        print(f"at rest {resident:.0f} MB resident, {own:.0f} MB its own share")
        for command in COMMANDS:
            spent = [processor_of(lambda words=command: run(folder, *words)) for _ in rounds]
            print(f"{' '.join(command):24} {statistics.median(spent):.2f} s of processor")
    print(
        f"installed {installed(frozenset()):.0f} MB, with all extras of `make setup` "
        f"{installed(frozenset({'postgresql', 'fast'})):.0f} MB"
    )


if __name__ == "__main__":
    main()
