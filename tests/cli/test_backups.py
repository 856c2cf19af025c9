"""A backup is whole, also while everything is in use; what is not whole is never restored."""

import asyncio
import gzip
import json
import shutil
import tarfile
import tempfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.cli import shuzhi as command
from bot.sample import sample_report
from bot.storage.files import FileStore
from bot.version import version
from tests.archives import unpack
from tests.cast import MEMBER, ORGANISER, THIRD, ZHANG
from tests.chat import texts
from tests.cli.conftest import Shuzhi
from tests.conftest import Run

GOOD = sample_report(THIRD, year=2026)
STATUS = ("status", "--json", "--department", "sample")


async def test_what_was_backed_up_while_serving_comes_back(
    shuzhi: Shuzhi, run: Run, data: Path, tmp_path: Path
) -> None:
    archive, restored = tmp_path / "backup.tar.gz", tmp_path / "restored"
    async with run(data) as chat:
        await chat.send(ZHANG, "述职报告.docx", GOOD)
        await chat.say(ORGANISER, "开始测评 王文例")
        await chat.post(MEMBER, "测评 好")
        assert shuzhi("backup", archive, data_dir=data).code == 0
        before = shuzhi(*STATUS, data_dir=data).out
        await chat.say(ORGANISER, "受理 第三支部")
    told = shuzhi("restore", archive, data_dir=restored)
    assert (told.code, "需要重新进行" in told.out) == (0, True)
    assert json.loads(shuzhi(*STATUS, data_dir=restored).out) == json.loads(before)
    assert shuzhi("audit", data_dir=restored).code in (
        0,
        1,
    )  # the open poll's keys are gone, and it says so
    async with run(restored) as chat:
        assert "述职报告.docx" in texts(await chat.say(ZHANG, "我的材料"))[-1]
        assert [entry["text"] for entry in await chat.timeline(MEMBER)].count("测评 好") == 0


async def test_a_backup_taken_in_the_middle_of_writing_is_consistent(
    shuzhi: Shuzhi, run: Run, data: Path, tmp_path: Path
) -> None:
    archive, restored = tmp_path / "backup.tar.gz", tmp_path / "restored"
    async with run(data) as chat:
        writing = asyncio.gather(
            *(chat.post(ORGANISER, f"延期 第三支部 12月{day}日") for day in range(11, 29))
        )
        await asyncio.sleep(0)
        told = await asyncio.to_thread(shuzhi, "backup", archive, data_dir=data)
        await writing
    assert told.code == 0
    assert shuzhi("restore", archive, data_dir=restored).code == 0
    assert shuzhi("audit", data_dir=restored).code == 0


def test_no_key_and_nothing_half_received_is_in_a_backup(
    shuzhi: Shuzhi, data: Path, tmp_path: Path
) -> None:
    incoming = data / "files" / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    (incoming / "half").write_bytes(b"half a file")
    (data / "keys").mkdir()
    (data / "keys" / "secret").write_bytes(b"key")
    shuzhi("backup", "backup.tar.gz", data_dir=data)
    with tarfile.open(tmp_path / "backup.tar.gz") as archive:
        names = archive.getnames()
    assert {"shuzhi.db", "sandbox.db"} <= set(names)
    assert not [
        name
        for name in names
        if "incoming" in name or "key" in name or "wal" in name or "lock" in name
    ]


