"""Whatever goes wrong at the terminal is one Chinese sentence on stderr that says what to do, exit code 2, no traceback."""

import fcntl
import re
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import COMMANDS, main
from tests.cli.conftest import Outcome, Shuzhi

WECOM = {"platforms": "wecom"}
DINGTALK = {"platforms": "dingtalk"}


def is_one_sentence(outcome: Outcome) -> bool:
    said = re.sub(r"shuzhi[ a-z-]*", "", outcome.err.strip())
    english = re.search(r"[a-z]+ [a-z]+ [a-z]+|Error|程序出错了", said)
    return (
        outcome.code == 2
        and said.count("\n") == 0
        and bool(re.search(r"[\u4e00-\u9fff]{4}", said))
        and not english
    )


EVERY = [[name] for name in COMMANDS] + [
    ["plan", "init"],
    ["plan", "check"],
    ["roster", "template"],
    ["roster", "import"],
    ["department", "add"],
    ["department", "list"],
]


@pytest.mark.parametrize("command", [[], *EVERY], ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_explains_itself(shuzhi: Shuzhi, command: list[str], option: str) -> None:
    told = shuzhi(*command, option)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("用法：shuzhi")
    assert "显示这段说明" in told.out
    assert not re.search(
        r"Usage|Options|Commands|required|OPTIONS|ARGS|[a-z]+ [a-z]+ [a-z]+ [a-z]+", told.out
    )


def test_however_it_was_started_it_is_called_by_its_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["/opt/shuzhi/bot/__main__.py", "plan", "--help"])
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().out.startswith("用法：shuzhi plan")


@pytest.mark.parametrize("command", [[], ["plan"], ["roster"], ["department"]], ids=" ".join)
def test_a_command_without_its_part_shows_what_there_is(shuzhi: Shuzhi, command: list[str]) -> None:
    told = shuzhi(*command)
    assert told.code == 2
    assert "Traceback" not in told.err
    assert told.err.startswith("用法：shuzhi")
    assert len(told.err.splitlines()) > 3


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["stauts"], "stauts"),
        (["plan", "chek"], "chek"),
        (["status", "--jsn"], "--jsn"),
        (["status", "extra"], "shuzhi status"),
        (["check"], "FILE"),
        (["check", "nowhere.docx"], "nowhere.docx"),
        (["check", "--plan", "nowhere.toml", "x.docx"], "nowhere.toml"),
        (["check", "."], "."),
        (["plan", "check"], "FILE"),
        (["plan", "check", "nowhere.toml"], "nowhere.toml"),
        (["plan", "check", "."], "."),
        (["plan", "init", "nowhere/plan.toml"], "nowhere/plan.toml"),
        (["plan", "init", "x.toml", "--year", "1999"], "2000"),
        (["plan", "init", "x.toml", "--year", "this"], "--year"),
        (["rehearse", "--out", "/proc/nowhere"], "/proc/nowhere"),
        (["roster", "import", "nowhere.xlsx"], "nowhere.xlsx"),
        (["roster", "template", "nowhere/x.xlsx"], "nowhere/x.xlsx"),
        (["department", "add", "physics"], "--name"),
        (["department", "add", "物理", "--name", "物理系"], "编号"),
        (["restore", "nowhere.tar.gz"], "nowhere.tar.gz"),
        (["demo", "--port", "70000"], "65535"),
        (["demo", "--port", "x"], "--port"),
        (["demo", "--date", "tomorrow"], "--date"),
        (["demo", "--host", "0.0.0.0"], "127.0.0.1"),
        (["demo", "--host", "example.org"], "127.0.0.1"),
        (["backup", "x.tar.gz"], "没有可备份的内容"),
        (["status"], "department add"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_named_in_one_sentence(
    shuzhi: Shuzhi, arguments: list[str], named: str
) -> None:
    told = shuzhi(*arguments)
    assert is_one_sentence(told), told.err
    assert named in told.err


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        (WECOM, "SHUZHI_WECOM_BOT_ID"),
        (WECOM | {"wecom_bot_id": "bot"}, "SHUZHI_WECOM_BOT_SECRET"),
        (
            WECOM | {"wecom_bot_id": "bot", "wecom_bot_secret": "changethis"},
            "SHUZHI_WECOM_BOT_SECRET",
        ),
        (WECOM | {"wecom_token": "token"}, "SHUZHI_WECOM_AES_KEY"),
        (
            WECOM
            | {
                "wecom_bot_id": "b",
                "wecom_bot_secret": "s",
                "wecom_token": "t",
                "wecom_aes_key": "k",
            },
            "只能用一种接入方式",
        ),
        (DINGTALK, "SHUZHI_DINGTALK_CLIENT_ID"),
        (
            DINGTALK | {"dingtalk_client_id": "id", "dingtalk_client_secret": "TODO"},
            "SHUZHI_DINGTALK_CLIENT_SECRET",
        ),
        ({"platforms": "sandbox,feishu"}, "SHUZHI_PLATFORMS"),
        ({"host": "0.0.0.0"}, "127.0.0.1"),
        ({"port": "70000"}, "SHUZHI_PORT"),
        ({"port": "-1"}, "SHUZHI_PORT"),
        ({"port": "web"}, "SHUZHI_PORT"),
        ({"timezone": "Mars/Base"}, "SHUZHI_TIMEZONE"),
        ({"timezone": "../etc/passwd"}, "SHUZHI_TIMEZONE"),
        ({"log_level": "LOUD"}, "SHUZHI_LOG_LEVEL"),
        ({"database_url": "nonsense"}, "SHUZHI_DATABASE_URL"),
        ({"database_url": "oracle://x/y"}, "SHUZHI_DATABASE_URL"),
        ({"database_url": "mysql://x/y"}, "SHUZHI_DATABASE_URL"),
        ({"database_url": "postgresql+psycopg://nobody@127.0.0.1:1/x"}, "SHUZHI_DATABASE_URL"),
        ({"plan": "nowhere.toml"}, "nowhere.toml"),
    ],
    ids=lambda value: " ".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_a_wrong_variable_is_named(shuzhi: Shuzhi, variables: dict[str, str], named: str) -> None:
    command = ("department", "add", "x", "--name", "x") if "plan" in variables else ("serve",)
    told = shuzhi(*command, **variables)
    assert is_one_sentence(told), told.err
    assert named in told.err


