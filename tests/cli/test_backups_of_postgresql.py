"""A backup of a server's database is the same file as any other, and goes back into either kind."""

import asyncio
import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from bot.app import Program
from bot.cli.one_server import only_one
from bot.documents.reader import DocumentReader
from bot.sample import sample_report
from bot.settings import Settings, load_settings
from bot.storage import moving
from tests.archives import unpack
from tests.cast import LI, MEMBER, ORGANISER, THIRD, ZHANG
from tests.chat import Chat, texts
from tests.cli.conftest import Shuzhi
from tests.conftest import running
from tests.postgres import create_database, execute, with_rows

STATUS = ("status", "--json", "--department", "sample")
SERVING = {"platforms": "wecom", "wecom_bot_id": "robot", "wecom_bot_secret": "s3cret"}


@pytest.fixture
def empty(postgres: str, request: pytest.FixtureRequest) -> str:
    return create_database(postgres, f"new_{abs(hash(request.node.name)) % 10**8}")


@pytest.fixture
def served(template: Path, data: Path, postgres: str, request: pytest.FixtureRequest) -> Settings:
    """The sample installation on PostgreSQL."""
    name = f"from_{abs(hash(request.node.name)) % 10**8}"
    url = create_database(postgres, name, like=with_rows(postgres, template))
    (data / "shuzhi.db").unlink()
    return load_settings(platforms=("sandbox",), data_dir=data, database_url=url)


def variables(settings: Settings) -> dict[str, object]:
    return {"data_dir": settings.data_dir, "database_url": settings.database_url}


async def play(chat: Chat) -> None:
    await chat.send(ZHANG, "述职报告.docx", sample_report(THIRD, year=2026))
    await chat.say(ORGANISER, "受理 第三支部")
    await chat.say(ORGANISER, "开始测评 王文例")
    await chat.post(MEMBER, "测评 好")


def exported(shuzhi: Shuzhi, folder: Path, **place: object) -> dict[str, bytes]:
    """What a year's export holds, by its path; what tells the moment of exporting is left out."""
    told = shuzhi("export", folder, "--department", "sample", **place)
    assert told.code == 0, told.err
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*.json")
        if file.name == "archive.json"
    }


async def test_it_comes_back_in_a_file_and_in_a_server(
    shuzhi: Shuzhi, reader: DocumentReader, served: Settings, empty: str, tmp_path: Path
) -> None:
    archive = tmp_path / "备份.tar.gz"
    async with running(Program(served, reader=reader)) as chat:
        await play(chat)
        assert shuzhi("backup", archive, **variables(served)).code == 0
        before = json.loads(shuzhi(*STATUS, **variables(served)).out)
        exports = [exported(shuzhi, tmp_path / "导出", **variables(served))]
        await chat.say(ORGANISER, "延期 第三支部 12月20日")
    assert shuzhi("backup", "--check", archive).code == 0
    in_file: dict[str, object] = {"data_dir": tmp_path / "file"}
    in_server: dict[str, object] = {"data_dir": tmp_path / "server", "database_url": empty}
    audits = []
    for place in (in_file, in_server):
        told = shuzhi("restore", archive, **place)
        assert (told.code, told.err) == (0, "")
        assert json.loads(shuzhi(*STATUS, **place).out) == before
        told = shuzhi("audit", "--json", "--against", archive, **place)
        audits.append(json.loads(told.out))
        exports.append(exported(shuzhi, tmp_path / f"导出{len(exports)}", **place))
    assert audits[0] == audits[1]
    assert exports[0] == exports[1] == exports[2] != {}
    settings = load_settings(platforms=("sandbox",), **in_server)
    async with running(Program(settings, reader=reader)) as chat:
        assert "审核通过" in texts(await chat.say(ZHANG, "我的材料"))[-1]


async def test_votes_that_arrive_meanwhile_are_whole_in_it_or_not_at_all(
    shuzhi: Shuzhi, reader: DocumentReader, served: Settings, tmp_path: Path
) -> None:
    archive, restored = tmp_path / "备份.tar.gz", tmp_path / "restored"
    async with running(Program(served, reader=reader)) as chat:
        await play(chat)
        voting = asyncio.gather(*(chat.post(who, "测评 好") for who in (LI, "m03", "m04")))
        await asyncio.sleep(0)
        told = await asyncio.to_thread(shuzhi, "backup", archive, **variables(served))
        await voting
        await chat.say(ORGANISER, "结束测评")
    assert told.code == 0
    polls = json.loads(shuzhi(*STATUS, **variables(served)).out)["polls"]
    assert polls[0]["voted"] >= 2
    assert shuzhi("restore", archive, data_dir=restored).code == 0
    audit = json.loads(shuzhi("audit", "--json", data_dir=restored).out)
    assert [
        line for rows in audit["breaches"].values() for line in rows if "密钥" not in line
    ] == []