@pytest.fixture(scope="module")
def archive(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the sample installation, with a file in it."""
    folder = tmp_path_factory.mktemp("backups")
    data = Path(shutil.copytree(template, folder / "data"))
    stored = data / "files" / "ab" / ("ab" + "0" * 62)
    stored.parent.mkdir(parents=True)
    stored.write_bytes(GOOD)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SHUZHI_DATA_DIR", str(data))
        command.main(["backup", str(folder / "backup.tar.gz")], standalone_mode=False)
    return folder / "backup.tar.gz"


def inflated(content: bytes | bytearray) -> bytes | None:
    """What is packed; the same too where a changed byte names another place of the same content.

    None where it cannot be read.
    """
    try:
        return gzip.decompress(content)
    except (gzip.BadGzipFile, zlib.error, EOFError):
        return None


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0.001, 1, exclude_max=True), cut=st.booleans())
def test_a_damaged_backup_is_never_restored(
    shuzhi: Shuzhi, archive: Path, tmp_path: Path, *, place: float, cut: bool
) -> None:
    content = bytearray(archive.read_bytes())
    offset = 40 + int(
        place * (len(content) - 40)
    )  # behind gzip's own header, whose time and name do not matter
    if cut:
        del content[offset:]
    else:
        content[offset] ^= 0xFF
    assume(inflated(content) != inflated(archive.read_bytes()))
    damaged, target = tmp_path / "damaged.tar.gz", tmp_path / "restored"
    damaged.write_bytes(content)
    told = shuzhi("restore", damaged, data_dir=target)
    assert (told.code, "不是完整的备份文件" in told.err) == (2, True), told.err
    assert not target.exists() or list(target.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"nothing", b"\x1f\x8b\x08\x00nonsense"])
def test_what_is_no_backup_is_refused(shuzhi: Shuzhi, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.tar.gz").write_bytes(content)
    told = shuzhi("restore", "x.tar.gz", data_dir=tmp_path / "new")
    assert (told.code, "没有恢复" in told.err) == (2, True)


def test_an_archive_of_something_else_is_refused(shuzhi: Shuzhi, tmp_path: Path) -> None:
    (tmp_path / "hello.txt").write_text("hello")
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "hello.txt", "hello.txt")
        archive.add(tmp_path / "hello.txt", "../evil.txt")
    told = shuzhi("restore", "x.tar.gz", data_dir=tmp_path / "new")
    assert (told.code, "没有恢复" in told.err) == (2, True)
    assert not (tmp_path / "evil.txt").exists()


def test_what_does_not_belong_to_a_backup_is_left_out(
    shuzhi: Shuzhi, archive: Path, tmp_path: Path
) -> None:
    with tarfile.open(archive) as original:
        unpack(original, tmp_path / "opened")
    (tmp_path / "opened" / "server.lock").write_text("")
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as made:
        for path in (tmp_path / "opened").iterdir():
            made.add(path, path.name)
    assert shuzhi("restore", "x.tar.gz", data_dir=tmp_path / "new").code == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} <= {
        "shuzhi.db",
        "sandbox.db",
        "files",
        "sandbox",
    }


@pytest.mark.parametrize("left", ["shuzhi.db", "shuzhi.db-wal", "sandbox.db", "files"])
def test_nothing_is_restored_over_what_is_left_of_an_installation(
    shuzhi: Shuzhi, archive: Path, tmp_path: Path, left: str
) -> None:
    """An old write-ahead log beside a restored database would spoil it; old files would hide the restored ones."""
    target = tmp_path / "target"
    (target / left).mkdir(parents=True)
    told = shuzhi("restore", archive, data_dir=target)
    assert (told.code, "没有覆盖" in told.err) == (2, True)
    assert [path.name for path in target.iterdir()] == [left]


def test_a_database_elsewhere_is_restored_where_the_environment_says(
    shuzhi: Shuzhi, archive: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'elsewhere' / 'own.db'}"
    assert shuzhi("restore", archive, data_dir=tmp_path / "new", database_url=url).code == 0
    told = shuzhi("department", "list", data_dir=tmp_path / "new", database_url=url)
    assert "示例系" in told.out


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_server_that_is_away_is_told_as_such(
    shuzhi: Shuzhi, archive: Path, tmp_path: Path, command: str
) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/x"
    target = tmp_path / "new.tar.gz" if command == "backup" else archive
    told = shuzhi(command, target, database_url=url)
    assert (told.code, "连不上 PostgreSQL" in told.err, told.err.count("\n")) == (2, True, 1)
    assert not (tmp_path / "new.tar.gz").exists()


def test_a_backup_that_cannot_be_written_leaves_nothing(
    shuzhi: Shuzhi, data: Path, tmp_path: Path
) -> None:
    told = shuzhi("backup", tmp_path / "nowhere" / "x.tar.gz", data_dir=data)
    assert told.code == 2
    assert "nowhere" in told.err
    (tmp_path / "folder").mkdir()
    assert shuzhi("backup", tmp_path / "folder", data_dir=data).code == 2
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_a_killed_backup_is_cleared_up_by_the_next(at: Shuzhi, data: Path, tmp_path: Path) -> None:
    left = data / ".backing-up" / "shuzhi.db"
    left.parent.mkdir()
    left.write_bytes(b"half a copy")
    assert at("backup", tmp_path / "one.tar.gz").code == 0
    assert not left.parent.exists()
    with tarfile.open(tmp_path / "one.tar.gz") as archive:
        assert not [name for name in archive.getnames() if "backing" in name]


def test_a_backup_is_looked_at_on_the_disk_of_the_data(
    at: Shuzhi, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's temporary folder is often memory, and full after one large archive."""
    archive = tmp_path / "one.tar.gz"
    assert at("backup", archive).code == 0
    left = data / ".looking" / "shuzhi.db"
    left.parent.mkdir()
    left.write_bytes(b"what a killed check left")
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "tempdir", "/nowhere")
        assert "完好" in at("backup", "--check", archive).out
    assert not left.parent.exists()


