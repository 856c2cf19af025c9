"""From the file to PostgreSQL and back: every row arrives, and the conversation goes on."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, text

from bot.app import Program
from bot.cli.one_server import only_one
from bot.sample import sample_report
from bot.settings import load_settings
from bot.storage import moving
from bot.storage.database import Database
from tests.cast import LI, MEMBER, ORGANISER, THIRD, ZHANG
from tests.chat import texts
from tests.cli.conftest import Shuzhi
from tests.conftest import Run, running
from tests.postgres import create_database, with_rows

ROBOT = {"wecom_bot_id": "robot", "wecom_bot_secret": "s3cret"}
STATUS = ("status", "--json", "--department", "sample")


@pytest.fixture
async def filled(run: Run, data: Path) -> Path:
    async with run(data) as chat:
        await chat.send(ZHANG, "述职报告.docx", sample_report(THIRD, year=2026))
        await chat.say(ORGANISER, "受理 第三支部")
        await chat.say(ORGANISER, "开始测评 王文例")
        await chat.post(MEMBER, "测评 好")
        await chat.say(LI, "倒计时")
    return data


@pytest.fixture
def empty(postgres: str, request: pytest.FixtureRequest) -> str:
    return create_database(postgres, f"move_{abs(hash(request.node.name)) % 10**8}")


@pytest.fixture
def moved(postgres: str, template: Path, request: pytest.FixtureRequest) -> str:
    """A database into which the sample installation was moved."""
    name = f"moved_{abs(hash(request.node.name)) % 10**8}"
    return create_database(postgres, name, like=with_rows(postgres, template))


async def test_all_data_arrive_in_postgresql_and_the_year_goes_on(
    at: Shuzhi, filled: Path, empty: str
) -> None:
    before = json.loads(at(*STATUS).out)
    told = at("move-database", empty)
    assert (told.code, told.err) == (0, "")
    assert "逐行核对一致" in told.out
    assert json.loads(at(*STATUS, database_url=empty).out) == before
    assert at("audit", database_url=empty).code == at("audit").code
    settings = load_settings(platforms=("sandbox",), data_dir=filled, database_url=empty)
    async with running(Program(settings)) as chat:
        assert "审核通过" in texts(await chat.say(ZHANG, "我的材料"))[-1]
        await chat.post(LI, "测评 好")
        await chat.say(ORGANISER, "结束测评")
    polls = json.loads(at(*STATUS, database_url=empty).out)["polls"]
    assert [poll["voted"] for poll in polls] == [2]


async def test_it_goes_back_into_a_file(
    at: Shuzhi, shuzhi: Shuzhi, filled: Path, empty: str, tmp_path: Path
) -> None:
    assert at("move-database", empty).code == 0
    again = f"sqlite:///{tmp_path / 'again.db'}"
    assert at("move-database", again, database_url=empty).code == 0
    assert json.loads(at(*STATUS, database_url=again).out) == json.loads(at(*STATUS).out)


def test_a_database_with_data_is_not_written_over(at: Shuzhi, data: Path, moved: str) -> None:
    told = at("move-database", moved)
    assert told.code == 2
    assert "已有数据" in told.err


def test_what_arrives_otherwise_is_taken_back(
    at: Shuzhi, data: Path, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = moving.copy_rows

    def losing(table: Table, reading: Connection, writing: Connection) -> int:
        copied = copy(table, reading, writing)
        if table.name == "person":
            writing.execute(text("UPDATE person SET name = name || '样'"))
        return copied

    monkeypatch.setattr(moving, "copy_rows", losing)
    told = at("move-database", empty)
    assert told.code == 2
    assert "person" in told.err
    assert moving.is_empty(empty)


def test_nobody_moves_a_database_that_serves(at: Shuzhi, data: Path, empty: str) -> None:
    with only_one(load_settings(platforms=("sandbox",), data_dir=data)):
        told = at("move-database", empty)
    assert told.code == 2
    assert "请先停止它" in told.err


def test_nobody_moves_a_server_s_database_that_serves(
    at: Shuzhi, data: Path, moved: str, tmp_path: Path
) -> None:
    """Several may serve from it at once; moving bears none of them."""
    serving = {"database_url": moved, "platforms": "wecom", **ROBOT}
    with only_one(load_settings(data_dir=data, **serving)):
        told = at("move-database", f"sqlite:///{tmp_path / 'again.db'}", **serving)
    assert (told.code, "请先停止它" in told.err) == (2, True)
    assert not (tmp_path / "again.db").exists()


def test_the_same_database_is_no_destination(at: Shuzhi, data: Path) -> None:
    told = at("move-database", f"sqlite:///{data / 'shuzhi.db'}")
    assert told.code == 2
    assert Database(f"sqlite:///{data / 'shuzhi.db'}").is_sqlite
