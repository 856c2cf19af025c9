"""Backups that only the holder of the private key can open, and what can be said of them without it."""

import io
import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from bot.storage.age import Opened, PrivateKey
from tests.cli.conftest import Shuzhi

LIST = ("department", "list")


@pytest.fixture
def key(shuzhi: Shuzhi, tmp_path: Path) -> Path:
    told = shuzhi("backup-key", "私钥.txt")
    assert (told.code, "SHUZHI_BACKUP_KEY=age1" in told.out) == (0, True)
    assert "AGE-SECRET-KEY" not in told.out
    return tmp_path / "私钥.txt"


@pytest.fixture
def public(key: Path) -> str:
    return key.read_text("utf-8").splitlines()[1].removeprefix("# public key: ")


@pytest.fixture
def sealed(at: Shuzhi, tmp_path: Path, public: str) -> Path:
    told = at("backup", "备份.tar.gz.age", backup_key=public)
    assert (told.code, public in told.out) == (0, True)
    return tmp_path / "备份.tar.gz.age"


def test_a_sealed_backup_comes_back_with_its_key(
    shuzhi: Shuzhi, at: Shuzhi, sealed: Path, key: Path, tmp_path: Path
) -> None:
    told = shuzhi("restore", sealed, "--key", key, data_dir=tmp_path / "new")
    assert told.code == 0, told.err
    assert shuzhi(*LIST, data_dir=tmp_path / "new").out == at(*LIST).out
    assert shuzhi("audit", data_dir=tmp_path / "new").code == 0


def test_nothing_of_it_lies_open(sealed: Path) -> None:
    content = sealed.read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n")
    assert b"SQLite" not in content
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600
    noted = json.loads(sealed.with_name(sealed.name + ".audit.json").read_bytes())
    assert set(noted) == {"version", "trails", "size", "sha256"}
    assert noted["size"] == len(content)


def test_other_programs_find_a_tar_in_it(sealed: Path, key: Path) -> None:
    private = PrivateKey.read(key.read_text("utf-8").splitlines()[-1])
    with sealed.open("rb") as source:
        content = io.BufferedReader(Opened(source, [private])).read()
    assert content[:2] == b"\x1f\x8b"


def test_without_its_key_or_with_another_it_is_refused_in_a_sentence(
    shuzhi: Shuzhi, sealed: Path, tmp_path: Path
) -> None:
    shuzhi("backup-key", "另一把.txt")
    for arguments, named in (([], "加了密，请用 --key"), (["--key", "另一把.txt"], "打不开")):
        told = shuzhi("restore", sealed, *arguments, data_dir=tmp_path / "new")
        assert (told.code, named in told.err, told.err.count("\n")) == (2, True, 1), told.err
        assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize("place", [0.3, 0.9, -1])
def test_a_changed_or_cut_backup_is_never_restored(
    shuzhi: Shuzhi, sealed: Path, key: Path, tmp_path: Path, place: float
) -> None:
    content = bytearray(sealed.read_bytes())
    if place < 0:
        del content[-100:]
    else:
        content[int(len(content) * place)] ^= 1
    sealed.write_bytes(content)
    told = shuzhi("restore", sealed, "--key", key, data_dir=tmp_path / "new")
    assert (told.code, "不是完整的备份文件" in told.err) == (2, True), told.err
    assert list((tmp_path / "new").iterdir()) == []
    told = shuzhi("backup", "--check", sealed)
    assert (told.code, "和写下时不一样" in told.err) == (2, True)


def test_what_a_check_says_depends_on_what_it_can_see(
    shuzhi: Shuzhi, at: Shuzhi, sealed: Path, key: Path
) -> None:
    told = shuzhi("backup", "--check", sealed)
    assert (told.code, "没有私钥看不到里面" in told.out) == (0, True)
    told = shuzhi("backup", "--check", sealed, "--key", key)
    assert (told.code, "审计链相符" in told.out) == (0, True)
    sealed.with_name(sealed.name + ".audit.json").unlink()
    told = shuzhi("backup", "--check", sealed)
    assert (told.code, "看不出是否完好" in told.err) == (1, True)
    assert at("backup", "plain.tar.gz").code == 0
    told = shuzhi("backup", "--check", "plain.tar.gz")
    assert (told.code, "审计链相符" in told.out) == (0, True)
    for nothing in ("nowhere.tar.gz", "."):
        told = shuzhi("backup", "--check", nothing)
        assert (told.code, told.err.count("\n")) == (2, 1)


def test_the_trail_is_compared_without_the_key(at: Shuzhi, sealed: Path) -> None:
    record = sealed.with_name(sealed.name + ".audit.json")
    assert at("audit", "--against", record).code == 0
    told = at("audit", "--against", sealed)
    assert (told.code, record.name in told.err) == (2, True)


def test_old_sealed_backups_go_with_their_records(at: Shuzhi, tmp_path: Path, public: str) -> None:
    folder = tmp_path / "backups"
    with time_machine.travel(datetime(2026, 12, 1, tzinfo=UTC), tick=False):
        assert at("backup", "--keep", 2, folder).code == 0
    for day in (2, 3):
        with time_machine.travel(datetime(2026, 12, day, tzinfo=UTC), tick=False):
            assert at("backup", "--keep", 2, folder, backup_key=public).code == 0
    assert "没有私钥看不到里面" in at("backup", "--check", folder).out
    names = {"述职-2026-12-02-080000.tar.gz.age", "述职-2026-12-03-080000.tar.gz.age"}
    assert {path.name for path in folder.iterdir()} == names | {
        f"{name}.audit.json" for name in names
    }


def test_a_key_in_a_file_wins_over_the_settings(
    at: Shuzhi, shuzhi: Shuzhi, key: Path, public: str, tmp_path: Path
) -> None:
    (tmp_path / "公钥.txt").write_text(f"# 给信息中心\n{public}\n", "utf-8")
    assert at("backup", "x.age", "--to-key", "公钥.txt").code == 0
    assert shuzhi("backup", "--check", "x.age", "--key", key).code == 0


def test_keys_in_the_wrong_place_are_told_and_never_shown(
    at: Shuzhi, key: Path, public: str, tmp_path: Path
) -> None:
    secret = key.read_text("utf-8").splitlines()[-1]
    slip = public[:-1] + ("q" if public[-1] != "q" else "p")
    for arguments, variables, named in (
        (["--to-key", key], {}, "只要公钥"),
        ([], {"backup_key": secret}, "不是私钥"),
        ([], {"backup_key": slip}, "抄错了"),
        ([], {"backup_key": "age1"}, "SHUZHI_BACKUP_KEY"),
    ):
        told = at("backup", "x.age", *arguments, **variables)
        assert (told.code, named in told.err, told.err.count("\n")) == (2, True, 1), told.err
        assert secret not in told.err
    assert not (tmp_path / "x.age").exists()


def test_a_private_key_is_written_once_and_for_its_owner(
    at: Shuzhi, shuzhi: Shuzhi, key: Path, data: Path
) -> None:
    before = key.read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    told = shuzhi("backup-key", key)
    assert (told.code, "没有覆盖" in told.err, key.read_bytes()) == (2, True, before)
    told = at("backup-key", data / "key.txt")
    assert (told.code, "数据目录" in told.err) == (2, True)
    assert "AGE-SECRET-KEY-1" in shuzhi("backup-key", "-").out
