"""How long 状态 takes in an installation of 100 departments with 100 branches each: `.venv/bin/python -m benchmarks.status.large`.

`cold` is the first question that a fresh process is asked after its start, median of several processes; `warm` are those after it.
Beside the time on the clock stands the processor's, which other work on the machine hardly changes.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from bot.actions import cycles, status
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.planfile import sample_plan
from bot.settings import load_settings
from bot.storage.database import Database
from bot.storage.departments import DepartmentRow
from bot.storage.files import FileStore
from bot.storage.people import BranchRow, PersonRow
from bot.storage.schema import migrate
from bot.storage.submission_rows import SubmissionRow

DEPARTMENTS, BRANCHES, MEMBERS = 100, 100, 5
ASKED = "d50"
PROCESSES, QUESTIONS = 5, 30
NOW = datetime(2026, 12, 10, 9, tzinfo=UTC)
JUDGEMENT = {
    "findings": [{"rule": "S26", "level": "ok", "message": "", "quote": ""}] * 12,
    "sections": [],
    "pairs": [],
}


def fill(work: UnitOfWork, number: int) -> None:
    session, name = work.session, f"d{number}"
    session.add(DepartmentRow(id=name, name=name))
    session.flush()
    cycle = cycles.begin(work, name, sample_plan(2026), actor=SYSTEM)
    for position in range(BRANCHES):
        branch = BranchRow(department_id=name, name=f"第{position}支部", position=position)
        session.add(branch)
        session.flush()
        people = [
            PersonRow(
                department_id=name,
                name=f"人{position}-{n}",
                account=f"{name}-{position}-{n}",
                branch_id=branch.id,
                category="C",
                roles="党员" if n else "书记",
            )
            for n in range(MEMBERS)
        ]
        session.add_all(people)
        session.flush()
        session.add_all(
            SubmissionRow(
                department_id=name, cycle_id=cycle.id, branch_id=branch.id or 0, person_id=people[0].id or 0, version=version, sha256="0" * 64,
                name="报告.docx", size=1, kind="docx", manuscript="0" * 64, received_at=NOW, characters=3000, verdict="pass", judgement=JUDGEMENT, plan_version=1,
            )
            for version in (1, 2)
        )  # fmt: skip


def opened(folder: Path) -> tuple[Database, FileStore]:
    """As a program opens it at its start."""
    database = Database(load_settings(data_dir=folder).database)
    migrate(database)
    return database, FileStore(folder / "files")


def ask(folder: Path) -> None:
    """One process: prints the milliseconds of every question, on the clock and of the processor."""
    database, files = opened(folder)
    zone = load_settings().zone

    def answer(session: Session) -> int:
        work = UnitOfWork(session=session, now=NOW, zone=zone, files=files)
        cycle = cycles.current(work, ASKED)
        assert cycle is not None
        return status.status(work, cycle).handed_in

    times = []
    for _ in range(QUESTIONS):
        began, spent = time.perf_counter(), time.process_time()
        assert database.look(answer) == BRANCHES
        times.append(((time.perf_counter() - began) * 1000, (time.process_time() - spent) * 1000))
    database.stop()
    print(json.dumps(times))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database, files = opened(folder)
        zone = load_settings().zone
        for number in range(DEPARTMENTS):
            database.change(
                lambda session, n=number: fill(
                    UnitOfWork(session=session, now=NOW, zone=zone, files=files), n
                )
            )
        database.stop()
        print(f"load {os.getloadavg()[0]:.2f}; {DEPARTMENTS} departments × {BRANCHES} branches")
        command = [sys.executable, "-m", "benchmarks.status.large", name]
        told = [
            json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
            for _ in range(PROCESSES)
        ]
    show("cold", [times[0] for times in told])
    show("warm", [one for times in told for one in times[1:]])


def show(what: str, times: list[tuple[float, float]]) -> None:
    clock, processor = zip(*times, strict=True)
    print(
        f"{what}: median {statistics.median(clock):.1f} ms, worst {max(clock):.1f} ms; "
        f"of the processor {statistics.median(processor):.1f} ms, worst {max(processor):.1f} ms"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        ask(Path(sys.argv[1]))
    else:
        main()
