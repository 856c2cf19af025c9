"""What is kept about one person, and what can be taken away of it when he asks."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.app import Program
from bot.documents.extraction import extract
from bot.documents.reader import DocumentReader
from bot.sample import sample_report
from tests.cast import MEMBER, ORGANISER, THIRD, ZHANG
from tests.cli.conftest import Shuzhi
from tests.cli.test_privacy import holds, rows
from tests.conftest import running, settings_for
from tests.meeting import rate

SAMPLE = ("--department", "sample")
WORDS = "我家住在翠湖小区三号楼"


@pytest.fixture(scope="module")
def once(reader: DocumentReader, template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """杨小样 has voted, been chatty and been told things; 张立范 has handed in."""
    data = Path(shutil.copytree(template, tmp_path_factory.mktemp("lived") / "data"))
    asyncio.run(live(Program(settings_for(data), reader=reader)))
    return data


@pytest.fixture
def lived(once: Path, data: Path) -> Path:
    shutil.rmtree(data)
    return Path(shutil.copytree(once, data))


async def live(program: Program) -> None:
    async with running(program) as chat:
        await chat.send(ZHANG, "述职.docx", sample_report(THIRD, year=2026))
        await chat.say(MEMBER, WORDS)
        await rate(chat, "王文例")
        await chat.say(ORGANISER, "公布")


def left(data: Path, department: str = "sample") -> None:
    """As after a roster without him."""
    with closing(sqlite3.connect(data / "shuzhi.db")) as database, database:
        database.execute(
            "UPDATE person SET active = 0, account = NULL, note = '高血压' "
            "WHERE name = '杨小样' AND department_id = ?",
            (department,),
        )


def test_it_lists_what_is_kept_without_a_word_of_it(at: Shuzhi, lived: Path) -> None:
    told = at("privacy", "person", "杨小样", *SAMPLE)
    assert told.code == 0
    assert "杨小样，第一支部，身份：党员，票类C，账号 m02（在名册期间）" in told.out
    assert "测评：投了票，2026-12-01" in told.out
    assert "说的话" in told.out
    assert WORDS not in told.out
    assert told.out == at("privacy", "person", MEMBER, *SAMPLE).out
    assert "述职报告 1 条" in at("privacy", "person", "张立范", *SAMPLE).out


def test_it_can_be_handed_to_the_person(at: Shuzhi, lived: Path, tmp_path: Path) -> None:
    for name in ("清单.xlsx", "清单.docx"):
        assert at("privacy", "person", "杨小样", *SAMPLE, "--out", tmp_path / name).code == 0
    sheet = load_workbook(tmp_path / "清单.xlsx").worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    text = extract((tmp_path / "清单.docx").read_bytes(), ".docx").text
    for words in ("测评：投了票", "年度归档后12个月"):
        assert any(words in cell for cell in cells)
        assert words in text
    told = at("privacy", "person", "杨小样", *SAMPLE, "--out", tmp_path / "清单.pdf")
    assert (told.code, told.err.count("\n")) == (2, 1)


def test_unknown_and_double_names_are_told(at: Shuzhi, lived: Path) -> None:
    told = at("privacy", "person", "没有人", *SAMPLE)
    assert (told.code, "的名册里没有没有人" in told.err) == (2, True)
    with closing(sqlite3.connect(lived / "shuzhi.db")) as database, database:
        database.execute("UPDATE person SET name = '杨小样' WHERE account = 'm03'")
    told = at("privacy", "forget", "杨小样", *SAMPLE, "--yes")
    assert (told.code, "请用账号指明" in told.err) == (2, True)
    assert holds(lived, WORDS)


def test_of_somebody_on_the_roster_what_he_said_goes_and_he_is_still_reached(
    at: Shuzhi, lived: Path
) -> None:
    told = at("privacy", "forget", "杨小样", *SAMPLE, "--yes")
    assert (told.code, "姓名、账号：还在名册上" in told.out) == (0, True)
    assert not holds(lived, WORDS)
    assert rows(lived, "SELECT count(*) FROM inbox WHERE sender = 'm02'") == [(1,)]
    assert rows(lived, "SELECT account FROM person WHERE name = '杨小样'") == [("m02",)]
    assert at("audit").code == 0, at("audit").out
    assert "没有可以删的" in at("privacy", "forget", "杨小样", *SAMPLE, "--yes").out


def test_without_a_yes_it_is_only_shown(
    at: Shuzhi, lived: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.confirm", lambda *_, **__: False)
    told = at("privacy", "forget", "杨小样", *SAMPLE)
    assert (told.code, "对话" in told.out, "已删去" in told.out) == (0, True, False)
    assert holds(lived, WORDS)
    assert at("audit").code == 0


def test_a_leaver_whom_no_paper_names_is_forgotten_by_name_and_account(
    at: Shuzhi, lived: Path
) -> None:
    left(lived)
    told = at("privacy", "forget", "杨小样", *SAMPLE, "--yes")
    assert (told.code, "姓名：没有材料写到他" in told.out, "备注" in told.out) == (0, True, True)
    assert not holds(lived, WORDS)  # the roll of the poll knew his account
    for table, column in (("inbox", "sender"), ("outbox", "chat_id"), ("poll_roll", "account")):
        assert rows(lived, f"SELECT count(*) FROM {table} WHERE {column} = 'm02'") == [(0,)]
    assert rows(lived, "SELECT count(*) FROM person WHERE name = '杨小样'") == [(0,)]
    assert rows(lived, "SELECT count(*) FROM person WHERE name LIKE '已离开的同志%'") == [(1,)]


def test_the_name_of_a_leaver_stays_where_papers_have_it(at: Shuzhi, lived: Path) -> None:
    with closing(sqlite3.connect(lived / "shuzhi.db")) as database, database:
        database.execute("UPDATE person SET active = 0, account = NULL WHERE name = '张立范'")
    told = at("privacy", "forget", "张立范", *SAMPLE, "--account", "s03", "--yes")
    assert (told.code, "上面这些材料里写着" in told.out) == (0, True)
    assert rows(lived, "SELECT count(*) FROM person WHERE name = '张立范'") == [(1,)]
    assert rows(lived, "SELECT count(*) FROM submission") == [(1,)]
    assert rows(lived, "SELECT count(*) FROM inbox WHERE sender = 's03'") == [(0,)]


def test_an_account_that_is_somebody_else_s_is_not_touched(at: Shuzhi, lived: Path) -> None:
    left(lived)
    told = at("privacy", "forget", "杨小样", *SAMPLE, "--account", "s03", "--yes")
    assert (told.code, "账号 s03 现在是张立范的" in told.err) == (2, True)


def test_the_trail_tells_that_it_was_done_and_not_what(at: Shuzhi, lived: Path) -> None:
    at("privacy", "forget", "杨小样", *SAMPLE, "--yes")
    ((actor, facts),) = rows(
        lived, "SELECT actor, facts FROM audit WHERE verb = 'person.forgotten'"
    )
    assert (actor, "杨小样" in str(facts), "messages" in str(facts)) == (
        "administrator",
        False,
        True,
    )


def test_who_is_still_on_another_roster_is_still_reached_there(at: Shuzhi, lived: Path) -> None:
    with closing(sqlite3.connect(lived / "shuzhi.db")) as database, database:
        database.execute(
            "UPDATE person SET account = 'm02', name = '杨小样' WHERE id = "
            "(SELECT max(id) FROM person WHERE department_id = 'second')"
        )
        database.execute(
            "UPDATE outbox SET department_id = 'second' WHERE id = "
            "(SELECT max(id) FROM outbox WHERE chat_id = 'm02' AND payload != '{}')"
        )
    left(lived)
    told = at("privacy", "forget", "杨小样", *SAMPLE, "--account", "m02", "--yes")
    assert told.code == 0, told.err
    assert not holds(lived, WORDS)
    assert rows(lived, "SELECT count(*) FROM inbox WHERE sender = 'm02'") == [(1,)]
    kept = "SELECT count(*) FROM outbox WHERE chat_id = 'm02' AND department_id = 'second' AND payload != '{}'"
    assert rows(lived, kept) == [(1,)]
