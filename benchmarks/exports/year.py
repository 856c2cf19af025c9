"""How long all artefacts of a large department take: 32 secretaries, 400 voters, every input, opinion and grade there.

    python -m benchmarks.exports.year

The database is filled with rows as a year leaves them (no poll is simulated vote by vote); what is measured is
`artefacts`, the same call that 导出 and `shuzhi export` make, and each kind of artefact by itself.
"""

import hashlib
import json
import tempfile
import time
from collections import defaultdict
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.actions import cycles, people, rosters
from bot.actions.evaluation.sheets import sheets
from bot.actions.exporting.artefacts import artefacts
from bot.actions.installation import seed
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.documents.roster import RosterLine
from bot.domain.people import Department, Person, Role
from bot.domain.planfile import sample_plan
from bot.domain.polls.form import Form, Subject
from bot.domain.polls.results import digest, pack_groups
from bot.domain.polls.roll import Category
from bot.domain.polls.tally import Group
from bot.domain.polls.terms import Terms
from bot.storage.database import Database
from bot.storage.evaluation import GradeRow, InputRow, OpinionRow
from bot.storage.files import FileStore
from bot.storage.polls.polls import PollRow
from bot.storage.schema import migrate

SECRETARIES, VOTERS = 32, 400
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 12, 29, 16, 0, tzinfo=ZONE)
DEPARTMENT = Department(id="large", name="大系", group="group-large")
SENTENCES = [
    {
        "half": half,
        "text": f"{words}，这一句约有三十个字，写明事实、时间和成效。",
        "source": "领导点评第 3 条（赵建例，12月21日）",
    }
    for half, words in (
        ("achieved", "带头讲党课"),
        ("lacking", "调研不够深入"),
        ("direction", "希望多下基层"),
    )
    for _ in range(3)
]


def lines() -> list[RosterLine]:
    branches = [f"第{number}支部" for number in range(1, SECRETARIES + 1)]
    leaders = [
        RosterLine(0, f"领导{n}", f"l{n}", "", frozenset({Role.LEADER}), "A") for n in range(5)
    ]
    secretaries = [
        RosterLine(0, f"书记{n}", f"s{n}", branch, frozenset({Role.SECRETARY}), "B")
        for n, branch in enumerate(branches)
    ]
    members = [
        RosterLine(0, f"党员{n}", f"m{n}", branches[n % SECRETARIES], frozenset({Role.MEMBER}), "C")
        for n in range(VOTERS - SECRETARIES - 5)
    ]
    return [*leaders, *secretaries, *members]


def fill(work: UnitOfWork) -> None:
    seed(work, DEPARTMENT, sample_plan(2026))
    rosters.import_roster(work, DEPARTMENT.id, tuple(lines()), actor=SYSTEM)
    cycle = cycles.current(work, DEPARTMENT.id)
    assert cycle is not None
    roster = people.roster(work, DEPARTMENT.id)
    leader = roster.with_role(Role.LEADER)[0]
    for number, person in enumerate(roster.subjects):
        _secretary(work, cycle.id, leader, person, number)
    work.session.flush()


def _secretary(
    work: UnitOfWork, cycle_id: int, leader: Person, person: Person, number: int
) -> None:
    for kind_number, kind in enumerate(("everyday", "fieldwork", "comment")):
        text = "走访两个班级，听取八名学生意见，支部联系群众紧密，活动形式还可以再丰富一些。"
        work.session.add(
            InputRow(
                cycle_id=cycle_id,
                number=number * 3 + kind_number + 1,
                person_id=person.id,
                kind=kind,
                text=text,
                author_id=leader.id,
                entered_by=leader.id,
                at=NOW,
                source="chat",
            )
        )
    work.session.add(_poll(cycle_id, leader, person))
    work.session.add(
        OpinionRow(
            cycle_id=cycle_id,
            person_id=person.id,
            version=1,
            sentences=SENTENCES,
            made_by=leader.id,
            made_at=NOW,
            how="chat",
        )
    )
    work.session.add(
        GradeRow(
            cycle_id=cycle_id,
            person_id=person.id,
            number=1,
            grade="较好",
            committee_day=date(2026, 12, 28),
            day_said=True,
            reason="党委会研究决定",
            basis={"inputs": [], "ballot": {}},
            state="confirmed",
            set_by=leader.id,
            set_at=NOW,
            decided_by=leader.id,
            decided_at=NOW,
        )
    )


def _poll(cycle_id: int, leader: Person, person: Person) -> PollRow:
    sizes = {"A": 5, "B": 31, "C": VOTERS - SECRETARIES - 5}
    weights = {"A": Fraction(1, 2), "B": Fraction(3, 10), "C": Fraction(1, 5)}
    terms = Terms(
        department=DEPARTMENT.id,
        year=2026,
        form=Form(
            (Subject(person.id, person.name, ""),),
            ("总体评价", "履职情况", "作用发挥"),
            ("好", "较好", "一般", "差"),
        ),
        points=(100, 85, 70, 50),
        categories=tuple(Category(name, name, weights[name], size) for name, size in sizes.items()),
        minimum=5,
        quorum=None,
        secret=True,
        decimals=2,
        keep_days=0,
        attendance=False,
        opened_at=NOW,
        closes_at=None,
        salt=hashlib.sha256(person.name.encode()).hexdigest()[:32],
    )
    groups = tuple(
        Group((name,), ((size - 3, 2, 1, 0),) * 3, (size,)) for name, size in sizes.items()
    )
    packed = pack_groups(groups)
    return PollRow(
        department_id=DEPARTMENT.id,
        cycle_id=cycle_id,
        state="released",
        terms=terms.canonical,
        digest=terms.digest,
        key_id=person.name,
        opened_at=NOW,
        opened_by=leader.id,
        eligible=VOTERS - 1,
        voted=VOTERS - 1,
        groups=packed,
        groups_digest=digest(packed),
        released={},
        released_at=NOW,
        released_by=leader.id,
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/shuzhi.db")
        migrate(database)
        files = FileStore(Path(folder) / "files")

        def work(session: Session) -> UnitOfWork:
            return UnitOfWork(session=session, now=NOW, zone=ZONE, files=files)

        database.change(lambda session: fill(work(session)))
        print(
            json.dumps(
                database.look(lambda session: measured(work(session))), ensure_ascii=False, indent=2
            )
        )
        database.stop()


def measured(work: UnitOfWork) -> dict[str, object]:
    """Seconds in all and by folder and ending; the time of a file is counted where it was made."""
    cycle = cycles.current(work, DEPARTMENT.id)
    assert cycle is not None
    start = time.perf_counter()
    list(sheets(work, cycle))
    gathered = time.perf_counter() - start
    spent: defaultdict[str, float] = defaultdict(float)
    number = size = 0
    begun = before = time.perf_counter()
    busy = time.process_time()
    for file in artefacts(work, cycle):
        now = time.perf_counter()
        spent[f"{file.path.partition('/')[0]} {file.path.rpartition('.')[2]}"] += now - before
        before = now
        number += 1
        size += len(file.content)
    dearest_first = sorted(spent, key=spent.__getitem__, reverse=True)
    return {
        "files": number,
        "megabytes": round(size / 1e6, 1),
        "seconds": round(before - begun, 2),
        "seconds of processor": round(time.process_time() - busy, 2),
        "gathering": round(gathered, 2),
        "by kind": {kind: round(spent[kind], 2) for kind in dearest_first},
    }


if __name__ == "__main__":
    main()
