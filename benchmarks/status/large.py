"""How long 状态 takes in an installation of 100 departments with 100 branches each: `.venv/bin/python -m benchmarks.status.large`."""

import os
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from bot.actions import cycles, status
from bot.actions.work import SYSTEM, Work
from bot.domain.planfile import sample_plan
from bot.settings import load_settings
from bot.storage.database import Database
from bot.storage.files import FileStore
from bot.storage.people import BranchRow, DepartmentRow, PersonRow
from bot.storage.schema import migrate
from bot.storage.submissions import SubmissionRow

DEPARTMENTS, BRANCHES, MEMBERS = 100, 100, 5
NOW = datetime(2026, 12, 10, 9, tzinfo=UTC)
JUDGEMENT = {"findings": [{"rule": "S26", "level": "ok", "message": "", "quote": ""}] * 12, "sections": [], "pairs": []}


def fill(work: Work, number: int) -> None:
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


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(data_dir=Path(folder))
        database, files = Database(settings.database), FileStore(Path(folder) / "files")
        migrate(database)

        def work_on(session: Session) -> Work:
            return Work(session=session, now=NOW, zone=settings.zone, files=files)

        for number in range(DEPARTMENTS):
            database.change(lambda session, n=number: fill(work_on(session), n))
        cycle = database.look(lambda session: cycles.current(work_on(session), "d50"))
        assert cycle is not None
        times = []
        for _ in range(30):
            began = time.perf_counter()
            found = database.look(lambda session: status.status(work_on(session), cycle))
            times.append((time.perf_counter() - began) * 1000)
        assert found.handed_in == BRANCHES
        database.stop()
    print(f"load {os.getloadavg()[0]:.2f}; {DEPARTMENTS} departments × {BRANCHES} branches")
    print(f"状态 of one department: median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms")


if __name__ == "__main__":
    main()
