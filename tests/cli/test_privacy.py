"""A year that is over: what is due is told by numbers, removed on a word, and nothing that stays is touched."""

import asyncio
import fcntl
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.actions import retention
from bot.app import Program
from bot.cli import backups
from bot.cli.offline import reach
from bot.clocks import set_clock
from bot.documents.reader import DocumentReader
from bot.sample import sample_report
from bot.storage import moving
from tests.cast import DEAN, FIRST, MEMBER, ORGANISER, OTHER_MEMBER, SECOND, THIRD, WANG, ZHANG
from tests.chat import SHANGHAI, Chat, cards
from tests.cli.conftest import Shuzhi
from tests.conftest import Run, running, settings_for
from tests.postgres import create_database, execute, with_tables

ILLNESS = "腰椎手术住院"
CHATTER = "食堂的豆浆今天又凉了"
PRAISE = "第三支部的报告写得实在"
SECRET = "第三支部全年只开过两次组织生活会"
SAMPLE = ("--department", "sample")


@pytest.fixture(scope="module")
def archived(
    reader: DocumentReader, template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A year with three versions of a report, an illness and letters, archived in December 2026; lived once."""
    data = Path(shutil.copytree(template, tmp_path_factory.mktemp("archived") / "data"))
    asyncio.run(live(Program(settings_for(data), reader=reader)))
    return data


@pytest.fixture
def over(archived: Path, data: Path) -> Path:
    shutil.rmtree(data)
    return Path(shutil.copytree(archived, data))


async def live(program: Program) -> None:
    async with running(program) as chat:
        await chat.send(ZHANG, "第一稿.docx", sample_report(FIRST, year=2026))
        await chat.send(ZHANG, "第二稿.docx", sample_report(THIRD, year=2026))
        await chat.send(WANG, "王.docx", sample_report(FIRST, year=2026))
        await chat.send(ZHANG, "照片.png", b"\x89PNG not a report")
        await chat.say(MEMBER, CHATTER)
        await chat.say(MEMBER, f"请假 {ILLNESS}")
        await chat.say(ORGANISER, "公示")
        await confirm(chat, "公示")
        await chat.send(ZHANG, "第三稿.docx", sample_report(SECOND, year=2026))
        await chat.say(MEMBER, f"反馈 {PRAISE}")
        await chat.say(OTHER_MEMBER, f"匿名反馈 {SECRET}")
        await chat.clock(now="2026-12-09T10:00")
        await chat.say(ORGANISER, "归档 2026")
        await confirm(chat, "归档")


async def confirm(chat: Chat, title: str) -> None:
    (card,) = [card for card in cards(await chat.hears(DEAN)) if title in card["title"]]
    assert (await chat.click(DEAN, card, choice="确认"))["accepted"]


def later(data: Path, year: int, month: int) -> None:
    set_clock(settings_for(data), datetime(year, month, 20, 9, 0, tzinfo=SHANGHAI))


def content(data: Path) -> bytes:
    """Everything that stands in the database, its log, and the stored files."""
    files = (path for path in data.rglob("*") if path.is_file() and path.name != "sandbox.db")
    return b"".join(path.read_bytes() for path in files)


def holds(data: Path, words: str) -> bool:
    """Whether the words stand anywhere, in plain or as JSON writes them."""
    everything = content(data)
    return words.encode() in everything or json.dumps(words)[1:-1].encode() in everything


def exported(at: Shuzhi, folder: Path) -> dict[str, bytes]:
    assert at("export", folder, *SAMPLE).code == 0
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")}


def rows(data: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "shuzhi.db")) as database:
        return database.execute(statement).fetchall()


def test_nothing_of_a_running_year_is_ever_due(at: Shuzhi, data: Path) -> None:
    later(data, 2036, 12)
    told = at("privacy", "due")
    assert (told.code, "没有到期的内容。" in told.out) == (0, True)
    assert "示例系：2026 年度还没有归档" in told.out


def test_nothing_is_due_before_its_term(at: Shuzhi, over: Path) -> None:
    later(over, 2027, 5)
    told = at("privacy", "due").out
    assert told.startswith("没有到期的内容。")
    assert "示例系" not in told


def test_what_is_due_is_told_without_a_word_of_it(at: Shuzhi, over: Path) -> None:
    later(over, 2028, 1)
    told = at("privacy", "due").out
    assert "示例系：对话" in told
    assert "2026-12-01 至 2026-12-09" in told
    assert "示例系：旧稿 3 条" in told  # a report, and two cards that others replaced
    assert "不再使用的文件" in told
    assert "意见原话" not in told
    for words in (ILLNESS, CHATTER, PRAISE, SECRET, "张立范", "第一稿"):
        assert words not in told
    again = at("privacy", "remove").out
    assert "还没有删" in again
    assert holds(over, ILLNESS)


def test_what_was_due_is_gone_and_nothing_else_has_changed(
    at: Shuzhi, shuzhi: Shuzhi, over: Path, tmp_path: Path
) -> None:
    later(over, 2028, 1)
    before = exported(at, tmp_path / "before")
    assert at("privacy", "remove", "--yes").code == 0
    later(over, 2028, 1)
    assert differing(exported(at, tmp_path / "after"), before) == set()
    for words in (ILLNESS, CHATTER):
        assert not holds(over, words)
    # The second version was public, and stays beside the last one.
    assert rows(over, "SELECT name FROM submission ORDER BY name") == [
        ("王.docx",),
        ("第三稿.docx",),
        ("第二稿.docx",),
    ]
    assert at("audit").code == 0, at("audit").out
    later(over, 2030, 1)
    assert "意见原话 2 条，2026-12-0" in at("privacy", "due").out
    assert at("privacy", "remove", "--yes").code == 0
    for words in (PRAISE, SECRET):
        assert not holds(over, words)
    assert rows(over, "SELECT count(*) FROM feedback") == [(1,)]
    left = at("privacy", "due").out  # the exports have written copies into the store
    assert not [kind for kind in ("对话", "旧稿", "意见原话") if kind in left]
    assert not list((over / "files").glob("*/*.removed"))
    assert at("audit").code == 0, at("audit").out
    assert at("backup", tmp_path / "b.tar.gz").code == 0
    assert shuzhi("restore", tmp_path / "b.tar.gz", data_dir=tmp_path / "new").code == 0


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> set[str]:
    """Papers that differ, but for where the trail ends."""
    assert set(one) == set(other)
    return {
        path
        for path in one
        if one[path] != other[path] and not path.endswith(("audit.json", "manifest.json"))
    }


async def test_people_are_still_reached_and_nothing_is_said_twice(
    at: Shuzhi, run: Run, over: Path
) -> None:
    later(over, 2028, 1)
    keys = rows(over, "SELECT key FROM outbox ORDER BY id")
    writers = rows(over, "SELECT DISTINCT sender FROM inbox ORDER BY sender")
    assert at("privacy", "remove", "--yes").code == 0
    assert rows(over, "SELECT key FROM outbox ORDER BY id") == keys
    assert rows(over, "SELECT DISTINCT sender FROM inbox ORDER BY sender") == writers
    async with run(over) as chat:
        assert "第二稿.docx" in str(await chat.say(ZHANG, "我的材料"))


def test_every_batch_stands_in_the_trail(at: Shuzhi, over: Path) -> None:
    later(over, 2028, 1)
    at("privacy", "remove", "--yes")
    lines = rows(over, "SELECT actor, subject, facts FROM audit WHERE verb = 'retention.removed'")
    assert {subject for _, subject, _ in lines} == {"kind:messages", "kind:drafts"}
    assert {actor for actor, _, _ in lines} == {"administrator"}


def test_a_removal_from_outside_is_still_found(at: Shuzhi, over: Path) -> None:
    with closing(sqlite3.connect(over / "shuzhi.db")) as database, database:
        database.execute("DELETE FROM submission WHERE version = 2")
    assert at("audit").code == 1


def test_what_a_plan_keeps_for_good_is_never_due(at: Shuzhi, over: Path, tmp_path: Path) -> None:
    later(over, 2028, 1)
    with closing(sqlite3.connect(over / "shuzhi.db")) as database, database:
        (plan,) = database.execute(
            "SELECT plan FROM cycle WHERE department_id = 'sample'"
        ).fetchone()
        plan = plan.replace("messages = 12", 'messages = "不限"').replace(
            "files = 6", 'files = "不限"'
        )
        database.execute("UPDATE cycle SET plan = ?", (plan,))
    told = at("privacy", "due").out
    assert ("对话" in told, "旧稿" in told, "文件" in told) == (False, True, False)


def test_a_backup_and_a_removal_take_turns(
    at: Shuzhi, over: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup has the database first: what its rows name must still be there for it."""
    waiting = []

    def look(*_: object) -> str:
        with (over / "backup.lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waiting.append(True)
        raise OSError(5, "stopped here")

    later(over, 2028, 1)
    monkeypatch.setattr(backups, "_fill", look)
    monkeypatch.setattr(retention, "remove_files", look)
    assert at("backup", tmp_path / "x.tar.gz").code == 2
    assert at("privacy", "remove", "--yes").code == 2
    assert waiting == [True, True]


@pytest.mark.parametrize(
    "running",
    [
        "UPDATE publicity SET state = 'open'",
        "UPDATE cycle SET state = 'active' WHERE department_id = 'sample'",
    ],
    ids=["a publication", "the year"],
)
def test_a_year_in_which_something_still_runs_keeps_everything(
    at: Shuzhi, over: Path, running: str
) -> None:
    later(over, 2036, 1)
    with closing(sqlite3.connect(over / "shuzhi.db")) as database, database:
        database.execute(running)
    told = at("privacy", "due").out
    assert "示例系：2026 年度还没有归档，或者还有没了结的事" in told
    assert not [kind for kind in ("对话", "旧稿", "意见原话") if f"示例系：{kind}" in told]
    at("privacy", "remove", "--yes")
    assert all(holds(over, words) for words in (ILLNESS, CHATTER, PRAISE, SECRET))


PAGES = ("privacy", "due"), ("privacy", "person", "杨小样", *SAMPLE)
REMOVALS = ("privacy", "remove", "--yes"), ("privacy", "forget", "杨小样", *SAMPLE, "--yes")


def test_the_same_goes_and_stays_in_a_server_s_database(
    shuzhi: Shuzhi, over: Path, postgres: str, tmp_path: Path
) -> None:
    url = create_database(postgres, "privacy", like=with_tables(postgres))
    moving.copy_all(f"sqlite:///{over / 'shuzhi.db'}", url)
    twin = Path(shutil.copytree(over, tmp_path / "twin"))
    (twin / "shuzhi.db").unlink()
    assert all(words.encode() in on_its_disk(url) for words in (PRAISE, SECRET))
    told: list[list[str]] = []
    in_server: dict[str, object] = {"database_url": url}
    for data, variables in ((over, {}), (twin, in_server)):
        place = variables | {"data_dir": data}
        answers: list[str] = []
        told.append(answers)
        later(data, 2030, 1)
        for command in (*PAGES, *REMOVALS, *PAGES):
            outcome = shuzhi(*command, **place)
            assert (outcome.code, outcome.err) == (0, ""), command
            answers.append(outcome.out)
        exported = tmp_path / f"{data.name}-exported"
        assert shuzhi("audit", **place).code == 0
        assert shuzhi("export", exported, *SAMPLE, **place).code == 0
        answers.append(next(exported.rglob("archive.json")).read_text("utf-8"))
    assert told[0] == told[1]
    left = on_its_disk(url)
    for words in (ILLNESS, CHATTER, PRAISE, SECRET):
        assert words.encode() not in left
        assert json.dumps(words)[1:-1].encode() not in left


def test_what_somebody_at_work_keeps_on_the_disk_is_told(postgres: str, data: Path) -> None:
    url = create_database(postgres, "in_use", like=with_tables(postgres))
    engine = create_engine(url)
    settings = settings_for(data).model_copy(update={"database_url": url})
    with reach(settings) as reached:
        with engine.begin() as reading:
            reading.execute(text("SELECT * FROM person"))
            assert not reached.scrub()
        with engine.begin() as reading:
            reading.execute(text("SELECT 1"))  # which may still look at rows of every table
            assert not reached.scrub()
        assert reached.scrub()
    engine.dispose()


def on_its_disk(url: str) -> bytes:
    """Everything in the files of a server's database; its log is another matter."""
    execute(url, "CHECKPOINT")
    where = (
        "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database "
        "WHERE datname = current_database()"
    )
    engine = create_engine(url)
    with engine.connect() as connection:
        folder = Path(connection.scalar(text(where)) or "")
    engine.dispose()
    return b"".join(path.read_bytes() for path in folder.iterdir())
