"""What each command does at a real data directory, and what others may read from its JSON."""

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.exports.roster import roster_workbook
from bot.sample import sample_lines, sample_report, second_lines
from tests.cast import MEMBER, THIRD, ZHANG
from tests.cli.conftest import Outcome, Shuzhi
from tests.conftest import Run
from tests.documents.old_kernel import on_an_old_kernel

GOOD = sample_report(THIRD, year=2026)
FLAWED = sample_report(THIRD, year=2026, good=False)
BOTH = ("--department", "sample")


def shown(outcome: Outcome) -> Any:
    return json.loads(outcome.out)


# -- check ---------------------------------------------------------------------------------------------------------------


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


# -- plan, roster, department --------------------------------------------------------------------------------------------


def test_a_plan_is_written_checked_and_wrong_lines_are_named(
    shuzhi: Shuzhi, tmp_path: Path
) -> None:
    assert shuzhi("plan", "init", "plan.toml", "--year", "2026").code == 0
    assert "12-31" in shuzhi("plan", "check", "plan.toml").out
    assert "没有覆盖" in shuzhi("plan", "init", "plan.toml").err
    path = tmp_path / "plan.toml"
    path.write_text(path.read_text("utf-8").replace("2026-12-31", "2026-12-32", 1), "utf-8")
    told = shuzhi("plan", "check", "plan.toml")
    assert told.code == 2
    assert "行" in told.err
    path.write_bytes("title = 方案".encode("gb18030"))
    assert shuzhi("plan", "check", "plan.toml").code == 2


def test_every_kind_of_plan_is_listed_written_and_checked(shuzhi: Shuzhi) -> None:
    listed = shuzhi("plan", "kinds").out.splitlines()
    assert len(listed) >= 7
    for name in (line.split()[0] for line in listed):
        assert shuzhi("plan", "init", f"{name}.toml", "--kind", name).code == 0
        assert shuzhi("plan", "check", f"{name}.toml").code == 0
    told = shuzhi("plan", "init", "other.toml", "--kind", "别的")
    assert (told.code, "members" in told.err) == (2, True)


def test_departments_are_added_once_and_listed(shuzhi: Shuzhi) -> None:
    assert shuzhi("department", "add", "physics", "--name", "物理系").code == 0
    assert shuzhi("department", "add", "law", "--name", "法律系", "--group", "group-1").code == 0
    assert "已经有了" in shuzhi("department", "add", "law", "--name", "另一个").err
    rows = [line.split("\t") for line in shuzhi("department", "list").out.splitlines()]
    assert rows == [
        ["law", "法律系", "sandbox", "group-1"],
        ["physics", "物理系", "sandbox", "group-physics"],
    ]


def test_with_several_departments_one_must_be_named(at: Shuzhi) -> None:
    told = at("status")
    assert told.code == 2
    assert "sample（示例系）" in told.err
    assert "second（样板系）" in told.err
    assert "second" in at("status", "--department", "third").err
    assert shown(at("status", "--json", "--department", "second"))["name"] == "样板系"


def test_a_second_procedure_has_the_same_people_and_its_own_state(shuzhi: Shuzhi) -> None:
    assert shuzhi("department", "add", "law", "--name", "法律系", "--group", "group-1").code == 0
    lines = [
        replace(line, category="B") if line.category == "C" else line for line in sample_lines()
    ]
    Path("名册.xlsx").write_bytes(roster_workbook(lines))
    assert shuzhi("roster", "import", "名册.xlsx").code == 0
    added = shuzhi(
        *("department", "add", "law-2", "--name", "法律系"),
        *("--procedure", "民主评议党员", "--like", "law"),
    )
    assert (added.code, "法律系（民主评议党员）" in added.out) == (0, True)
    again = shuzhi("department", "add", "law-3", "--name", "法律系", "--procedure", "民主评议党员")
    assert "已经有一项叫民主评议党员" in again.err
    rows = [line.split("\t") for line in shuzhi("department", "list").out.splitlines()]
    assert rows[1] == ["law-2", "法律系（民主评议党员）", "sandbox", "group-1"]
    both = shown(shuzhi("status", "--json"))
    assert [state["procedure"] for state in both] == ["", "民主评议党员"]
    assert [len(state["submissions"]) for state in both] == [8, 8]
    told = shuzhi("status").out
    assert "法律系 民主评议党员" in told
    assert shown(shuzhi("status", "--json", "--procedure", "民主评议党员"))["department"] == "law-2"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(roster_workbook(sample_lines()))
    return path


def test_an_empty_roster_can_be_written_and_says_who_is_missing(at: Shuzhi, tmp_path: Path) -> None:
    offered = (
        {"A", "B"},
        {"A", "B", "C"},
    )  # by the built-in plan, and by that of the sample department
    for options, expected in zip(((), ("--department", "sample")), offered, strict=True):
        name = f"empty{len(options)}.xlsx"
        assert at("roster", "template", name, *options).code == 0
        page = load_workbook(tmp_path / name)["名册"]
        lists = [validation.formula1 for validation in page.data_validations.dataValidation]
        assert set(lists[-1].strip('"').split(",")) == expected


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
        told = at("roster", "import", workbook, *BOTH)
        assert (told.code, "没有改动" in told.out) == (0, True)


