"""What a backup must not do when it is restored, and what a restoring must not leave; on every Python."""

import io
import os
import shutil
import sqlite3
import stat
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.cli import destinations, restoring, unpacking
from tests.cli.conftest import Outcome, Shuzhi
from tests.storage.test_schema import add_a_dangling_row

Poison = Callable[[tarfile.TarFile], None]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test that wants a backup leaves it for all others."""
    return tmp_path_factory.mktemp("backup") / "good.tar.gz"


@pytest.fixture
def archive(shuzhi: Shuzhi, good: Path, data: Path, tmp_path: Path) -> Path:
    if not good.exists():
        stored = data / "files" / "ab" / ("ab" + "0" * 62)
        stored.parent.mkdir(parents=True)
        stored.write_bytes(b"a report")
        assert shuzhi("backup", good, data_dir=data).code == 0
    return Path(shutil.copy(good, tmp_path))


def entry(
    name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0
) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.size = kind, link, size
    return made


def adding(*entries: tarfile.TarInfo) -> Poison:
    def add(archive: tarfile.TarFile) -> None:
        for one in entries:
            archive.addfile(one, io.BytesIO(b"x" * one.size))

    return add


def poisoned(good: Path, poison: Poison, target: Path) -> Path:
    """A whole backup with something more in it."""
    with tarfile.open(good) as original, tarfile.open(target, "w:gz", compresslevel=1) as made:
        for member in original:
            made.addfile(member, original.extractfile(member))
        poison(made)
    return target


POISONS: dict[str, Poison] = {
    "above": adding(entry("../evil", size=4)),
    "above, from within": adding(entry("files/../../evil", size=4)),
    "absolute": adding(entry("/evil", size=4)),
    "symbolic link": adding(
        entry("files/door", tarfile.SYMTYPE, ".."), entry("files/door/evil", size=4)
    ),
    "symbolic link left out": adding(entry("door", tarfile.SYMTYPE, "..")),
    "hard link": adding(entry("files/door", tarfile.LNKTYPE, "../evil")),
    "long detour": adding(  # CVE-2025-4517: a path so long that it is not resolved any more
        entry("files/" + "a" * 200, tarfile.DIRTYPE),
        entry("files/b", tarfile.SYMTYPE, "a" * 200 + "/../" * 30 + "evil"),
        entry("files/b/evil", size=4),
    ),
    "device": adding(entry("files/device", tarfile.CHRTYPE)),
    "pipe": adding(entry("files/pipe", tarfile.FIFOTYPE)),
    "twice": adding(entry("shuzhi.db", size=4)),
    "file as folder": adding(entry("files/ab/" + "ab" + "0" * 62 + "/evil", size=4)),
    "folder as file": adding(entry("files/ab", size=4)),
    "backslash": adding(entry("files\\evil", size=4)),
}


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize("kind", POISONS)
def test_a_poisoned_backup_writes_nothing(
    shuzhi: Shuzhi, archive: Path, tmp_path: Path, kind: str
) -> None:
    made = poisoned(archive, POISONS[kind], tmp_path / "poisoned.tar.gz")
    before = tree(tmp_path)
    told = shuzhi("restore", made, data_dir=tmp_path / "deep" / "new")
    assert (told.code, "不属于备份的内容" in told.err, told.err.count("\n")) == (2, True, 1)
    assert tree(tmp_path) - before <= {"deep", "deep/new"}
    assert shuzhi("restore", archive, data_dir=tmp_path / "deep" / "new").code == 0


def test_a_backup_larger_than_the_disk_is_refused_before_it_is_unpacked(
    shuzhi: Shuzhi, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr("shutil.disk_usage", lambda _path: Usage(unpacking.RESERVE + 1000))
    told = shuzhi("restore", archive, data_dir=tmp_path / "new")
    assert (told.code, "磁盘放不下" in told.err, list((tmp_path / "new").iterdir())) == (
        2,
        True,
        [],
    )


def test_no_python_s_own_unpacking_is_needed(
    shuzhi: Shuzhi, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python 3.11.2 has no filter for it, others have one with holes."""

    def absent(*_: object, **__: object) -> None:
        raise TypeError("extractall() got an unexpected keyword argument 'filter'")

    monkeypatch.delattr(tarfile, "data_filter", raising=False)
    monkeypatch.setattr(tarfile.TarFile, "extractall", absent)
    monkeypatch.setattr(tarfile.TarFile, "extract", absent)
    assert shuzhi("restore", archive, data_dir=tmp_path / "new").code == 0
    assert "示例系" in shuzhi("department", "list", data_dir=tmp_path / "new").out


