"""`shuzhi doctor`: what stands in the way, and what comes next."""

import asyncio
from pathlib import Path

from tests.cli.at_work import handed_in, shown, tamper
from tests.cli.conftest import Shuzhi
from tests.conftest import Run
from tests.documents.old_kernel import on_an_old_kernel


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


def test_doctor_names_the_wall_that_the_kernel_does_not_give(tmp_path: Path) -> None:
    program = "import sys; from bot.cli import main; sys.argv = ['shuzhi', 'doctor']; main()"
    checks = on_an_old_kernel(program, SHUZHI_DATA_DIR=str(tmp_path)).splitlines()
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
