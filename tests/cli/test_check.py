"""`shuzhi check`: what it says of a report, and what others may read from its JSON."""

from pathlib import Path

import pytest

from bot.sample import sample_report
from tests.cast import THIRD
from tests.cli.at_work import GOOD, shown
from tests.cli.conftest import Shuzhi

FLAWED = sample_report(THIRD, year=2026, good=False)


@pytest.fixture
def reports(tmp_path: Path) -> dict[str, Path]:
    content = {
        "good.docx": GOOD,
        "flawed.docx": FLAWED,
        "broken.docx": b"PK\x03\x04 cut off",
        "picture.png": b"\x89PNG",
    }
    for name, data in content.items():
        (tmp_path / name).write_bytes(data)
    return {Path(name).stem: tmp_path / name for name in content}


def test_check_tells_everything_of_the_contract(at: Shuzhi, reports: dict[str, Path]) -> None:
    told = at("check", "--json", *reports.values())
    assert (told.code, told.err) == (2, "")
    good, flawed, broken, picture = shown(told)
    assert set(good) == set(broken)
    assert (good["verdict"], flawed["verdict"], broken["verdict"]) == (
        "pass",
        "revise",
        "unreadable",
    )
    assert (good["kind"], good["error"], good["file"]) == ("docx", None, str(reports["good"]))
    assert good["characters"]["word"] >= good["characters"]["han"] > 1000
    parts = {
        "basics",
        "achievements",
        "last_year",
        "problems",
        "causes",
        "measures",
        "promise",
        "other",
    }
    assert {section["part"] for section in good["sections"]} <= parts
    assert set(good["sections"][0]) == {"part", "title", "characters"}
    assert 0 < good["achievement_share"] <= 1
    assert set(good["pairs"][0]) == {"problem", "cause", "measure"}
    assert {finding["level"] for finding in flawed["findings"]} <= {"fail", "hint", "ok"}
    assert set(flawed["findings"][0]) >= {"rule", "level", "message", "quote"}
    assert any(
        finding["rule"] == "S26" and finding["level"] == "fail" for finding in flawed["findings"]
    )
    assert (broken["error"]["code"], picture["error"]["code"]) == ("corrupt", "no_text")
    assert (broken["characters"], broken["findings"], broken["pairs"]) == (None, [], [])


@pytest.mark.parametrize(
    ("names", "code"), [(["good"], 0), (["good", "flawed"], 1), (["flawed", "broken"], 2)]
)
def test_check_says_the_worst_by_its_exit_code(
    at: Shuzhi, reports: dict[str, Path], names: list[str], code: int
) -> None:
    told = at("check", *(reports[name] for name in names))
    assert told.code == code
    assert all(reports[name].name in told.out for name in names)
    assert "Traceback" not in told.err


def test_check_prints_the_text_alone(at: Shuzhi, reports: dict[str, Path]) -> None:
    told = at("check", "--text", reports["good"])
    assert (told.code, told.err) == (0, "")
    assert "整改承诺" in told.out
    assert at("check", "--text", reports["good"], reports["broken"]).code == 2
