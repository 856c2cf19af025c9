"""Wrong situations as administrators meet them: each is told by its cause and its remedy.

docs/when-it-fails.md has all of them, by what is said.
"""

import socket
import sqlite3
from pathlib import Path
from typing import Any

import click
import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from bot import env_file
from bot.actions.services import StoreUnavailable
from bot.cli import examinations, serving
from bot.cli import shuzhi as command_line
from bot.cli.explaining import explain
from bot.exports.roster import roster_workbook
from bot.sample import sample_lines
from bot.settings import SettingsInvalid, load_settings
from bot.storage.troubles import Trouble, trouble_of
from bot.texts import people as people_texts
from bot.texts.status import cli_lines
from tests.cli.conftest import Shuzhi

WECOM = {"platforms": "wecom", "wecom_bot_id": "b", "wecom_bot_secret": "s"}


@pytest.mark.parametrize(
    ("variable", "written", "expected"),
    [
        ("platforms", "feishu", "sandbox、wecom、dingtalk"),
        ("port", "abc", "整数"),
        ("port", "99999", "65535"),
        ("timezone", "Beijing", "Asia/Shanghai"),
        ("timezone", "UTC+8", "Asia/Shanghai"),
        ("log_level", "LOUD", "DEBUG、INFO、WARNING、ERROR"),
        ("log_format", "xml", "console 或 json"),
        ("database_url", "mysql://x/y", "postgresql+psycopg://"),
        ("database_url", "postgresql+psycopg://u:p@h:port/d", "端口是数字"),
        ("wecom_ws_url", "openws.work.weixin.qq.com", "wss://"),
        ("dingtalk_mode", "http", "stream 或 callback"),
        ("dingtalk_api_base", "api.dingtalk.com", "https://"),
        ("dingtalk_monthly_calls", "-5", "大于 0"),
        ("llm_url", "model.campus", "https://"),
        ("chat_url", "somewhere", "https://"),
    ],
)
def test_a_wrong_value_is_told_with_what_would_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, written: str, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"SHUZHI_{variable.upper()}", written)
    with pytest.raises(SettingsInvalid) as refused:
        load_settings()
    assert f"SHUZHI_{variable.upper()}" in str(refused.value)
    assert expected in str(refused.value)
    assert written not in str(refused.value)


@pytest.mark.parametrize("secret", ["页面上的 Secret", "页面上的Secret"])
def test_what_the_guide_shows_is_no_secret(secret: str) -> None:
    with pytest.raises(SettingsInvalid, match="SHUZHI_WECOM_BOT_SECRET"):
        load_settings(platforms=("wecom",), wecom_bot_id="b", wecom_bot_secret=secret)


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("# 端口\n\nSHUZHI_PORT：8001\n", 3, "英文的等号"),
        ("SHUZHI_PORT=8001\nport is 8001\n", 2, "英文的等号"),
        ("SHUZHI_PORT=“8001”\n", 1, "引号是中文的"),
        ("SHUZHI_PORT=1\n\n\nSHUZHI_HOST='127.0.0.1\n", 4, "写得不对"),
        ("＃ 端口\nSHUZHI_PORT=8001\n", 1, "英文的 #"),
    ],
)
def test_a_wrong_line_of_the_settings_is_named(
    tmp_path: Path, text: str, line: int, why: str
) -> None:
    file = tmp_path / ".env"
    file.write_text(text, encoding="utf-8")
    fault = env_file.fault(file)
    assert f"第 {line} 行" in fault
    assert why in fault


@pytest.mark.parametrize(
    "text",
    ["", "# x\n", "\ufeffSHUZHI_PORT=1\n", "A=1 # 端口\n", "export A=\n", 'A="1\n2"\n'],
)
def test_a_right_file_has_no_fault(tmp_path: Path, text: str) -> None:
    file = tmp_path / ".env"
    file.write_text(text, encoding="utf-8")
    assert env_file.fault(file) == ""
    assert env_file.fault(tmp_path / "nowhere") == ""


