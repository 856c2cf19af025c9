"""What goes wrong around a poll: lost keys, forged cells, too few people, objections."""

import sqlite3
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text, update
from sqlmodel import col

from bot.actions import cycles, polls
from bot.actions.unit_of_work import SYSTEM
from bot.domain.polls.ballot import blank
from bot.domain.polls.refusals import (
    BelowQuorum,
    CategoryTooSmall,
    NoKeyPlace,
    NotASubject,
    PollAlreadyOpen,
    PollVoid,
)
from bot.storage.polls import cells
from bot.texts.polls import whole_notice
from tests.actions.test_polls.polling_station import (
    MEMBERS,
    START,
    PollingStation,
    plan_with,
)


async def use_rules(station: PollingStation, **rules: object) -> None:
    """Puts the plan in force with other ballot rules."""
    await station.do(
        lambda work, cycle: cycles.replace_plan(work, cycle, plan_with(**rules), actor=SYSTEM)
    )


async def test_lost_keys_void_the_poll_and_it_is_held_again(station: PollingStation) -> None:
    await station.open()
    await station.click("m02", 1)
    (key_file,) = station.key_files()
    key_file.unlink()
    after = station.restarted()
    lost = await after.click("m03", 1)
    assert (lost.refused, "密钥" in lost.notice, "再投一次" in lost.notice) == (
        "poll_void",
        True,
        True,
    )
    assert (await after.status()).state == "void"
    assert (await after.type("m04", "测评 好")).refused == "poll_void"
    with pytest.raises(PollVoid):
        await after.release()
    await after.open()
    assert [
        one.state for one in await after.do(lambda work, cycle: polls.status(work, cycle.id))
    ] == ["void", "open"]
    after.services.database.stop()


@pytest.mark.parametrize("state", ["open", "closing"])
async def test_a_poll_without_its_key_is_void_at_once_and_everybody_hears_why(
    sqlite_station: PollingStation, state: str
) -> None:
    """What a restore or another machine leaves behind: the poll in the database, and an empty key directory."""
    await sqlite_station.open()
    for member in MEMBERS[:6]:
        await sqlite_station.click(member, 1)
    if state == "closing":
        await sqlite_station.close()
    before = len(await sqlite_station.said())
    sqlite_station.key_files()[0].unlink()
    after = sqlite_station.restarted()
    assert await polls.run_due(after.services, after.clock.moment) > 0
    assert (await after.status()).state == "void"
    group, organiser = (await after.said())[before:]
    assert "编号 K1（王文例）的测评作废：选票的密钥不在了" in group.text
    assert "重新测评" in group.text
    assert organiser.text.startswith(group.text)
    assert "请系统管理员检查密钥目录" in organiser.text
    assert "请发送“开始测评”加姓名" in organiser.text
    late = await after.click("m09", 1)
    assert (late.refused, "您的票没有计入" in late.notice) == ("poll_void", True)
    with pytest.raises(PollVoid) as refused:
        await after.release()
    assert refused.value.reason == "keys_lost"
    assert await polls.void_lost(after.services) == 0
    assert len(await after.said()) == before + 2
    await after.pass_time()
    assert await after.do(lambda work, _: cells.number(work.session, 1)) == 0
    after.services.database.stop()


async def test_a_key_that_vanishes_while_the_program_runs_ends_the_poll_with_the_next_vote(
    sqlite_station: PollingStation,
) -> None:
    await sqlite_station.open()
    assert (await sqlite_station.click("m02", 1)).accepted
    sqlite_station.key_files()[0].unlink()
    assert (await sqlite_station.type("m03", "测评 好")).refused == "poll_void"
    assert (await sqlite_station.status()).state == "void"


async def test_no_poll_opens_whose_key_cannot_be_kept(
    sqlite_station: PollingStation, tmp_path: Path
) -> None:
    sqlite_station.services.keys.directory = tmp_path / "file"
    (tmp_path / "file").write_text("not a directory")
    with pytest.raises(NoKeyPlace):
        await sqlite_station.open()
    assert await sqlite_station.look(lambda work, cycle: polls.status(work, cycle.id)) == ()


async def test_a_ballot_that_differs_from_its_mark_voids_the_poll(station: PollingStation) -> None:
    opened = await station.open()
    for member in MEMBERS[:6]:
        await station.click(member, 1)
    (key_file,) = station.key_files()
    keys = station.services.keys.load(key_file.stem)
    thief = (await station.person("m02")).id
    forged = keys.seal(keys.cell_of(1, thief), cells.pack(blank(opened.terms.form)))
    statement = (
        update(cells.CellRow)
        .where(col(cells.CellRow.name) == keys.cell_of(1, thief))
        .values(sealed=forged)
    )
    await station.do(lambda work, _: work.session.execute(statement))
    await station.close()
    await station.pass_time()
    assert (await station.status()).state == "void"
    assert station.key_files() == []


