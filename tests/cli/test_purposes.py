"""A demonstration, a rehearsal and a service: none touches what belongs to another."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.app import Program
from bot.domain.installation import OtherPurpose
from bot.settings import load_settings, private_settings
from tests.cli.conftest import Shuzhi
from tests.conftest import settings_for

WECOM: dict[str, Any] = {"platforms": "wecom", "wecom_bot_id": "bot", "wecom_bot_secret": "secret"}


def rows(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as database:
        return list(database.iterdump())


def content(folder: Path) -> dict[str, bytes]:
    """Every file under a folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def is_refused(told: Any) -> bool:
    return told.code == 2 and "正式服务" in told.err and told.err.count("\n") == 1


def test_a_demonstration_refuses_data_of_a_real_platform(shuzhi: Shuzhi, tmp_path: Path) -> None:
    shuzhi("department", "add", "physics", "--name", "物理系", data_dir=tmp_path / "data", **WECOM)
    before = content(tmp_path)
    assert is_refused(shuzhi("demo", "--port", 0, "--date", "2026-12-24"))
    assert content(tmp_path) == before


def test_a_demonstration_refuses_where_the_settings_are_a_service_s(
    shuzhi: Shuzhi, tmp_path: Path
) -> None:
    """Also before the service has any data, and before its secrets are filled in."""
    (tmp_path / ".env").write_text(
        "SHUZHI_PLATFORMS=wecom\nSHUZHI_WECOM_BOT_ID=\n", encoding="utf-8"
    )
    assert is_refused(shuzhi("demo", "--port", 0))
    assert [path.name for path in tmp_path.iterdir()] == [".env"]


def test_a_configured_database_is_not_a_demonstration_s_because_its_folder_is_another(
    shuzhi: Shuzhi, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'service.db'}"
    shuzhi("department", "add", "physics", "--name", "物理系", database_url=url, **WECOM)
    before = rows(tmp_path / "service.db")
    assert is_refused(shuzhi("demo", "--port", 0, "--data", "other", database_url=url))
    assert is_refused(shuzhi("demo", "--port", 0, "--data", "other", database_url=url, **WECOM))
    assert rows(tmp_path / "service.db") == before
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("table", ["department", "inbox"])
def test_what_a_real_platform_left_counts_in_data_of_an_older_program(
    shuzhi: Shuzhi, data: Path, table: str
) -> None:
    told = (
        "'x', 'x', 'wecom', ''"
        if table == "department"
        else "1, 'wecom', 'm', 's', '{}', '2026-12-01', 'done', 1"
    )
    names = (
        "id, name, platform, [group]"
        if table == "department"
        else ("id, platform, message_id, sender, payload, received_at, state, attempts")
    )
    with closing(sqlite3.connect(data / "shuzhi.db")) as older, older:
        older.execute("DROP TABLE installation")
        if table == "inbox":
            names, told = f"{names}, incident", f"{told}, ''"
        older.execute(f"INSERT INTO {table} ({names}) VALUES ({told})")
    assert is_refused(shuzhi("demo", "--port", 0, data_dir=data))


async def test_a_service_refuses_what_a_demonstration_ran_on(
    shuzhi: Shuzhi, run: Any, data: Path
) -> None:
    async with run(data):
        pass
    told = shuzhi("serve", port=0, data_dir=data, **WECOM)
    assert (told.code, "演示用的" in told.err, told.err.count("\n")) == (2, True, 1)
    # Else whoever tried it here first would set up a department that never serves.
    told = shuzhi("department", "add", "physics", "--name", "物理系", data_dir=data, **WECOM)
    assert (told.code, "演示用的" in told.err) == (2, True)
    async with run(data) as again:
        assert len((await again.client.get("/sandbox/api/people")).json()) > 50


async def test_the_program_itself_refuses_too(data: Path) -> None:
    """Whoever starts it by another way than the command line meets the same mark."""
    program = Program(settings_for(data))
    await program.start()
    await program.stop()
    service = Program(load_settings(**{**WECOM, "platforms": ("sandbox", "wecom")}, data_dir=data))
    with pytest.raises(OtherPurpose):
        await service.start()
    await service.stop()


def test_a_rehearsal_has_a_world_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the environment and `.env` say: neither database nor keys, plan or platform of a service reach it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(
        "SHUZHI_KEY_DIR=/service/keys\nSHUZHI_TIMEZONE=UTC\n", encoding="utf-8"
    )
    for name, value in {
        "PLATFORMS": "wecom",
        "DATABASE_URL": "postgresql+psycopg://service/real",
        "DATA_DIR": "/service/data",
        "PLAN": "/service/plan.toml",
        "WECOM_BOT_SECRET": "secret",
    }.items():
        monkeypatch.setenv(f"SHUZHI_{name}", value)
    settings = private_settings(tmp_path / "own")
    own = tmp_path / "own" / "data"
    assert (settings.data_dir, settings.keys) == (own, own.with_name("data-keys"))
    assert settings.database == f"sqlite:///{own / 'shuzhi.db'}"
    assert (settings.platforms, settings.plan, settings.timezone) == (
        ("sandbox",),
        None,
        "Asia/Shanghai",
    )
    assert settings.wecom_bot_secret.get_secret_value() == ""


def test_a_rehearsal_in_a_service_s_directory_changes_nothing_there(
    shuzhi: Shuzhi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shuzhi("department", "add", "physics", "--name", "物理系", **WECOM)
    before = content(tmp_path)

    class Met(Exception):
        pass

    def seen(_self: object, settings: Any) -> None:
        raise Met(settings.database)

    monkeypatch.setattr(Program, "__init__", seen)
    told = shuzhi(
        "rehearse",
        "--out",
        "out",
        database_url=f"sqlite:///{tmp_path / 'data' / 'shuzhi.db'}",
        **WECOM,
    )
    assert told.code == 2
    assert content(tmp_path) == before
    shutil.rmtree(tmp_path / "out", ignore_errors=True)
