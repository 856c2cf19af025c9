"""`shuzhi roster`: a workbook is written, tried and imported, and what is wrong in it is named."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.exports.roster import roster_workbook
from bot.sample import sample_lines, second_lines
from tests.cli.at_work import OF_SAMPLE
from tests.cli.conftest import Shuzhi


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(roster_workbook(sample_lines()))
    return path


def test_an_empty_roster_offers_the_classes_of_the_plan(at: Shuzhi, tmp_path: Path) -> None:
    of_the_built_in_plan, of_the_sample = ((), {"A", "B"}), (OF_SAMPLE, {"A", "B", "C"})
    for options, classes in (of_the_built_in_plan, of_the_sample):
        name = f"empty{len(options)}.xlsx"
        assert at("roster", "template", name, *options).code == 0
        page = load_workbook(tmp_path / name)["名册"]
        lists = [validation.formula1 for validation in page.data_validations.dataValidation]
        assert set(lists[-1].strip('"').split(",")) == classes


def test_no_roster_that_is_filled_in_is_overwritten_by_an_empty_one(
    at: Shuzhi, workbook: Path
) -> None:
    before = workbook.read_bytes()
    refused = at("roster", "template", workbook.name)
    assert refused.code == 2
    assert "没有覆盖" in refused.err
    assert workbook.read_bytes() == before


def test_the_same_roster_twice_changes_nothing(at: Shuzhi, workbook: Path) -> None:
    for _ in range(2):
        told = at("roster", "import", workbook, *OF_SAMPLE)
        assert (told.code, "没有改动" in told.out) == (0, True)


def test_a_dry_run_tells_and_saves_nothing(at: Shuzhi, workbook: Path) -> None:
    workbook.write_bytes(roster_workbook(sample_lines()[:-3]))
    told = at("roster", "import", workbook, "--dry-run", *OF_SAMPLE)
    assert "没有保存" in told.out
    assert "离开 3" in told.out
    again = at("roster", "import", workbook, "--dry-run", *OF_SAMPLE)
    assert again.out == told.out
    done = at("roster", "import", workbook, *OF_SAMPLE)
    assert "离开 3" in done.out
    assert "没有改动" in at("roster", "import", workbook, *OF_SAMPLE).out


def test_bad_rows_are_named_with_their_numbers_and_nothing_is_saved(
    at: Shuzhi, workbook: Path
) -> None:
    lines = list(sample_lines())
    lines[3], lines[7] = (
        replace(lines[3], category="Z"),
        replace(lines[7], account=lines[2].account),
    )
    workbook.write_bytes(roster_workbook(lines[:-1]))
    told = at("roster", "import", workbook, *OF_SAMPLE)
    assert told.code == 2
    assert "第 5 行" in told.err
    assert "第 9 行" in told.err
    workbook.write_bytes(roster_workbook(sample_lines()))
    assert "没有改动" in at("roster", "import", workbook, *OF_SAMPLE).out


def test_accounts_of_somebody_else_are_named(at: Shuzhi, workbook: Path) -> None:
    other = replace(sample_lines()[0], name="别人样")
    workbook.write_bytes(roster_workbook([*second_lines(), other]))
    told = at("roster", "import", workbook, "--department", "second")
    assert told.code == 2
    assert "已经在示例系的名册里" in told.err


def test_what_is_no_workbook_is_one_sentence(at: Shuzhi, workbook: Path) -> None:
    workbook.write_bytes(b"no workbook")
    told = at("roster", "import", workbook, *OF_SAMPLE)
    assert told.code == 2
    assert "xlsx" in told.err