@pytest.mark.parametrize(
    ("part", "step"),
    [(restoring, "examine"), (destinations.File, "bring_near"), (restoring, "_place")],
)
def test_a_restoring_that_was_interrupted_can_be_repeated(
    shuzhi: Shuzhi,
    archive: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    part: object,
    step: str,
) -> None:
    def fails(*_: object) -> None:
        raise OSError(5, "the disk is gone")

    new = tmp_path / "new"
    with monkeypatch.context() as patched:
        patched.setattr(part, step, fails)
        assert shuzhi("restore", archive, data_dir=new).code == 2
    assert not (new / "shuzhi.db").exists()
    assert shuzhi("restore", archive, data_dir=new).code == 0
    assert {path.name for path in new.iterdir()} == {"shuzhi.db", "sandbox.db", "files"}


def test_a_process_killed_while_it_puts_things_in_place_can_be_repeated(
    shuzhi: Shuzhi, archive: Path, tmp_path: Path
) -> None:
    """As it then looks: some of it stands where it belongs, the database does not."""
    new = tmp_path / "new"
    (new / ".restoring").mkdir(parents=True)
    (new / ".restoring" / "placing").touch()
    (new / "files").mkdir()
    (new / "files" / "half").write_text("")
    (new / "shuzhi.db.restoring").write_text("")
    assert shuzhi("restore", archive, data_dir=new).code == 0
    assert {path.name for path in new.iterdir()} == {"shuzhi.db", "sandbox.db", "files"}
    assert not (new / "files" / "half").exists()


def backup_with(archive: Path, target: Path, change: Callable[[Path], None]) -> Path:
    """The same backup, its database changed."""
    folder = target.with_suffix(".folder")
    folder.mkdir()
    with tarfile.open(archive) as original, tarfile.open(target, "w:gz", compresslevel=1) as made:
        for member in original:
            source = original.extractfile(member)
            if member.name == "shuzhi.db" and source is not None:
                (folder / "shuzhi.db").write_bytes(source.read())
                change(folder / "shuzhi.db")
                made.add(folder / "shuzhi.db", "shuzhi.db")
            else:
                made.addfile(member, source)
    return target