def test_settings_that_are_a_folder_are_told(shuzhi: Shuzhi, tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    told = shuzhi("status")
    assert (told.code, "文件夹" in told.err) == (2, True)


class Locked(sqlite3.OperationalError):
    sqlite_errorname = "SQLITE_BUSY"


class Unopened(sqlite3.OperationalError):
    sqlite_errorname = "SQLITE_CANTOPEN"


class Protected(sqlite3.OperationalError):
    sqlite_errorname = "SQLITE_READONLY_DIRECTORY"


REFUSED = 'connection to server at "127.0.0.1", port 5432 failed: Connection refused'
UNRESOLVED = "failed to resolve host 'nowhere': [Errno -2] Name or service not known"
NO_ENTRY = 'connection failed: FATAL:  password authentication failed for user "x"'
NO_ROLE = 'connection failed: FATAL:  role "x" does not exist'
NO_DATABASE = 'connection failed: FATAL:  database "x" does not exist'
FOREIGN = "连接失败"


@pytest.mark.parametrize(
    ("cause", "trouble", "remedy"),
    [
        (Locked("database is locked"), Trouble.BUSY, "过一会儿"),
        (Unopened("unable to open database file"), Trouble.SHUT, "哪个账号"),
        (Protected("attempt to write"), Trouble.FORBIDDEN, "属于谁"),
        (psycopg.OperationalError(REFUSED), Trouble.SILENT, "启动"),
        (psycopg.OperationalError(UNRESOLVED), Trouble.SILENT, "主机"),
        (psycopg.OperationalError(NO_ENTRY), Trouble.REJECTED, "口令"),
        (psycopg.OperationalError(NO_ROLE), Trouble.REJECTED, "用户"),
        (psycopg.OperationalError(NO_DATABASE), Trouble.MISSING, "库名"),
        (psycopg.OperationalError(FOREIGN), Trouble.AWAY, "SHUZHI_DATABASE_URL"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_by_its_cause(
    cause: Exception, trouble: Trouble, remedy: str
) -> None:
    error = OperationalError("", None, cause)
    assert trouble_of(error) is trouble
    assert remedy in explain(error)
    assert "磁盘" not in explain(error)


def test_a_service_whose_database_takes_nothing_says_why() -> None:
    away = StoreUnavailable()
    away.__cause__ = Protected("attempt to write")
    assert "不能写入" in explain(away)
    assert "PostgreSQL" in explain(StoreUnavailable())


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1", b"%PDF-1.7"])
def test_a_plan_that_is_another_file_is_not_read_aloud(
    shuzhi: Shuzhi, tmp_path: Path, start: bytes
) -> None:
    (tmp_path / "plan.docx").write_bytes(start + b"\x00\x01binary")
    told = shuzhi("plan", "check", "plan.docx")
    assert told.code == 2
    assert "shuzhi plan init" in told.err
    assert "binary" not in told.err


def test_a_plan_of_a_year_that_is_over_is_noticed(shuzhi: Shuzhi) -> None:
    shuzhi("plan", "init", "plan.toml", "--year", "2020")
    assert "2020 年度" in shuzhi("plan", "check", "plan.toml").out
    added = shuzhi("department", "add", "law", "--name", "法律系", plan="plan.toml")
    assert (added.code, "已经过去" in added.out) == (0, True)
    shuzhi("plan", "init", "next.toml", "--year", "2100")
    assert "已经过去" not in shuzhi("plan", "check", "next.toml").out


def test_a_class_that_the_plan_lacks_is_one_line_with_the_way_out(
    shuzhi: Shuzhi, tmp_path: Path
) -> None:
    shuzhi("department", "add", "physics", "--name", "物理系")
    (tmp_path / "名册.xlsx").write_bytes(roster_workbook(list(sample_lines())))
    told = shuzhi("roster", "import", "名册.xlsx")
    lines = [line for line in told.err.splitlines() if "没有票类“C”" in line]
    assert len(lines) == 1
    assert "等 " in lines[0]
    assert "年度方案" in lines[0]


def test_problems_of_one_cause_share_a_line() -> None:
    assert people_texts.gathered([(2, "甲"), (3, "乙"), (5, "甲"), (0, "丙")]) == [
        "第 2、5 行：甲",
        "第 3 行：乙",
        "丙",
    ]


@pytest.mark.parametrize("platforms", ["sandbox", "wecom"])
def test_a_port_in_use_is_told_as_it_was_asked_for(
    shuzhi: Shuzhi, platforms: str, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = shuzhi("serve", **WECOM | {"platforms": platforms, "port": port})
    assert f"端口 {port} 已被占用" in told.err
    assert (f"SHUZHI_PORT={port + 1}" in told.err) == (platforms == "wecom")


def test_a_key_of_the_callback_that_is_none_stops_the_start(shuzhi: Shuzhi) -> None:
    told = shuzhi("serve", platforms="wecom", wecom_token="t", wecom_aes_key="short", port=0)
    assert told.code == 2
    assert "SHUZHI_WECOM_AES_KEY" in told.err.splitlines()[-1]
    assert "已启动" not in told.out


def test_a_service_says_at_its_start_what_is_not_as_it_should_be(
    monkeypatch: pytest.MonkeyPatch, shuzhi: Shuzhi
) -> None:
    monkeypatch.setattr(serving, "_run", lambda *_, **__: None)
    told = shuzhi(
        "serve", platfroms="wecom", key_dir="data/keys", plan="nowhere.toml", data_dir="data"
    )
    hints = told.err.splitlines()
    assert told.code == 0
    assert all(hint.startswith("提示：") for hint in hints)
    for word in (
        "SHUZHI_PLATFROMS（是不是 SHUZHI_PLATFORMS）",
        "密钥目录",
        "SHUZHI_PLAN",
        "还没有任何系",
    ):
        assert any(word in hint for hint in hints), word


def test_what_is_as_it_should_be_is_not_spoken_of(
    monkeypatch: pytest.MonkeyPatch, shuzhi: Shuzhi
) -> None:
    monkeypatch.setattr(serving, "_run", lambda *_, **__: None)
    shuzhi("department", "add", "law", "--name", "法律系")
    assert shuzhi("serve").err == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["roster", "import", "nowhere.xlsx"], "找不到 nowhere.xlsx"),
        (["plan", "check", "."], "文件夹"),
        (["export", "file"], "file"),
        (["adopt", "nowhere"], "找不到 nowhere"),
    ],
)
def test_a_path_that_will_not_do_is_told_by_what_it_is(
    shuzhi: Shuzhi, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "file").write_text("")
    told = shuzhi(*arguments)
    assert (told.code, said in told.err) == (2, True), told.err
    assert "FILE" not in told.err


def test_the_state_at_the_terminal_is_chinese() -> None:
    polls = [
        {"subjects": ["李思样"], "state": state, "voted": 1, "eligible": 2}
        for state in ("open", "closing", "counted", "released", "void")
    ]
    found: dict[str, Any] = {
        "name": "物理系",
        "year": 2026,
        "as_of": "2026-11-29T23:21:27.857132+08:00",
        "deadline": "2026-12-31",
        "submissions": [],
        "polls": polls,
        "satisfaction": [],
        "outbox": dict.fromkeys(
            ("pending", "sending", "sent", "failed", "skipped", "unreached"), 3
        ),
    }
    told = cli_lines(found)
    assert "2026-11-29 23:21，" in told
    assert not any(letter.isascii() and letter.isalpha() for letter in told)


def test_a_plan_file_that_is_gone_is_named_with_its_variable(shuzhi: Shuzhi) -> None:
    told = shuzhi("department", "add", "x", "--name", "x", plan="nowhere.toml")
    assert "SHUZHI_PLAN" in told.err
    assert "nowhere.toml" in told.err
    checks = list(examinations.before_start(load_settings(plan="nowhere.toml")))
    assert any("SHUZHI_PLAN" in check.text for check in checks if not check.ok)


def test_settings_are_begun_from_the_example_and_never_overwritten(
    shuzhi: Shuzhi, tmp_path: Path
) -> None:
    told = shuzhi("init")
    assert told.code == 0, told.err
    written = tmp_path / ".env"
    assert written.stat().st_mode & 0o777 == 0o600
    assert "#SHUZHI_PLATFORMS=" in written.read_text(encoding="utf-8")
    assert env_file.fault(written) == ""
    written.write_text("SHUZHI_PORT=1\n", encoding="utf-8")
    again = shuzhi("init")
    assert (again.code, written.read_text(encoding="utf-8")) == (2, "SHUZHI_PORT=1\n")


@pytest.mark.parametrize(
    "told",
    [
        "No such command 'stauts'.",  # until click 8.3
        "No such command 'stauts'. Did you mean 'status'?",
        'No such command "stauts".',
    ],
)
def test_an_unknown_command_is_named_whatever_click_says(told: str) -> None:
    with click.Context(command_line, info_name="shuzhi") as context:
        said = explain(click.UsageError(told, context))
    assert said.startswith("没有命令 stauts，是不是 status，")


def test_an_unknown_command_is_named_by_the_class_that_newer_clicks_have() -> None:
    class NoSuchCommand(click.UsageError):
        command_name = "stauts"

    with click.Context(command_line, info_name="shuzhi") as context:
        said = explain(NoSuchCommand("Nothing that the program reads.", context))
    assert said.startswith("没有命令 stauts，是不是 status，")
