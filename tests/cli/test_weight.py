"""What a command loads: each is forked from one process, and tells what it had imported at its end.

What is light, or allowed to all that follow, they find loaded: those that may load more come last.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from operator import itemgetter
from pathlib import Path

import pytest

from bot.actions.exporting.starting import sealed
from bot.domain.planfile import render, sample_plan
from bot.sample import SAMPLE_DEPARTMENT, sample_report, sample_roster_workbook
from tests.conftest import START

# What takes a tenth of a second or some megabytes, and what it is for.
DATABASE = {"sqlalchemy", "sqlmodel"}
TABLES = {"bot.storage.schema"}  # all of them
MIGRATIONS = {"alembic"}
WRITERS = {"docx", "xlsxwriter", "resvg_py"}
READERS = {"lxml", "pypdfium2", "olefile"}
CLIENTS = {"httpx", "websockets", "wechatpy", "requests"}
SERVER = {"bot.app", "uvicorn", "starlette", "apscheduler", "prometheus_client"}
RULES = {"bot.domain.report.judge"}
LOGS = {"structlog"}
SEALS = {"cryptography"}
HEAVY = LOGS | RULES | SEALS | DATABASE | TABLES | MIGRATIONS | WRITERS | READERS | CLIENTS | SERVER

TOOLS = {"rich", "pygments", "markdown_it", "mdurl", "attr"}  # of development, taken where they are
MOST_OF_SERVING = 1_350  # modules that `serve` has loaded when it begins, of ours and of libraries

FORKING = """
import asyncio, email.message, importlib.metadata, json, os, sys, tomllib, zoneinfo

import dotenv, pydantic.main

sys.path.insert(0, sys.argv[1])
import bot.cli

for number, (words, found) in enumerate(json.load(sys.stdin)):
    for module in found:
        importlib.import_module(module)
    child = os.fork()
    if not child:
        told = os.open(f"{number}.json", os.O_WRONLY | os.O_CREAT)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.argv = ["shuzhi", *words]
        code = None
        try:
            if words == ["serve"]:
                import bot.cli.serving
            else:
                bot.cli.main()
        except SystemExit as ended:
            code = ended.code
        os.write(told, json.dumps([code, sorted(sys.modules)]).encode())
        os._exit(0)
    os.waitpid(child, 0)
"""

# What each may load of the heavy, beside what it is for: the exit code is that of work done.
MAY_LOAD: tuple[tuple[str, int | None, set[str]], ...] = (
    ("--help", 0, set()),
    ("--version", 0, set()),
    ("plan kinds", 0, set()),
    ("plan init new.toml", 0, set()),
    ("plan check new.toml", 0, set()),
    ("install-service --help", 0, set()),
    ("check report.docx", 0, RULES),
    ("backup backup.tar.gz", 0, DATABASE),
    ("department list", 0, DATABASE),
    ("roster template new.xlsx", 0, DATABASE | {"xlsxwriter"}),
    ("status --department sample", 0, DATABASE | LOGS),
    ("reminders --department sample", 0, DATABASE),
    ("audit", 0, DATABASE | TABLES | LOGS),
    # What these change refers to other tables, which must be there without loading all of them.
    ("department add physics --name 物理系", 0, DATABASE),
    ("roster import roster.xlsx --department second", 0, DATABASE | LOGS | {"lxml", "olefile"}),
    ("plan apply changed.toml --department sample --yes", 0, DATABASE),
    ("adopt archive.json --department sample", 0, DATABASE),
    ("doctor", 1, DATABASE | TABLES | LOGS),
    ("move-database --help", 0, DATABASE | TABLES),
    ("serve", None, DATABASE | TABLES | LOGS | {"bot.app", "uvicorn", "starlette"}),
)


def year_before() -> bytes:
    """An archive with one item of the sample's first branch."""
    item = {
        "branches": ["第一支部"],
        "source": "promise",
        "origin": "12月21日作出的整改承诺",
        "problem": "谈心谈话偏少",
        "cause": "",
        "measure": "逐一谈话",
        "due": "2026-06-30",
        "created_at": "2025-12-21T16:00:00+08:00",
        "said": [{"at": "2026-05-04T10:00:00+08:00", "kind": "done", "text": "逐一谈过"}],
        "closed_at": None,
        "closed_by": None,
        "revisit": None,
    }
    plain = {
        "format": 1,
        "unit": SAMPLE_DEPARTMENT.name,
        "year": START.year - 1,
        "plan": render(sample_plan(START.year - 1)),
        "grades": [],
        "secretaries": {},
        "items": [item],
    }
    return sealed(plain)