def spoil(file: Path) -> None:
    """Half of it overwritten, as by a failing disk."""
    size = file.stat().st_size
    with file.open("r+b") as handle:
        handle.seek(size // 2)
        handle.write(os.urandom(size // 2))


def execute(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(statement)


def restored(
    shuzhi: Shuzhi, archive: Path, tmp_path: Path, change: Callable[[Path], None]
) -> Outcome:
    return shuzhi(
        "restore", backup_with(archive, tmp_path / "x.tar.gz", change), data_dir=tmp_path / "new"
    )


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (spoil, "数据库已损坏"),
        (
            lambda file: execute(file, "UPDATE alembic_version SET version_num = '9999'"),
            "更新版本的程序",
        ),
        (lambda file: execute(file, "ALTER TABLE poll DROP COLUMN purpose"), "poll.purpose"),
        (lambda file: execute(file, "DROP TABLE alembic_version"), "不是述职助手的"),
    ],
    ids=["damaged", "newer", "unfit", "foreign"],
)
def test_what_could_not_be_used_is_not_put_in_place(
    shuzhi: Shuzhi, archive: Path, tmp_path: Path, change: Callable[[Path], None], named: str
) -> None:
    told = restored(shuzhi, archive, tmp_path, change)
    assert (told.code, named in told.err, told.err.count("\n")) == (2, True, 1), told.err
    assert list((tmp_path / "new").iterdir()) == []


def test_a_broken_audit_chain_is_told_with_the_restored_data(
    shuzhi: Shuzhi, archive: Path, tmp_path: Path
) -> None:
    told = restored(
        shuzhi,
        archive,
        tmp_path,
        lambda file: execute(file, "UPDATE audit SET verb = 'x' WHERE id = 1"),
    )
    assert (told.code, "示例系的审计链对不上" in told.err, "已恢复" in told.out) == (1, True, True)


def test_a_damaged_database_replaces_no_good_backup(
    shuzhi: Shuzhi, archive: Path, data: Path
) -> None:
    good = archive.read_bytes()
    spoil(data / "shuzhi.db")
    told = shuzhi("backup", archive, data_dir=data)
    assert (told.code, "已损坏" in told.err, told.err.count("\n")) == (2, True, 1), told.err
    assert archive.read_bytes() == good
    assert [path.name for path in archive.parent.iterdir() if "part" in path.name] == []


@pytest.mark.parametrize("command", ["audit", "doctor", "status", "serve", "demo"])
def test_a_damaged_database_is_said_to_be_damaged(shuzhi: Shuzhi, data: Path, command: str) -> None:
    (data / "shuzhi.db").write_bytes(b"no database at all" * 1000)
    told = shuzhi(command, data_dir=data)
    assert told.code != 0
    assert "已损坏" in told.err + told.out
    assert "程序出错了" not in told.err + told.out


def test_audit_and_doctor_look_through_the_file(shuzhi: Shuzhi, data: Path) -> None:
    with closing(sqlite3.connect(data / "shuzhi.db")) as database, database:
        page = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_outbox_department_id'"
        ).fetchone()
        size = database.execute("PRAGMA page_size").fetchone()[0]
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (data / "shuzhi.db").open("r+b") as handle:
        handle.seek((page[0] - 1) * size)
        handle.write(os.urandom(size))
    for command in ("audit", "doctor"):
        told = shuzhi(command, data_dir=data)
        assert told.code in (1, 2)
        assert "已损坏" in told.out + told.err, (command, told)


def test_audit_and_restore_find_rows_that_refer_to_nothing(
    shuzhi: Shuzhi, data: Path, tmp_path: Path
) -> None:
    """A start does not look for them: it would take longer from year to year."""
    add_a_dangling_row(data / "shuzhi.db")
    told = shuzhi("audit", data_dir=data)
    assert (told.code, "表 branch 里有记录所指的另一条已经不在" in told.out) == (1, True)
    assert shuzhi("backup", tmp_path / "x.tar.gz", data_dir=data).code == 0
    told = shuzhi("restore", tmp_path / "x.tar.gz", data_dir=tmp_path / "new")
    assert (told.code, "没有改动数据" in told.err) == (2, True)


WRONG_PLACE = [
    ["status"], ["audit"], ["reminders"], ["export", "out"], ["department", "list"], ["roster", "import", "x.xlsx"],
    ["adopt", "archive.json"], ["backup", "x.tar.gz"], ["doctor"], ["roster", "template", "empty.xlsx"],
]  # fmt: skip


@pytest.mark.parametrize("command", WRONG_PLACE, ids=" ".join)
def test_no_command_leaves_an_empty_database_in_a_wrong_directory(
    shuzhi: Shuzhi, tmp_path: Path, command: list[str]
) -> None:
    for name in ("x.xlsx", "archive.json"):
        (tmp_path / name).write_bytes(b"{}")
    told = shuzhi(*command)
    assert not (tmp_path / "data").exists()
    if command[0] in ("doctor", "backup", "roster"):
        return
    assert (told.code, "里没有述职助手的数据" in told.err, told.err.count("\n")) == (2, True, 1)


def modes(folder: Path) -> set[str]:
    """What others than the owner may do with anything in it, or with itself."""
    everything = [folder, *folder.rglob("*")]
    return {str(path) for path in everything if stat.S_IMODE(path.lstat().st_mode) & 0o077}


def test_everything_that_is_written_is_for_its_owner_alone(
    shuzhi: Shuzhi, archive: Path, tmp_path: Path
) -> None:
    os.umask(0o022)
    place = tmp_path / "place"
    place.mkdir(mode=0o700)
    for command in (
        ["department", "add", "physics", "--name", "物理系"],
        ["backup", place / "backup.tar.gz"],
        ["export", place / "export"],
        ["plan", "init", place / "plan.toml"],
        ["roster", "template", place / "roster.xlsx"],
        ["backup-key", place / "key.txt"],
    ):
        assert shuzhi(*command, data_dir=place / "data").code == 0
    assert shuzhi("restore", archive, data_dir=place / "restored").code == 0
    assert modes(place) == set()
    (place / "backup.tar.gz").chmod(0o644)
    assert shuzhi("backup", place / "backup.tar.gz", data_dir=place / "data").code == 0
    assert modes(place) == set()


def test_doctor_names_what_others_can_read(shuzhi: Shuzhi, tmp_path: Path) -> None:
    shuzhi("department", "add", "physics", "--name", "物理系")
    assert "只有本账号能读" in shuzhi("doctor").out
    (tmp_path / "data" / "shuzhi.db").chmod(0o644)
    (tmp_path / ".env").write_text("")
    (tmp_path / ".env").chmod(0o644)
    told = shuzhi("doctor")
    assert "chmod -R go-rwx .env data/shuzhi.db" in told.out
    shutil.rmtree(tmp_path / "data")
