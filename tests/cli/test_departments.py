"""`shuzhi plan` and `shuzhi department`: a plan is written and checked, departments and procedures are added."""

from dataclasses import replace
from pathlib import Path

from bot.exports.roster import roster_workbook
from bot.sample import sample_lines
from tests.cli.at_work import shown
from tests.cli.conftest import Shuzhi


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