def test_a_dry_run_tells_and_saves_nothing(at: Shuzhi, workbook: Path) -> None:
    workbook.write_bytes(roster_workbook(sample_lines()[:-3]))
    told = at("roster", "import", workbook, "--dry-run", *BOTH)
    assert "没有保存" in told.out
    assert "离开 3" in told.out
    again = at("roster", "import", workbook, "--dry-run", *BOTH)
    assert again.out == told.out
    done = at("roster", "import", workbook, *BOTH)
    assert "离开 3" in done.out
    assert "没有改动" in at("roster", "import", workbook, *BOTH).out


def test_bad_rows_are_named_with_their_numbers_and_nothing_is_saved(
    at: Shuzhi, workbook: Path
) -> None:
    lines = list(sample_lines())
    lines[3], lines[7] = (
        replace(lines[3], category="Z"),
        replace(lines[7], account=lines[2].account),
    )
    workbook.write_bytes(roster_workbook(lines[:-1]))
    told = at("roster", "import", workbook, *BOTH)
    assert told.code == 2
    assert "第 5 行" in told.err
    assert "第 9 行" in told.err
    workbook.write_bytes(roster_workbook(sample_lines()))
    assert "没有改动" in at("roster", "import", workbook, *BOTH).out


def test_accounts_of_somebody_else_are_named(at: Shuzhi, workbook: Path) -> None:
    other = replace(sample_lines()[0], name="别人样")
    workbook.write_bytes(roster_workbook([*second_lines(), other]))
    told = at("roster", "import", workbook, "--department", "second")
    assert told.code == 2
    assert "已经在示例系的名册里" in told.err


def test_what_is_no_workbook_is_one_sentence(at: Shuzhi, workbook: Path) -> None:
    workbook.write_bytes(b"no workbook")
    told = at("roster", "import", workbook, *BOTH)
    assert told.code == 2
    assert "xlsx" in told.err


# -- status, audit, doctor -----------------------------------------------------------------------------------------------


async def handed_in(run: Run, data: Path) -> None:
    async with run(data) as chat:
        await chat.send(ZHANG, "述职报告.docx", GOOD)
        await chat.say("o01", "开始测评 王文例")
        await chat.say(MEMBER, "测评 好")


async def test_status_tells_reports_and_turnout_and_no_interim_result(
    at: Shuzhi, run: Run, data: Path
) -> None:
    await handed_in(run, data)
    found = shown(at("status", "--json", *BOTH))
    rows = {row["branch"]: row for row in found["submissions"]}
    assert rows[THIRD] | {"received": ""} == rows[THIRD] | {
        "version": 1,
        "file": "述职报告.docx",
        "verdict": "pass",
        "received": "",
    }
    assert rows[THIRD]["characters"] > 1000
    assert rows[THIRD]["received"] == "2026-12-01T08:30:00+08:00"
    assert rows["第一支部"]["version"] == 0
    (poll,) = found["polls"]
    assert (poll["subjects"], poll["state"], poll["voted"], poll["released"]) == (
        ["王文例"],
        "open",
        1,
        None,
    )
    assert poll["eligible"] > 50
    assert set(poll["channels"]) == {"card", "words", "paper", "page"}
    assert found["deadline"] == "2026-12-31"
    assert found["outbox"]["sent"] > 0
    told = at("status", *BOTH)
    assert told.code == 0
    assert "述职报告.docx" in told.out
    assert "已投 1/" in told.out
    assert "较好" not in told.out


def tamper(data: Path, statement: str) -> None:
    with closing(sqlite3.connect(data / "shuzhi.db")) as database:
        database.execute(statement)
        database.commit()


async def test_reminders_tell_what_was_planned_for_whom_and_why_not(
    at: Shuzhi, run: Run, data: Path
) -> None:
    async with run(data) as chat:
        await chat.clock(now="2026-12-01T09:30")
    told = at("reminders", "--department", "sample")
    assert "倒计时" in told.out
    rows = shown(at("reminders", "--json", "--department", "sample"))
    (row,) = [one for one in rows if one["item"] == "deadline"]
    assert row == {
        "planned": "2026-12-01T09:00:00+08:00",
        "item": "deadline",
        "to": "group",
        "window": "2026-12-31-30",
        "state": "sent",
        "sent": "2026-12-01T09:00:00+08:00",
        "reason": "",
    }
    assert "请用 --department" in at("reminders").err


