"""A whole year of an earlier schema, as `shuzhi rehearse` left it then, still says the same."""

import json
import re
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.actions import audit, cycles, evaluation, people, status, submissions
from bot.actions.exporting.workbook import year_workbook
from bot.actions.rectification import ledger
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.offline import Offline, offline
from bot.clocks import set_clock
from bot.documents.spreadsheet import read_spreadsheets
from bot.domain.evaluation.sheet import GradeSheet
from bot.domain.submissions import State
from tests.archives import unpack
from tests.chat import SHANGHAI
from tests.conftest import settings_for

YEARS = Path(__file__).with_name("years")
# Each is named by its schema: `0004` before anything but secretaries could be evaluated and before facts were sealed,
# `0010` before the roster said who is evaluated. Its folder holds the data directory, without pictures and papers, and
# in `expected.json` what the program of then told on that day.
SCHEMAS = ("0004", "0010")
# Sentences about a ballot, about what came of an item, and about the workbook; hashes and times.
MADE = re.compile(r"^应参加|^20\d\d-\d\d-\d\d |截至|^[0-9a-f]{64}$|^[0-9.]+$")
LONG = 12  # characters of a text that people wrote
LATER = datetime(2028, 2, 1, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(scope="module", params=SCHEMAS)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param)
    with tarfile.open(YEARS / f"{request.param}.tar.xz") as archive:
        unpack(archive, folder)
    return folder


@pytest.fixture
def expected(folder: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return said


@pytest.fixture(scope="module")
def installation(folder: Path) -> Iterator[Offline]:
    """The year brought up to date: once, for it is only looked at."""
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
    expected: dict[str, Any], installation: Offline
) -> None:
    now = json.loads(json.dumps(installation.read(told)))
    assert now["breaches"] == expected["breaches"] == []
    assert texts_in(expected["workbook"]) - texts_in(now["workbook"]) == set()
    # Nobody noted what he saw when he looked again: such items count as closed today.
    items = expected["status"]["rectification"]
    items["closed"] += items.pop("held")
    assert_tells(now["status"], expected["status"], "status")
    subjects = [row["subject"] for row in now["status"]["submissions"]]
    assert subjects == [row["secretary"] for row in expected["status"]["submissions"]]


def texts_in(workbook: list[list[list[str]]]) -> set[str]:
    """What people wrote, wherever it stands: sheets, headings and the words of states change, and
    so do the sentences that the program makes.
    """
    return {
        cell
        for sheet in workbook
        for row in sheet
        for cell in row
        if len(cell) >= LONG and not MADE.search(cell)
    }


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


def kept(work: UnitOfWork) -> dict[str, Any]:
    """Every version of a report, everything that led to a grade, and every item."""
    (department,) = people.departments(work)
    cycle = cycles.current(work, department.id)
    assert cycle is not None
    roster = people.roster(work, department.id)
    return {
        "reports": [
            [
                branch.name,
                [
                    [
                        version.version,
                        version.name,
                        version.sha256,
                        version.characters,
                        version.verdict,
                        version.state,
                        version.received_at.isoformat(),
                    ]
                    for version in submissions.versions(work, cycle, branch)
                ],
            ]
            for branch in roster.branches
        ],
        "sheets": [sheet_as_told(sheet) for sheet in evaluation.sheets(work, cycle)],
        "items": [
            [
                item.id,
                item.problem,
                item.cause,
                item.measure,
                item.due.isoformat() if item.due else None,
                item.state,
                item.created_at.isoformat(),
                sorted(owner.number for owner in item.owners),
            ]
            for item in ledger.of_department(work, department.id, archived=True)
        ],
    }


def sheet_as_told(sheet: GradeSheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "inputs": [
            [entry.number, entry.kind, entry.text, entry.author, entry.entered_by]
            for entry in sheet.inputs
            if entry.number
        ],
        "opinion": [sentence.text for sentence in sheet.opinion.sentences] if sheet.opinion else [],
        "grades": [
            [
                grade.number,
                grade.grade,
                grade.committee_day.isoformat(),
                grade.reason,
                grade.set_by,
                grade.state,
                grade.decided_by,
            ]
            for grade in sheet.history
        ],
    }


@pytest.mark.parametrize("folder", ["0004"], indirect=True)
def test_reports_grades_and_items_of_the_first_year_are_all_there(
    expected: dict[str, Any], installation: Offline
) -> None:
    now = json.loads(json.dumps(installation.read(kept)))
    assert now["reports"] == expected["reports"]
    assert now["sheets"] == expected["sheets"]
    assert now["items"] == expected["items"]
