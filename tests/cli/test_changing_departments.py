"""A department that was made too early, with another plan or another platform, can be put right."""

from pathlib import Path
from typing import Any

import pytest

from bot.exports.roster import roster_workbook
from bot.sample import sample_lines
from tests.cli.conftest import Shuzhi
from tests.conftest import Run

# Called back by WeCom: there is no connection that `doctor` would try for a quarter of a minute.
WECOM: dict[str, Any] = {"platforms": "wecom", "wecom_token": "token", "wecom_aes_key": "k" * 43}
LIST = ("department", "list")


@pytest.fixture
def plan(shuzhi: Shuzhi, tmp_path: Path) -> Path:
    """The built-in plan, with a third category of voters and another final date."""
    shuzhi("department", "add", "physics", "--name", "物理系")
    path = tmp_path / "plan.toml"
    assert shuzhi("plan", "init", path).code == 0
    title = 'title = "'
    path.write_text(path.read_text("utf-8").replace(title, f"{title}新的", 1), "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "called"), [("物理系", "物理系"), (" 物理系 ", "物理系"), ("物理\n系", "我系")]
)
def test_the_built_in_plan_calls_a_department_by_its_name_where_it_can(
    shuzhi: Shuzhi, name: str, called: str
) -> None:
    assert shuzhi("department", "add", "physics", "--name", name).code == 0
    assert f"{called}2026年度" in shuzhi("export", "folder").err


def test_a_plan_that_came_later_is_shown_and_put_in_force(shuzhi: Shuzhi, plan: Path) -> None:
    shown = shuzhi("plan", "apply", plan, "--dry-run")
    assert (shown.code, "没有启用" in shown.out) == (0, True)
    assert "新的" in shown.out
    assert "正在用的方案和 SHUZHI_PLAN 的不同" in shuzhi("doctor", plan=plan).out
    done = shuzhi("plan", "apply", plan, "--yes")
    assert (done.code, "已启用" in done.out) == (0, True), done
    assert "正在用的就是" in shuzhi("doctor", plan=plan).out
    again = shuzhi("plan", "apply", plan, "--yes")
    assert (again.code, "没有改动" in again.err) == (2, True)
    assert shuzhi("audit").code == 0


def test_nothing_is_changed_without_a_yes(
    shuzhi: Shuzhi, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.confirm", lambda *_, **__: False)
    assert shuzhi("plan", "apply", plan).code == 1
    assert shuzhi("department", "edit", "physics", "--name", "新物理系").code == 1
    assert shuzhi("department", "remove", "physics").code == 1
    assert "物理系\tsandbox" in shuzhi(*LIST).out
    assert "新物理系" not in shuzhi(*LIST).out
    assert "新的" in shuzhi("plan", "apply", plan, "--dry-run").out


def test_a_plan_of_another_year_is_refused(shuzhi: Shuzhi, plan: Path, tmp_path: Path) -> None:
    shuzhi("plan", "init", tmp_path / "old.toml", "--year", 2020)
    told = shuzhi("plan", "apply", tmp_path / "old.toml", "--yes")
    assert (told.code, "2020" in told.err) == (2, True)


def test_a_department_moves_to_the_platform_that_was_set_later(shuzhi: Shuzhi) -> None:
    shuzhi("department", "add", "physics", "--name", "物理系")
    assert "shuzhi department edit physics --platform wecom" in shuzhi("doctor", **WECOM).out
    told = shuzhi("department", "edit", "physics", "--platform", "wecom", "--yes")
    assert told.code == 0
    assert "平台：sandbox → wecom" in told.out
    assert "群：group-physics → （从群里第一条消息学到）" in told.out
    assert shuzhi(*LIST).out == "physics\t物理系\twecom\t(群还不知道)\n"
    named = shuzhi("department", "edit", "physics", "--name", "物理学院", "--group", "wr1", "--yes")
    assert named.code == 0
    assert shuzhi(*LIST).out == "physics\t物理学院\twecom\twr1\n"
    assert shuzhi("department", "edit", "physics", "--group", "wr1", "--yes").code == 2
    assert shuzhi("audit").code == 0


async def test_data_whose_clock_was_moved_do_not_move_to_a_real_platform(
    shuzhi: Shuzhi, run: Run, data: Path
) -> None:
    async with run(data):
        pass
    told = shuzhi("department", "edit", "sample", "--platform", "wecom", "--yes", data_dir=data)
    assert (told.code, "演示用的" in told.err) == (2, True)


def test_an_empty_department_can_be_taken_away_and_a_used_one_not(
    shuzhi: Shuzhi, tmp_path: Path
) -> None:
    for name in ("physics", "law"):
        shuzhi("department", "add", name, "--name", name)
    assert shuzhi("department", "remove", "law", "--yes").code == 0
    assert shuzhi(*LIST).out.count("\n") == 1
    assert shuzhi("audit").code == 0
    assert shuzhi("department", "add", "law", "--name", "法律系").code == 0
    assert shuzhi("audit").code == 0
    (tmp_path / "roster.xlsx").write_bytes(roster_workbook(sample_lines()[:5]))
    (tmp_path / "roster.xlsx").chmod(0o600)
    assert shuzhi("roster", "import", "roster.xlsx", "--department", "physics").code == 0
    told = shuzhi("department", "remove", "physics", "--yes")
    assert (told.code, "不能撤销" in told.err) == (2, True)
    assert shuzhi("status", "--department", "physics").code == 0