async def test_audit_finds_a_changed_line_and_a_changed_file(
    at: Shuzhi, run: Run, data: Path
) -> None:
    await handed_in(run, data)
    intact = at("audit", "--json")
    told = shown(intact)
    assert (intact.code, told["ok"], told["breaches"]) == (0, True, {"sample": [], "second": []})
    assert all(len(end["hash"]) == 64 and end["lines"] > 0 for end in told["trails"].values())
    (stored,) = [
        path for path in (data / "files").rglob("*") if path.is_file() and path.read_bytes() == GOOD
    ]
    stored.write_bytes(GOOD + b" ")
    tamper(data, "UPDATE audit SET facts = '{}' WHERE verb = 'report.handed_in'")
    found = at("audit", "--json")
    assert found.code == 1
    chain, file = shown(found)["breaches"]["sample"]
    assert "审计链" in chain
    assert "述职报告.docx" in file
    assert shown(found)["breaches"]["second"] == []
    told = at("audit")
    assert (told.code, "2 处不符" in told.out, "样板系" in told.out or "second" in told.out) == (
        1,
        True,
        True,
    )


async def test_audit_compares_with_an_end_that_was_noted_elsewhere(
    at: Shuzhi, run: Run, data: Path, tmp_path: Path
) -> None:
    """Whoever cuts off the last lines and mends what is noted beside them cannot mend a backup or an export."""
    await handed_in(run, data)
    noted = tmp_path / "noted.json"
    noted.write_text(at("audit", "--json").out, encoding="utf-8")
    assert at("backup", tmp_path / "backup.tar.gz").code == 0
    assert at("export", tmp_path / "out", "--department", "sample").code == 0
    copies = (noted, tmp_path / "backup.tar.gz", tmp_path / "out" / "校验和数据" / "audit.json")
    assert [at("audit", "--against", copy).code for copy in copies] == [0, 0, 0]
    tamper(
        data,
        "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit WHERE department_id = 'sample')",
    )
    assert "审计链的末尾不符" in at("audit").out
    tamper(
        data,
        "UPDATE audit_head SET lines = lines - 1, hash = (SELECT hash FROM audit WHERE department_id = 'sample' "
        "ORDER BY id DESC LIMIT 1) WHERE department_id = 'sample'",
    )
    assert "审计链里没有" in at("audit").out  # the facts whose line was cut off
    assert ["以前记下的" in at("audit", "--against", copy).out for copy in copies] == [
        True,
        True,
        True,
    ]
    wrong = at("audit", "--against", tmp_path / "out" / "manifest.json")
    assert (wrong.code, "audit.json" in wrong.err) == (2, True)


async def test_audit_finds_a_file_whose_hash_was_changed_in_the_database(
    at: Shuzhi, run: Run, data: Path
) -> None:
    await handed_in(run, data)
    tamper(data, "UPDATE submission SET sha256 = '../../etc/passwd'")
    found = at("audit")
    assert found.code == 1
    assert "述职报告.docx" in found.out


def test_doctor_tells_line_by_line(at: Shuzhi, data: Path) -> None:
    found = shown(at("doctor", "--json"))
    assert all(set(check) == {"name", "ok", "text"} for check in found["checks"])
    by_name = {check["name"]: check for check in found["checks"]}
    assert by_name["数据库"]["ok"]
    assert by_name["系"]["text"] == "示例系、样板系"
    assert by_name["名册"]["ok"]
    wrong = at("doctor", key_dir=data / "keys")
    assert wrong.code == 1
    assert "SHUZHI_KEY_DIR" in wrong.out


def test_doctor_of_a_new_installation_says_what_comes_next(shuzhi: Shuzhi) -> None:
    told = shuzhi("doctor")
    assert told.code == 1
    assert "shuzhi department add" in told.out


def test_doctor_names_a_department_without_a_roster(shuzhi: Shuzhi) -> None:
    """A department in which nobody may do anything looks well otherwise."""
    shuzhi("department", "add", "physics", "--name", "物理系", "--group", "g1")
    told = shuzhi("doctor")
    assert told.code == 1
    assert (
        "注意  名册：物理系的名册里还没有组织员，请运行 "
        "shuzhi roster import 名册.xlsx --department physics" in told.out
    )


def test_doctor_names_the_wall_that_the_kernel_does_not_give(data: Path) -> None:
    program = "import sys; from bot.cli import main; sys.argv = ['shuzhi', 'doctor']; main()"
    checks = on_an_old_kernel(program, SHUZHI_DATA_DIR=str(data)).splitlines()
    (isolation,) = [check for check in checks if "文件隔离" in check]
    assert isolation.startswith("注意")
    assert "文件访问（Landlock）" in isolation
    assert "seccomp）" not in isolation


async def test_doctor_tells_of_messages_that_were_given_up(
    at: Shuzhi, run: Run, data: Path
) -> None:
    await handed_in(run, data)
    tamper(data, "UPDATE outbox SET state = 'failed', reason = 'nobody there' WHERE id = 1")
    tamper(data, "UPDATE inbox SET state = 'failed', incident = 'BEEF' WHERE id = 1")
    told = await asyncio.to_thread(at, "doctor")
    assert told.code == 1
    assert "1 条没有送达（nobody there）" in told.out
    assert "BEEF" in told.out