def test_a_port_in_use_is_told_with_another(shuzhi: Shuzhi) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = shuzhi("demo", "--port", port)
    assert is_one_sentence(told), told.err
    assert f"端口 {port} 已被占用" in told.err


def test_an_address_of_another_machine_is_told(shuzhi: Shuzhi) -> None:
    told = shuzhi(
        "serve", platforms="wecom", wecom_bot_id="b", wecom_bot_secret="s", host="192.0.2.1"
    )
    assert told.code == 2
    assert (
        told.err.splitlines()[-1]
        == "不能在 192.0.2.1 的端口 8000 上监听，请检查 SHUZHI_HOST 和 SHUZHI_PORT"
    )


def test_a_start_that_fails_is_told(shuzhi: Shuzhi, tmp_path: Path) -> None:
    given = {
        "platforms": "wecom",
        "wecom_bot_id": "b",
        "wecom_bot_secret": "s",
        "wecom_group_chat": "wr1",
    }
    shuzhi("department", "add", "physics", "--name", "物理系", data_dir=tmp_path, **given)
    with closing(sqlite3.connect(tmp_path / "shuzhi.db")) as broken:
        broken.execute(
            "CREATE TRIGGER broken BEFORE UPDATE ON department BEGIN SELECT RAISE(ABORT, 'broken'); END"
        )
    told = shuzhi("serve", data_dir=tmp_path, port=0, **given)
    assert told.code == 2
    assert told.err.splitlines()[-1].startswith("程序出错了（IntegrityError）")
    assert "Traceback" not in told.err


@pytest.mark.parametrize("command", ["status", "demo"])
def test_data_of_a_newer_program_are_told_and_left_alone(
    shuzhi: Shuzhi, tmp_path: Path, command: str
) -> None:
    shuzhi("department", "add", "physics", "--name", "物理系", data_dir=tmp_path)
    with closing(sqlite3.connect(tmp_path / "shuzhi.db")) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    told = shuzhi(command, data_dir=tmp_path)
    assert is_one_sentence(told), told.err
    assert "更新" in told.err


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_second_server_on_one_data_directory_is_refused(
    shuzhi: Shuzhi, tmp_path: Path, command: str
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with (folder / "server.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        told = shuzhi(command, port=0, data_dir=folder)
    assert is_one_sentence(told), told.err
    assert str(folder) in told.err


def test_a_data_directory_that_cannot_be_made_is_named(shuzhi: Shuzhi, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = shuzhi("status", data_dir=tmp_path / "file" / "data")
    assert is_one_sentence(told), told.err


@pytest.mark.parametrize("folder", [".", "./", ".."])
def test_the_folder_itself_may_be_the_data_directory(shuzhi: Shuzhi, folder: str) -> None:
    told = shuzhi("department", "add", "physics", "--name", "物理系", data_dir=folder)
    assert told.code == 0, told.err


def test_an_env_file_in_another_encoding_is_told(shuzhi: Shuzhi, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("# 端口\nSHUZHI_PORT=8001\n".encode("gb18030"))
    told = shuzhi("status")
    assert is_one_sentence(told), told.err
    assert "UTF-8" in told.err


def test_a_missing_driver_is_named_with_the_way_to_get_it(
    shuzhi: Shuzhi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    told = shuzhi("status", database_url="postgresql+psycopg://shuzhi@127.0.0.1/shuzhi")
    assert is_one_sentence(told)
    assert "PostgreSQL" in told.err
    assert "make setup" in told.err
