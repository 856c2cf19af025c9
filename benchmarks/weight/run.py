"""What the program weighs: processor until the first answer, memory at rest, processor of every command, size installed.

    python -m benchmarks.weight.run [--rounds 3] [--first]

Every figure is the median of fresh processes that read compiled modules, as `make setup` leaves them. Processor
seconds grow with what else runs on the machine; the yardstick tells by how much.
"""

import json
import os
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
from collections.abc import Callable
from functools import partial
from importlib import metadata
from pathlib import Path

import psutil
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from benchmarks.rounds import rounds_given
from bot.sample import SAMPLE_DEPARTMENT, sample_report, sample_roster_workbook

ROOT = Path(__file__).parents[2]
REST = 5.0  # seconds after the first answer, before the memory is read
ANSWERED = 2.0  # seconds after which a message is answered
MESSAGE = {"from": "s01", "chat": "direct", "text": "什么时候截止"}
GOAL = 0.5  # seconds of processor for any command
COMMANDS = (
    "--help",
    "--version",
    "status",
    "reminders",
    "department list",
    "department add chemistry-{round} --name 化学系{round}",
    "plan kinds",
    "plan init plan-{round}.toml",
    "plan check plan.toml",
    "roster template template-{round}.xlsx",
    "roster import roster.xlsx --department sample",
    "plan apply plan.toml --dry-run --department sample",
    "check report.docx",
    "audit",
    "doctor",
    "export out-{round} --department sample",
    "adopt out-1 --dry-run --department sample",
    "backup backup-{round}.tar.gz",
    "restore backup-1.tar.gz",
    "install-service --to unit-{round}",
    "move-database sqlite:///moved-{round}.db",
)
# Exit codes of work that was done; an archive of the same year is read, and then refused.
EXPECTED = {"check": {0, 1}, "doctor": {0, 1}, "adopt": {2}}
ELSEWHERE = {"restore": "restored-{round}"}  # the data directory of commands that want an empty one
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
} | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


SERVICE = {
    "SHUZHI_PLATFORMS": "wecom",
    "SHUZHI_WECOM_BOT_ID": "robot",
    "SHUZHI_WECOM_BOT_SECRET": "robot-secret",
}  # what `install-service` wants to be filled in


def leave_out_tools(folder: Path) -> None:
    """`rich` comes with the tools of development, and structlog takes it along where it finds it."""
    folder.mkdir()
    (folder / "rich.py").write_text("raise ImportError\n")
    ENVIRONMENT["PYTHONPATH"] = os.pathsep.join((str(folder), str(ROOT)))


def yardstick() -> float:
    """Seconds of processor for a fixed piece of work."""
    before = time.process_time()
    sum(number * number for number in range(5_000_000))
    return time.process_time() - before


def processor_of(work: Callable[[], object]) -> float:
    """Seconds of processor that the children of this process took meanwhile."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(folder: Path, command: str, number: int) -> None:
    """Runs a command; one that refuses its work ends the benchmark, for it would look light."""
    words = command.format(round=number).split()
    data = ELSEWHERE.get(words[0], "data").format(round=number)
    environment = ENVIRONMENT | {"SHUZHI_DATA_DIR": data}
    if words[0] == "install-service":
        environment |= SERVICE
    call = [sys.executable, "-m", "bot", *words]
    outcome = subprocess.run(
        call, cwd=folder, env=environment, input=b"y\n", capture_output=True, check=False
    )
    if outcome.returncode not in EXPECTED.get(words[0], {0}):
        sys.exit(f"{command}: {outcome.stderr.decode()}")


def serve(folder: Path) -> tuple[float, float, float, float]:
    """Processor seconds to the first answer, and to that of the first message; and MB of memory at
    rest: resident, and its own share.
    """
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--data", "data"]
    with subprocess.Popen(
        command,
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
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
        rested = seen.cpu_times()
        said = urllib.request.Request(
            f"{address[0]}/sandbox/api/messages",
            json.dumps(MESSAGE).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(said) as answer:
            answer.read()
        time.sleep(ANSWERED)
        heard = seen.cpu_times()
        process.send_signal(signal.SIGINT)
        process.wait()
    started = spent.user + spent.system
    message = heard.user + heard.system - rested.user - rested.system
    return started, started + message, memory.rss / 1e6, memory.pss / 1e6


def installed(*extras: str) -> float:
    """MB of all files of the distributions that the project and these extras ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = list(project["dependencies"])
    for extra in extras:
        asked += project["optional-dependencies"][extra]
    sizes: dict[str, int] = {}
    for requirement in map(Requirement, asked):
        add_sizes(requirement, sizes)
    return sum(sizes.values()) / 1e6


def add_sizes(wanted: Requirement, sizes: dict[str, int]) -> None:
    """Adds a distribution and what it needs, each once."""
    name = canonicalize_name(wanted.name)
    if name in sizes:
        return
    distribution = metadata.distribution(name)
    sizes[name] = sum(size(distribution, file) for file in distribution.files or ())
    for needed in map(Requirement, distribution.requires or ()):
        extras = wanted.extras | {""}
        if needed.marker is None or any(
            needed.marker.evaluate({"extra": extra}) for extra in extras
        ):
            add_sizes(needed, sizes)


def size(distribution: metadata.Distribution, file: metadata.PackagePath) -> int:
    place = Path(str(distribution.locate_file(file)))
    return place.stat().st_size if place.is_file() else 0


def main() -> None:
    rounds = range(1, rounds_given(__doc__, 3) + 1)
    print(f"load {os.getloadavg()[0]:.1f}, yardstick {yardstick():.2f} s of processor")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        leave_out_tools(folder / "absent")
        (folder / "report.docx").write_bytes(sample_report(SAMPLE_DEPARTMENT.name, year=2026))
        (folder / "roster.xlsx").write_bytes(sample_roster_workbook())
        run(folder, "plan init plan.toml", 0)
        serve(folder)  # makes the sample's data, and compiles what is not
        told = [serve(folder) for _ in rounds]
        first, heard, resident, own = (
            statistics.median(column) for column in zip(*told, strict=True)
        )
        print(f"start to the first answer {first:.2f} s of processor (goal 1.00)")
        print(f"start to the answer to the first message {heard:.2f} s of processor")
        print(f"at rest {resident:.0f} MB resident (goal 120), {own:.0f} MB its own share")
        for command in COMMANDS:
            spent = [processor_of(partial(run, folder, command, number)) for number in rounds]
            figure = f"{statistics.median(spent):.2f} s of processor (goal {GOAL:.2f})"
            print(f"{command:52} {figure}")
    print(
        f"installed {installed():.0f} MB (goal 150), "
        f"with all extras of `make setup` {installed('postgresql', 'fast', 'build'):.0f} MB"
    )
    print(f"load {os.getloadavg()[0]:.1f}, yardstick {yardstick():.2f} s of processor")


if __name__ == "__main__":
    main()
