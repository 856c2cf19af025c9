"""A serving process leaves nothing of its memory, and closes what an earlier version left open."""

import os
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CRASH = """
import ctypes, os
from bot.cli import owner_only
owner_only.write_for_owner_only()
owner_only.leave_no_core()
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)  # PR_GET_DUMPABLE
os.abort()
"""


def test_a_crash_leaves_no_core(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CRASH],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.read().strip() == "0"
        _, status = os.waitpid(process.pid, 0)
        process.returncode = status
    assert os.WTERMSIG(status) == signal.SIGABRT
    assert not os.WCOREDUMP(status)
    assert list(tmp_path.iterdir()) == []


def test_the_running_service_has_no_core_and_closes_old_files(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "files").mkdir(parents=True, mode=0o755)
    (data / "files" / "old").write_text("")
    (data / "files" / "old").chmod(0o644)
    (tmp_path / ".env").write_text("SHUZHI_LOG_LEVEL=ERROR\n")
    (tmp_path / ".env").chmod(0o644)
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--data", "data"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert "http://" in process.stdout.readline()
        limits = Path(f"/proc/{process.pid}/limits").read_text(encoding="utf-8")
        assert re.search(r"^Max core file size +0 +0 ", limits, re.MULTILINE)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert "别的账号原来能读 .env" in told
    everything = [tmp_path / ".env", data, *data.rglob("*")]
    assert [path for path in everything if stat.S_IMODE(path.lstat().st_mode) & 0o077] == []
