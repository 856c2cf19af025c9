"""A whole year of an earlier schema, as `shuzhi rehearse` left it then, still says the same."""

import json
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.actions import audit, cycles, evaluation, people, status, submissions
from bot.actions.exporting.workbook import year_workbook
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.offline import Offline, offline
from bot.clocks import set_clock
from bot.documents.spreadsheet import read_spreadsheets
from bot.domain.submissions import State
from tests.chat import SHANGHAI
from tests.conftest import settings_for

YEARS = Path(__file__).with_name("years")
# `0010` is the schema before the roster said who is evaluated. Its folder holds the data directory, without pictures,
# and in `expected.json` what the program of then told on that day.
LATER = datetime(2028, 2, 1, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with tarfile.open(YEARS / "0010.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path


@pytest.fixture
def installation(folder: Path) -> Iterator[Offline]:
    set_clock(settings_for(folder / "data"), LATER)
    with offline(platforms=("sandbox",), data_dir=folder / "data") as reached:
        yield reached


def told(work: UnitOfWork) -> dict[str, Any]:
    """What status, audit and the exported workbook tell."""
    (department,) = people.departments(work)
    cycle = cycles.current(work, department.id)
    assert cycle is not None
    roster = people.roster(work, department.id)
    workbook = year_workbook(work, cycle, roster, list(evaluation.sheets(work, cycle)))
    return {
        "status": status.as_json(status.status(work, cycle), work.zone),
        "breaches": list(audit.breaches(work, department)),
        "workbook": [
            [[str(value) for _, value in sorted(row.values.items())] for row in sheet.rows]
            for sheet in read_spreadsheets(workbook)
        ],
    }


def test_a_year_of_an_earlier_schema_says_what_it_said_then(
    folder: Path, installation: Offline
) -> None:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    now = json.loads(json.dumps(installation.read(told)))
    assert now["breaches"] == expected["breaches"] == []
    assert now["workbook"] == expected["workbook"]
    assert_tells(now["status"], expected["status"], "status")
    subjects = [row["subject"] for row in now["status"]["submissions"]]
    assert subjects == [row["secretary"] for row in expected["status"]["submissions"]]


def assert_tells(now: Any, then: Any, where: str) -> None:
    """All that was told then is told now; what is told besides is not looked at."""
    if isinstance(then, dict):
        for key, value in then.items():
            assert_tells(now[key], value, f"{where}.{key}")
    elif isinstance(then, list):
        assert len(now) == len(then), where
        for number, value in enumerate(then):
            assert_tells(now[number], value, f"{where}[{number}]")
    else:
        assert now == then, where


def test_the_place_of_an_earlier_report_is_its_branch(installation: Offline) -> None:
    def look(work: UnitOfWork) -> list[State | None]:
        (department,) = people.departments(work)
        cycle = cycles.current(work, department.id)
        assert cycle is not None
        roster = people.roster(work, department.id)
        states: list[State | None] = []
        for subject in roster.subjects:
            place = roster.place_of(subject)
            assert place == subject.branch
            assert place is not None
            submission = submissions.newest(work, cycle, place)
            states.append(submission.state if submission else None)
        return states

    assert installation.read(look) == [State.ACCEPTED] * 8