def found_by(words: str, allowed: set[str]) -> list[str]:
    """What is loaded before the command begins: nothing that it is not allowed to load itself."""
    found = []
    if allowed >= DATABASE:
        found.append("sqlmodel")
        if not words.startswith("backup"):  # which copies the database without opening it
            found.append("bot.cli.offline")
    if allowed >= TABLES and words != "audit":  # which has to load them all itself
        found.extend(TABLES)
    return found


@pytest.fixture(scope="module")
def loaded(
    template: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[int | None, set[str]]]:
    """By command: its exit code, and all modules that it had loaded at its end."""
    folder = tmp_path_factory.mktemp("weight")
    (folder / "report.docx").write_bytes(sample_report(SAMPLE_DEPARTMENT.name, year=START.year))
    (folder / "roster.xlsx").write_bytes(sample_roster_workbook())
    (folder / "archive.json").write_bytes(year_before())
    plan = replace(sample_plan(START.year), days_off=(date(START.year, 12, 30),))
    (folder / "changed.toml").write_text(render(plan), encoding="utf-8")
    commands = [(words.split(), found_by(words, allowed)) for words, _, allowed in MAY_LOAD]
    assert commands == sorted(commands, key=itemgetter(1))
    data = shutil.copytree(template, folder / "data")  # `backup` leaves its mark there
    environment = {"PATH": "", "SHUZHI_DATA_DIR": str(data)}
    subprocess.run(
        [sys.executable, "-c", FORKING, str(ROOT)],
        input=json.dumps(commands).encode(),
        cwd=folder,
        env=environment,
        check=True,
    )
    told = [json.loads((folder / f"{number}.json").read_text()) for number in range(len(commands))]
    return {
        words: (code, set(modules))
        for (words, _, _), (code, modules) in zip(MAY_LOAD, told, strict=True)
    }


ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("words", "code", "allowed"), MAY_LOAD, ids=[row[0] for row in MAY_LOAD])
def test_a_command_loads_only_what_it_is_for(
    loaded: dict[str, tuple[int | None, set[str]]],
    words: str,
    code: int | None,
    allowed: set[str],
) -> None:
    outcome, modules = loaded[words]
    assert outcome == code
    assert (modules & HEAVY) - allowed == set()


def test_serving_begins_with_so_many_modules_at_most(
    loaded: dict[str, tuple[int | None, set[str]]],
) -> None:
    """Each costs half a millisecond, and 60 kB for as long as the program runs."""
    _, modules = loaded["serve"]
    assert len({name for name in modules if name.split(".")[0] not in TOOLS}) <= MOST_OF_SERVING


def test_who_goes_through_all_tables_has_them_all(
    loaded: dict[str, tuple[int | None, set[str]]],
) -> None:
    _, modules = loaded["audit"]
    with_tables = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in (ROOT / "bot" / "storage").rglob("*.py")
        if "table=True" in file.read_text(encoding="utf-8")
    }
    assert with_tables - modules == set()


# Modules of the program: some more than each has today.
AT_MOST = {
    "department list": 84,
    "department add physics --name 物理系": 93,
    "plan apply changed.toml --department sample --yes": 133,
    "adopt archive.json --department sample": 119,
    "reminders --department sample": 91,
    "roster template new.xlsx": 96,
    "roster import roster.xlsx --department second": 189,
    "status --department sample": 410,
    "audit": 312,
    "doctor": 230,
    "check report.docx": 92,
}


@pytest.mark.parametrize("words", AT_MOST)
def test_a_command_stays_as_small_as_it_is(
    loaded: dict[str, tuple[int | None, set[str]]], words: str
) -> None:
    """Each module costs from half a millisecond to, with a table, four."""
    _, modules = loaded[words]
    assert len({name for name in modules if name.startswith("bot.")}) <= AT_MOST[words]