def test_a_sealed_and_dated_one_rotates_and_is_known(
    shuzhi: Shuzhi, served: Settings, tmp_path: Path
) -> None:
    shuzhi("backup-key", "私钥.txt")
    public = (tmp_path / "私钥.txt").read_text("utf-8").splitlines()[1].split()[-1]
    folder = tmp_path / "backups"
    told = shuzhi("backup", "--keep", 1, folder, backup_key=public, **variables(served))
    assert told.code == 0, told.err
    archive = next(folder.glob("*.age"))
    place = {"data_dir": tmp_path / "new"}
    assert shuzhi("restore", "--key", "私钥.txt", archive, **place).code == 0
    listed = ("department", "list")
    assert shuzhi(*listed, **place).out == shuzhi(*listed, **variables(served)).out
    told = shuzhi("doctor", "--json", backup_key=public, **variables(served))
    backups = next(c for c in json.loads(told.out)["checks"] if c["name"] == "备份")
    assert "上次" in backups["text"]
    assert public in backups["text"]


def test_nothing_is_restored_over_data_or_beside_a_server(
    shuzhi: Shuzhi, served: Settings, empty: str, tmp_path: Path
) -> None:
    archive, new = tmp_path / "备份.tar.gz", tmp_path / "new"
    assert shuzhi("backup", archive, **variables(served)).code == 0
    told = shuzhi("restore", archive, data_dir=new, database_url=served.database_url)
    assert (told.code, "已有数据，没有覆盖" in told.err) == (2, True)
    serving = load_settings(data_dir=new, database_url=empty, **SERVING)
    with only_one(serving):
        told = shuzhi("restore", archive, data_dir=new, database_url=empty, **SERVING)
    assert (told.code, "请先停止它" in told.err) == (2, True)
    assert {path.name for path in new.iterdir()} == {"server.lock"}
    assert shuzhi("restore", archive, data_dir=new, database_url=empty, **SERVING).code == 0


def test_a_restoring_that_fails_at_its_end_leaves_nothing(
    shuzhi: Shuzhi, served: Settings, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, place = tmp_path / "备份.tar.gz", {"data_dir": tmp_path / "new", "database_url": empty}
    stored = served.data_dir / "files" / "ab" / ("ab" + "0" * 62)
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"a report")
    assert shuzhi("backup", archive, **variables(served)).code == 0
    with monkeypatch.context() as patched:
        patched.setattr(moving, "_digest", lambda _table, connection: connection.dialect.name)
        told = shuzhi("restore", archive, **place)
    assert (told.code, "已撤回" in told.err) == (2, True)
    assert moving.is_empty(empty)
    assert not (tmp_path / "new" / "files").exists()
    assert shuzhi("restore", archive, **place).code == 0
    assert (tmp_path / "new" / "files" / "ab" / stored.name).exists()


def test_tables_of_another_version_are_not_backed_up_and_not_changed(
    shuzhi: Shuzhi, served: Settings, tmp_path: Path
) -> None:
    execute(served.database_url, "UPDATE alembic_version SET version_num = '0030'")
    told = shuzhi("backup", tmp_path / "备份.tar.gz", **variables(served))
    assert (told.code, "重新启动服务" in told.err) == (2, True)
    assert not (tmp_path / "备份.tar.gz").exists()


async def test_another_directory_than_the_database_s_is_noticed(
    shuzhi: Shuzhi, reader: DocumentReader, served: Settings, tmp_path: Path
) -> None:
    async with running(Program(served, reader=reader)) as chat:
        await chat.send(ZHANG, "述职报告.docx", sample_report(THIRD, year=2026))
    folder = tmp_path / "backups"
    assert shuzhi("backup", "--keep", 1, folder, **variables(served)).code == 0
    good = list(folder.iterdir())
    wrong: dict[str, object] = variables(served) | {"data_dir": tmp_path / "elsewhere"}
    for expected in ("没有文件夹", "没有收到的报告文件"):
        told = shuzhi("backup", "--keep", 1, folder, **wrong)
        assert (told.code, expected in told.err, "SHUZHI_DATA_DIR" in told.err) == (2, True, True)
        (tmp_path / "elsewhere").mkdir(exist_ok=True)
    assert list(folder.iterdir()) == good


def test_the_archive_is_of_the_same_form(shuzhi: Shuzhi, served: Settings, tmp_path: Path) -> None:
    assert shuzhi("backup", "备份.tar.gz", **variables(served)).code == 0
    with tarfile.open(tmp_path / "备份.tar.gz") as archive:
        assert {"shuzhi.db", "audit.json"} <= set(archive.getnames())
        unpack(archive, tmp_path)
    with closing(sqlite3.connect(tmp_path / "shuzhi.db")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
