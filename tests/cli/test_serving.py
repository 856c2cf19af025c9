"""`shuzhi demo` as a process of its own: it says where it is, serves, alone on its data and with nothing open to others, and stops when it is asked to."""

import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.cli.places import kept_in
from bot.settings import load_settings
from tests.cli.conftest import Shuzhi

ROOT = Path(__file__).parents[2]


@contextmanager
def started(command: list[str], **surroundings: Any) -> Iterator[subprocess.Popen[str]]:
    """A process of its own, which no failing test leaves behind."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **surroundings
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def left_open(folder: Path) -> list[Path]:
    """What an earlier version left readable to others: the settings, and a file that it had received."""
    received = folder / "data" / "files" / "old"
    received.parent.mkdir(parents=True)
    received.write_text("")
    settings = folder / ".env"
    settings.write_text("SHUZHI_LOG_LEVEL=ERROR\n")
    for path, mode in ((settings, 0o644), (received, 0o644), (received.parent, 0o755)):
        path.chmod(mode)
    return [settings, received]


def test_demo_makes_its_database_serves_and_stops(shuzhi: Shuzhi, tmp_path: Path) -> None:
    """Idle connections, more than the process may open files, keep nobody out."""
    old = left_open(tmp_path)
    few = ["sh", "-c", 'ulimit -Sn 128; ulimit -Hn 320; exec "$@"', "few"]
    words = ["demo", "--port", "0", "--date", "2026-12-01", "--data", "data"]
    surroundings: dict[str, Any] = {
        "cwd": tmp_path,
        "env": {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
    }
    with started([*few, sys.executable, "-m", "bot", *words], **surroundings) as process:
        assert process.stdout is not None
        announced = process.stdout.readline()
        found = re.search(r"http://(\S+):(\d+)", announced)
        assert found is not None, announced
        limits = Path(f"/proc/{process.pid}/limits").read_text(encoding="utf-8")
        assert re.search(r"^Max core file size +0 +0 ", limits, re.MULTILINE)
        idle = [socket.create_connection((found[1], int(found[2]))) for _ in range(400)]
        with httpx.Client(base_url=found[0], trust_env=False, timeout=60) as client:
            assert client.get("/healthz").json()["alive"] is True
            assert client.get("/sandbox/api/clock").json()["now"] == "2026-12-01T08:30:00+08:00"
            assert len(client.get("/sandbox/api/people").json()) == 56
            assert "<title>" in client.get("/").text
        for connection in idle:
            connection.close()
        # Were the directory not held, it would be told that the port is taken.
        second = shuzhi("demo", "--port", found[2], "--data", "data")
        assert (second.code, "已有一个述职程序在使用数据目录" in second.err) == (2, True)
        process.send_signal(signal.SIGINT)
        _, complained = process.communicate(timeout=60)
    assert "Traceback" not in complained
    assert process.returncode in (0, 130)
    assert "别的账号原来能读 .env" in complained
    everything = [*old, tmp_path / "data", *(tmp_path / "data").rglob("*")]
    assert [path for path in everything if stat.S_IMODE(path.lstat().st_mode) & 0o077] == []


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "数据保存在 there"),
        (
            "postgresql+psycopg://shuzhi:s3cret@db/shuzhi",
            "数据保存在 SHUZHI_DATABASE_URL 指的数据库，收到的文件在 there",
        ),
    ],
)
def test_a_start_says_where_the_data_are(url: str, told: str) -> None:
    settings = load_settings(data_dir=Path("there"), database_url=url)
    assert kept_in(settings) == told