def test_a_backup_is_looked_at_where_there_is_no_installation(
    shuzhi: Shuzhi, at: Shuzhi, tmp_path: Path
) -> None:
    archive = tmp_path / "one.tar.gz"
    assert at("backup", archive).code == 0
    assert "完好" in shuzhi("backup", "--check", archive, data_dir=tmp_path / "none").out
    assert not (tmp_path / "none").exists()


def test_when_the_last_backup_was_made_is_known(at: Shuzhi, data: Path, tmp_path: Path) -> None:
    files = FileStore(data / "files")
    assert files.last_backup() is None
    assert at("backup", tmp_path / "one.tar.gz").code == 0
    first = files.last_backup()
    assert first is not None
    assert at("backup", tmp_path).code == 2  # a folder: nothing was backed up
    assert files.last_backup() == first


def test_a_backup_says_which_version_made_it(at: Shuzhi, tmp_path: Path) -> None:
    archive = tmp_path / "one.tar.gz"
    assert at("backup", archive).code == 0
    with tarfile.open(archive) as opened:
        member = opened.extractfile("audit.json")
        assert member is not None
        assert json.load(member)["version"] == version()


def test_the_version_is_told(shuzhi: Shuzhi) -> None:
    told = shuzhi("--version")
    assert (told.code, told.out) == (0, f"述职 {version()}\n")


def test_only_the_newest_dated_backups_are_kept(at: Shuzhi, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for day in range(1, 5):
        with time_machine.travel(datetime(2026, 12, day, tzinfo=UTC), tick=False):
            assert at("backup", "--keep", 2, folder).code == 0
        (folder / "由人放在这里的.tar.gz").touch()
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "由人放在这里的.tar.gz",
        "述职-2026-12-03-080000.tar.gz",
        "述职-2026-12-04-080000.tar.gz",
    ]
    assert folder.stat().st_mode & 0o077 == 0


def test_a_damaged_database_costs_no_older_backup(at: Shuzhi, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    assert at("backup", "--keep", 1, folder).code == 0
    good = list(folder.iterdir())
    (data / "shuzhi.db").write_bytes(b"not a database at all" * 1000)
    assert at("backup", "--keep", 1, folder).code == 2
    assert list(folder.iterdir()) == good