async def test_destruction_goes_on_when_a_long_reader_has_left(
    sqlite_station: PollingStation,
) -> None:
    await sqlite_station.open()
    await sqlite_station.click("m02", 1)
    await sqlite_station.close()
    reader = sqlite3.connect(
        sqlite_station.services.database.url.removeprefix("sqlite:///"), isolation_level=None
    )
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM poll_cell").fetchone()
    assert await sqlite_station.pass_time() == 2  # counted, keys gone
    assert sqlite_station.key_files() == []
    reader.close()
    assert await sqlite_station.pass_time() == 1  # files wiped


async def test_destruction_waits_on_a_server_for_whoever_may_still_read_the_cells(
    postgres_station: PollingStation,
) -> None:
    """PostgreSQL keeps removed rows for a transaction that began before, whichever table it reads."""
    await postgres_station.open()
    await postgres_station.click("m02", 1)
    engine = create_engine(
        postgres_station.services.database.url, isolation_level="REPEATABLE READ"
    )
    with engine.connect() as reader:
        reader.execute(text("SELECT count(*) FROM person"))
        await postgres_station.close()
        assert await postgres_station.pass_time() == 2  # counted, keys gone
        assert postgres_station.key_files() == []
    engine.dispose()
    assert await postgres_station.pass_time() == 1  # files wiped


async def test_during_the_objection_period_the_sealed_cells_stay(
    sqlite_station: PollingStation,
) -> None:
    await use_rules(sqlite_station, objection_days=5)
    await sqlite_station.open()
    for member in MEMBERS[:6]:
        await sqlite_station.click(member, 1)
    await sqlite_station.close()
    await sqlite_station.pass_time()
    assert (await sqlite_station.status()).state == "counted"
    assert len(sqlite_station.key_files()) == 1
    assert "结束后 5 天" in whole_notice(keep_days=5, small_apart=True)
    due = await sqlite_station.do(lambda work, _: polls.next_due(work, sqlite_station.clock.moment))
    assert due == START + timedelta(seconds=3, days=5)
    await sqlite_station.release()
    await sqlite_station.pass_time(5 * 24 * 3600)
    assert sqlite_station.key_files() == []


async def test_without_enough_people_there_is_no_result(sqlite_station: PollingStation) -> None:
    await use_rules(sqlite_station, quorum=Fraction(1, 2))
    await sqlite_station.open()
    for member in MEMBERS[:6]:
        await sqlite_station.click(member, 1)
    await sqlite_station.close()
    await sqlite_station.pass_time()
    assert (await sqlite_station.status()).state == "void"
    organiser = await sqlite_station.person("o01")
    await sqlite_station.do(
        lambda work, cycle: polls.open_attendance(work, cycle, sqlite_station.department, organiser)
    )
    with pytest.raises(BelowQuorum):
        await sqlite_station.open()


async def test_a_handful_of_votes_is_not_shown(sqlite_station: PollingStation) -> None:
    await sqlite_station.open()
    for member in MEMBERS[:3]:
        await sqlite_station.click(member, 4)
    await sqlite_station.close()
    await sqlite_station.pass_time()
    await sqlite_station.release()
    assert (await sqlite_station.status()).released == {}
    text = (await sqlite_station.announced()).text
    assert "收回3份" in text
    assert "差" not in text


async def test_in_named_mode_the_choices_are_kept_by_name(sqlite_station: PollingStation) -> None:
    organiser = await sqlite_station.person("o01")
    await sqlite_station.do(lambda work, cycle: polls.set_named(work, cycle, organiser, named=True))
    await sqlite_station.open()
    assert any("实名方式" in message.text for message in await sqlite_station.said())
    await sqlite_station.click("m02", 4)
    await sqlite_station.click("l01", 1)
    assert (
        await sqlite_station.do(lambda work, cycle: polls.named_choices(work, cycle, organiser))
        == ()
    )
    await sqlite_station.close()
    await sqlite_station.pass_time()
    (told,) = await sqlite_station.do(
        lambda work, cycle: polls.named_choices(work, cycle, organiser)
    )
    assert told.lines == (("赵建例", ("好",)), ("杨小样", ("差",)))


async def test_what_cannot_be_opened_is_refused_and_leaves_nothing(
    sqlite_station: PollingStation,
) -> None:
    await use_rules(sqlite_station, minimum=8, small_apart=False)
    with pytest.raises(NotASubject):
        await sqlite_station.open("m02")
    with pytest.raises(CategoryTooSmall):
        await sqlite_station.open("s01")
    assert sqlite_station.key_files() == []
    organiser = await sqlite_station.person("o01")
    await sqlite_station.do(
        lambda work, cycle: polls.merge_categories(work, cycle, organiser, ["A", "B"])
    )
    opened = await sqlite_station.open("s01")
    assert [(one.id, one.eligible) for one in opened.terms.categories] == [("A+B", 21), ("C", 32)]
    with pytest.raises(PollAlreadyOpen):
        await sqlite_station.open("s02")
    assert (
        await sqlite_station.do(lambda work, cycle: polls.next_subject(work, cycle)[0].name)
        == "李思样"
    )
